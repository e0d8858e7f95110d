import { Command, InvalidArgumentError, Option } from 'commander'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { compareContents } from '../src/revisions/compare.js'
import { renderMarkdown } from '../src/platform/markdown.js'
import { mergeText } from '../src/revisions/merge.js'
import { fetchPage, load, type Target } from './load.js'
import { halfBlankLines, markdownOf, readJsonLines, seeded, twoLargestPages } from './material.js'
import { startServer, temporaryFolder, type Program } from './processes.js'
import { formatInteger, median, say } from './report.js'
import { contentOf, prepareSite, signIn, type PreparedSite } from './site.js'

/** The parts of the bench, in the order in which they run. */
const parts = ['compare', 'merge', 'render', 'start', 'views', 'memory'] as const

interface Options {
  readonly manual?: string
  readonly merges?: readonly string[]
  readonly only: readonly (typeof parts)[number][]
  readonly rounds: number
  readonly seconds: number
  readonly cpuProfile?: string
}

/** Views of each page before measuring: a service runs for weeks, so its code is fully compiled most of the time. */
const WARM_UP = 8_000

const share = (part: number, total: number): string => `${part} of ${total}, ${((100 * part) / total).toFixed(1)} %`

/** Prints a line of the report, with the target and whether it is met, if there is one. */
function report(what: string, value: string, target?: { readonly text: string; readonly met: boolean }): void {
  const verdict = target ? `   target ${target.text}: ${target.met ? 'meets' : 'misses'}` : ''
  say(`  ${what.padEnd(58)} ${value.padStart(12)}${verdict}`)
}
const atLeast = (value: number, least: number, unit = '') => ({ text: `at least ${least}${unit}`, met: value >= least })
const atMost = (value: number, most: number, unit: string) => ({ text: `at most ${most}${unit}`, met: value <= most })

/** Measures `work` in milliseconds: the first run, and the median of the runs after it. */
function timed(work: () => unknown): { readonly first: number; readonly after: number } {
  const once = (): number => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  }
  const first = once()
  return { first, after: median(Array.from({ length: 9 }, once)) }
}

/** Measures `work` in milliseconds of processor time: the least of several runs. */
function leastProcessorTime(work: () => unknown): number {
  const once = (): number => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  }
  return Math.min(...Array.from({ length: 9 }, once))
}

/** The figures of one server in one round. */
interface Round {
  /** Answers per second. */
  readonly rate: number
  /** Share of the time in which the event loop was busy, from 0 to 1. */
  readonly busy: number
  /** Processor time per answer, in milliseconds. */
  readonly processor: number
}

/**
 * Compares views of one barrier with a handler that sends the same bytes from memory. The servers take turns, so that other
 * work on the machine slows all of them equally.
 */
async function measureViews(site: PreparedSite, { rounds, seconds }: Options): Promise<void> {
  const app = await startServer(site.program)
  const visits: readonly Target[] = [
    { server: app, paths: [site.barrier] },
    { server: app, paths: [site.barrier], cookie: await signIn(app.port) },
  ]
  const pages = await Promise.all(visits.map(fetchPage))
  const folder = temporaryFolder()
  const files = pages.map((page, index) => {
    writeFileSync(join(folder, `${index}.html`), page)
    return join(folder, `${index}.html`)
  })
  const bare = await startServer(bareProgram('etag', files))
  const plain = await startServer(bareProgram('no-etag', files))
  const measured = await takeTurns(
    visits.flatMap((visit, index) => [
      visit,
      { server: bare, paths: [`/${index}`] },
      { server: plain, paths: [`/${index}`] },
    ]),
    rounds,
    seconds,
  )
  const unchanged = (await Promise.all(visits.map(fetchPage))).every((page, index) => page === pages[index])
  await Promise.all([app.stop(), bare.stop(), plain.stop()])

  say(`Views of a barrier of 5 KB: answers a second, medians of ${rounds} rounds of ${seconds} s`)
  for (const [index, name] of (['anonymous', 'signed in'] as const).entries()) {
    const [ours, theirs, withoutETag] = measured.slice(index * 3, index * 3 + 3) as [Rounds, Rounds, Rounds]
    report(`${name}: the app (${formatInteger(Buffer.byteLength(pages[index]!))} bytes)`, summaryOf(ours))
    reportViews(name, ours, theirs, withoutETag)
  }
  if (!unchanged) say('  NOTE: the app did not send the same bytes at the end as at the beginning.')
  say()
}

type Rounds = readonly Round[]

/** Measures the targets in turns, after a warm-up. Returns the rounds of each. */
async function takeTurns(targets: readonly Target[], rounds: number, seconds: number): Promise<readonly Rounds[]> {
  const measured: Round[][] = targets.map(() => [])
  for (const target of targets) await load(target, { answers: WARM_UP })
  for (let round = 0; round < rounds; round++) {
    for (const [index, target] of targets.entries()) {
      const { value: rate, reading } = await target.server.during(() => load(target, { seconds }))
      measured[index]!.push({ rate, busy: reading.busy, processor: reading.processor / (rate * seconds) })
    }
  }
  return measured
}

/** Compares the rounds of the app with those of the other servers, each with the round of the same number. */
function reportViews(name: 'anonymous' | 'signed in', ours: Rounds, theirs: Rounds, withoutETag: Rounds): void {
  const rateRatio = (others: Rounds): number => median(ours.map(({ rate }, round) => rate / others[round]!.rate))
  const processorTimeRatio = (others: Rounds): string =>
    median(ours.map(({ processor }, round) => others[round]!.processor / processor)).toFixed(2)
  const target = atLeast(rateRatio(theirs), name === 'anonymous' ? 0.5 : 0.35)
  report(`${name}: bare Express 5, the same bytes`, summaryOf(theirs))
  report(`${name}: bare Express 5 with ETag off`, summaryOf(withoutETag))
  report(`${name}: the app / bare Express 5`, rateRatio(theirs).toFixed(2), target)
  report(`${name}: the same in processor time`, processorTimeRatio(theirs))
  report(`${name}: the app / bare Express 5 with ETag off`, rateRatio(withoutETag).toFixed(2))
  report(`${name}: the same in processor time`, processorTimeRatio(withoutETag))
}

function summaryOf(rounds: Rounds): string {
  const medianOf = (figure: keyof Round): number => median(rounds.map(round => round[figure]))
  return (
    `${formatInteger(medianOf('rate'))}, ${medianOf('processor').toFixed(2)} ms each, ` +
    `busy ${formatInteger(100 * medianOf('busy'))} %`
  )
}

const bareProgram = (etag: 'etag' | 'no-etag', files: readonly string[] = []): Program => ({
  file: 'bench/bare.js',
  args: port => [String(port), etag, ...files],
  environment: () => ({ NODE_ENV: 'production' }),
  folder: temporaryFolder(),
})

/** Measures comparisons, alone and as a page of the app, in a process that has compared nothing before. */
async function measureComparisons(site: PreparedSite): Promise<void> {
  say('Comparing two unrelated pages: how long the event loop is held')
  const names = { theme: (slug: string) => slug, page: (id: string) => id }
  for (const {
    what,
    address,
    texts: [before, after],
  } of site.comparisons) {
    const { first, after: later } = timed(() =>
      compareContents(contentOf('One', before), contentOf('Another', after), names),
    )
    const app = await startServer(site.program)
    const held: number[] = []
    for (let n = 0; n < 10; n++) {
      const { reading } = await app.during(async () => {
        await wait(20)
        await fetchPage({ server: app, paths: [address] })
        await wait(20)
      }, 'watched')
      held.push(reading.held)
    }
    await app.stop()
    const sizes = `${formatInteger(before.length / 1024)} and ${formatInteger(after.length / 1024)} KB`
    report(`${what} (${sizes}): compareContents, first`, `${first.toFixed(0)} ms`, atMost(first, 100, ' ms'))
    report(`${what}: compareContents, median after that`, `${later.toFixed(0)} ms`, atMost(later, 100, ' ms'))
    report(`${what}: the whole page in the app, first`, `${held[0]!.toFixed(0)} ms`, atMost(held[0]!, 100, ' ms'))
    report(
      `${what}: the whole page, median after that`,
      `${median(held.slice(1)).toFixed(0)} ms`,
      atMost(median(held.slice(1)), 100, ' ms'),
    )
  }
  say()
}

async function measureStart(site: PreparedSite): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let n = 0; n < 5; n++) {
    for (const [program, times] of [
      [bareProgram('etag'), theirs],
      [site.program, ours],
    ] as const) {
      const server = await startServer(program)
      times.push(server.startMilliseconds)
      await server.stop()
    }
  }
  say('Start on an existing database with the sample content, to the first 200 of /: medians of 5')
  report('the app', `${formatInteger(median(ours))} ms`, atMost(median(ours), 1_500, ' ms'))
  report('bare Express 5', `${formatInteger(median(theirs))} ms`)
  report('the app / bare Express 5', (median(ours) / median(theirs)).toFixed(2))
  say()
}

async function measureMemory(site: PreparedSite): Promise<void> {
  const app = await startServer(site.program)
  const cookie = await signIn(app.port)
  const { reading } = await app.during(async () => {
    await load({ server: app, paths: site.barriers }, { answers: 5_000 })
    await load({ server: app, paths: site.barriers, cookie }, { answers: 5_000 })
  })
  await app.stop()
  const megabytes = reading.rss / 1_000_000
  say(`Memory after 10,000 views of ${site.barriers.length} barriers, half of them signed in`)
  report('resident set', `${formatInteger(megabytes)} MB`, atMost(megabytes, 150, ' MB'))
  say()
}

/** Merges two sides that each changed every tenth line of 4,000, and two that share only the blank lines. */
function measureMerge(): void {
  const base = halfBlankLines(1, 4_000)
  const edited = (seed: number): string => {
    const random = seeded(seed)
    const other = halfBlankLines(seed, base.length)
    return base.map((line, index) => (line !== '' && random() < 0.1 ? other[index] : line)).join('\n')
  }
  const unrelated = (seed: number): string => halfBlankLines(seed, base.length).join('\n')
  say('A three-way merge of 4,000 lines, half of them blank')
  for (const [what, ours, theirs] of [
    ['every tenth line changed', edited(2), edited(3)],
    ['nothing in common but the blank lines', unrelated(4), unrelated(5)],
  ] as const) {
    const { first, after } = timed(() => mergeText(base.join('\n'), ours, theirs))
    report(`${what}: first`, `${first.toFixed(0)} ms`, atMost(first, 100, ' ms'))
    report(`${what}: median after that`, `${after.toFixed(0)} ms`, atMost(after, 100, ' ms'))
  }
  say()
}

/** Texts that could make rendering slow, each of about `length` characters. */
const textsToRender: Readonly<Record<string, (length: number) => string>> = {
  prose: length => markdownOf(21, length),
  'lists from Word': length => '•\tAn item of a list\no\tOne below it\n▪\tOne more\n'.repeat(length / 50),
  'numbers from Word': length => 'Steps:\n2.\tThe second\n'.repeat(length / 22),
  'marks with no-break spaces': length => '##\u00a0Head\n-\u00a0item\n\u200b> quote\n'.repeat(length / 25),
  'headings, and links to them': length => '# A head\n\n[link](#a-head-9)\n\n'.repeat(length / 29),
  'pictures in links': length => '[![a](b)](c) '.repeat(length / 13),
  'quotes of 100 levels': length => `${'>'.repeat(100)} text\n`.repeat(length / 106),
  'lists of 100 levels': length => `${'- '.repeat(100)}text\n\n`.repeat(length / 206),
}

/** Compares the time for 100,000 characters with that for half as many. If rendering takes linear time, it is about 2. */
function measureRendering(): void {
  say('Rendering a text of 100,000 characters: how much longer than one of 50,000')
  for (const [what, textOf] of Object.entries(textsToRender)) {
    const whole = leastProcessorTime(() => renderMarkdown(textOf(100_000), 'Title'))
    const half = leastProcessorTime(() => renderMarkdown(textOf(50_000), 'Title'))
    const ratio = whole / half
    report(`${what} (${whole.toFixed(0)} ms)`, ratio.toFixed(1), { text: 'about 2', met: ratio < 3 })
  }
  say()
}

/**
 * Repeats merges that people really made. Checks that clean merges have the same result, that conflicts are detected, and
 * that every new line of either side is in the result or in a conflict.
 */
async function measureRealMerges(files: readonly string[]): Promise<void> {
  const clean = { same: 0, total: 0 }
  const conflict = { flagged: 0, total: 0 }
  const edited = { flagged: 0, total: 0 }
  const all = { lossless: 0, total: 0 }
  let longest = 0
  for (const file of files) {
    for await (const { kind, result_text, ...texts } of readJsonLines(file)) {
      const { merge, milliseconds, isLossless } = repeatMerge(texts)
      longest = Math.max(longest, milliseconds)
      if (kind === 'clean_same') {
        clean.total++
        clean.same += Number(merge.text === result_text)
      } else {
        const tally = kind === 'conflict_resolved_by_hand' ? conflict : edited
        tally.total++
        tally.flagged += Number(!merge.clean)
      }
      all.total++
      all.lossless += Number(isLossless)
    }
  }
  say(`Real merges, ${all.total} of them`)
  const percent = (part: number, total: number, least: number) => atLeast((100 * part) / total, least, ' %')
  const sameText = share(clean.same, clean.total)
  report('clean merges with exactly the same result', sameText, percent(clean.same, clean.total, 97))
  const flaggedText = share(conflict.flagged, conflict.total)
  report('conflicts that are detected', flaggedText, percent(conflict.flagged, conflict.total, 98))
  report('clean merges whose result was edited: detected', share(edited.flagged, edited.total))
  const losslessText = share(all.lossless, all.total)
  report('merges in which no new line of either side is lost', losslessText, percent(all.lossless, all.total, 100))
  report('the longest merge', `${longest.toFixed(1)} ms`, atMost(longest, 100, ' ms'))
  say()
}

/** Merges again what people merged, and tells whether each new line of either side is in the result or a conflict. */
function repeatMerge({ base_text, ours_text, theirs_text }: Readonly<Record<string, unknown>>) {
  const [base, ours, theirs] = [base_text, ours_text, theirs_text].map(text =>
    typeof text === 'string' ? text : '',
  ) as [string, string, string]
  const startedAt = performance.now()
  const merge = mergeText(base, ours, theirs)
  const milliseconds = performance.now() - startedAt
  const old = new Set(base.split('\n'))
  const shown = new Set(
    merge.chunks
      .flatMap(chunk => (chunk.kind === 'clean' ? [chunk.text] : [chunk.ours, chunk.theirs]))
      .join('\n')
      .split('\n'),
  )
  const isLossless = [...ours.split('\n'), ...theirs.split('\n')].every(line => old.has(line) || shown.has(line))
  return { merge, milliseconds, isLossless }
}

async function measure(options: Options): Promise<void> {
  const { only, manual, merges, cpuProfile } = options
  say(
    `Node ${process.versions.node}, ${availableParallelism()} cores. ` +
      'Compare ratios: times depend on this machine and on what else it does.\n',
  )
  if (only.includes('merge')) measureMerge()
  if (merges) await measureRealMerges(merges)
  if (only.includes('render')) measureRendering()
  if (only.every(part => part === 'merge' || part === 'render')) return
  const pairs: { what: string; texts: readonly [string, string] }[] = []
  if (only.includes('compare')) {
    const oneLine = (seed: number): string => markdownOf(seed, 60 * 1024).replaceAll('\n', ' ')
    pairs.push(
      { what: 'prose', texts: [markdownOf(11, 60 * 1024), markdownOf(12, 60 * 1024)] },
      { what: 'prose in one line', texts: [oneLine(13), oneLine(14)] },
    )
    if (manual !== undefined) pairs.push({ what: 'the manual’s largest', texts: await twoLargestPages(manual) })
  }
  const profiled = cpuProfile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(cpuProfile)}`]
  const site = await prepareSite(temporaryFolder(), pairs, profiled)
  if (only.includes('compare')) await measureComparisons(site)
  if (only.includes('start')) await measureStart(site)
  if (only.includes('views')) await measureViews(site, options)
  if (only.includes('memory')) await measureMemory(site)
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Enter a whole number, 1 or more.')
  return Number(text)
}

await new Command('bench')
  .description(
    'Measures the service and prints figures with their targets. The exit code is 0 even if it misses a target.',
  )
  .addOption(new Option('--only <parts...>', 'measure only these parts').choices(parts).default([...parts]))
  .option('--rounds <number>', 'rounds of page views', count, 5)
  .option('--seconds <number>', 'length of a round for each server', count, 3)
  .option('--manual <file>', 'also compare the two largest pages of this history (.jsonl or .jsonl.gz)')
  .option('--merges <files...>', 'also repeat the real merges in these files (.jsonl or .jsonl.gz)')
  .option('--cpu-profile <folder>', 'write a CPU profile of each app process to this folder')
  .action((options: Options) => measure(options))
  .parseAsync()
process.exit()
