import { Command } from 'commander'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findMember, upsertOrganisation, register, type Member } from '../src/accounts/index.js'
import { insertMember } from '../src/accounts/members-store.js'
import { readConfig } from '../src/config.js'
import { listPageEvidence, recordStatement } from '../src/evidence/index.js'
import { listStatements } from '../src/evidence/statement-store.js'
import { check } from '../src/maintenance/index.js'
import { findPage } from '../src/pages/index.js'
import type { Deps } from '../src/platform/deps.js'
import { firstRows } from '../src/platform/paging.js'
import { progressLine } from '../src/platform/progress.js'
import { openDeps } from '../src/server.js'
import { fetchPage, load } from './load.js'
import { markdownOf } from './material.js'
import { startServer, temporaryFolder, type Measured, type Program } from './processes.js'
import { contentOf, publishPage, signIn } from './site.js'

const ORGANISATIONS = 1_000
const REPORTERS = 20
const REPORTS_A_SECOND = 50
const passphrase = 'brisk otter paints nine fences'
const emailOf = (n: number): string => `person@body-${n}.example`

const say = (line = ''): void => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
const line = (what: string, value: string, target = ''): void =>
  say(`  ${what.padEnd(64)} ${value.padStart(12)}${target && `   target ${target}`}`)

/** Three barriers of one text and one solution: nobody faced the first, 1,000 organisations the second; the third is for the write load. */
async function prepare(deps: Deps): Promise<readonly [string, string, string]> {
  const { db, clock } = deps
  const kinds = ['council', 'nhs-body', 'executive-agency', 'police', 'public-body']
  const progress = progressLine('Organisations that report')
  const solution = (await findPage(
    db,
    'solution',
    (await publishPage(deps, 'solution', [contentOf('A way round', markdownOf(3, 2_000))])).split('/').at(-1)!,
  ))!
  const addresses: string[] = []
  for (const name of ['Nobody faced it', 'All faced it', 'To be faced'])
    addresses.push(
      await publishPage(deps, 'barrier', [contentOf(name, markdownOf(7, 5 * 1024), { links: [solution.id] })]),
    )
  const faced = (await findPage(db, 'barrier', 'all-faced-it'))!
  for (let n = 0; n < ORGANISATIONS; n++) {
    const organisationId = await db.transaction(tx =>
      upsertOrganisation(
        tx,
        {
          name: `Body ${n}`,
          kind: kinds[n % kinds.length]!,
          website: null,
          endedOn: null,
          domains: [`body-${n}.example`],
        },
        clock.now(),
      ),
    )
    const member: Member =
      n < REPORTERS
        ? await register(deps, { name: `Person ${n}`, email: emailOf(n), passphrase })
        : (await findMember(
            db,
            await db.transaction(tx =>
              insertMember(tx, {
                name: `Person ${n}`,
                email: emailOf(n),
                passphraseHash: 'none',
                role: 'member',
                trust: 'new',
                organisationId,
                createdAt: clock.now(),
              }),
            ),
          ))!
    await recordStatement(deps, member, faced.id, {
      state: n % 3 === 0 ? 'worked-around' : 'facing',
      other: n % 3 === 0 ? solution.id : null,
      approvedBy: '',
      weeks: null,
      cost: null,
      day: `20${20 + (n % 6)}-0${1 + (n % 9)}-1${n % 10}`,
      note: `What body ${n} has to say of it.`,
      shownAs: (['organisation', 'kind', 'name'] as const)[n % 3]!,
    })
    progress(n + 1, ORGANISATIONS)
  }
  return addresses as unknown as [string, string, string]
}

/** The page with 1,000 reports against the page with none: as most views find it, and as the first view after something was committed. */
async function measureViews(app: Measured, deps: Deps, [none, all]: readonly string[], seconds: number): Promise<void> {
  const targets = [none!, all!].map(path => ({ server: app, paths: [path] }))
  for (const target of targets) await load(target, { answers: 3_000 })
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round++)
    for (const [at, target] of targets.entries()) rates[at]!.push(await load(target, { seconds }))
  const fresh: [number[], number[]] = [[], []]
  for (let n = 0; n < 150; n++) {
    for (const [at, target] of targets.entries()) {
      await deps.db.transaction(tx =>
        tx
          .updateTable('organisation')
          .set({ website: `https://body.example/${n}${at}` })
          .where('slug', '=', 'body-1')
          .execute(),
      )
      const began = performance.now()
      await fetchPage(target)
      fresh[at]!.push(performance.now() - began)
    }
  }
  say('A barrier that 1,000 organisations reported, against the same with no report')
  const slower = median(rates[0]) / median(rates[1])
  line(
    'time a view, under load: with / without',
    slower.toFixed(2),
    `at most 1.2: ${slower <= 1.2 ? 'meets' : 'misses'}`,
  )
  line('time of the first view after a commit: with / without', (median(fresh[1]) / median(fresh[0])).toFixed(2))
  line('the same in milliseconds', `${median(fresh[1]).toFixed(1)} / ${median(fresh[0]).toFixed(1)}`)
  say()
}

/** 50 reports a second from 20 organisations on one barrier: every one answered, every one counted. */
async function measureWrites(app: Measured, deps: Deps, address: string, seconds: number): Promise<void> {
  const base = `http://127.0.0.1:${app.port}`
  const browsers: { readonly cookie: string; readonly token: string }[] = []
  for (let n = 0; n < REPORTERS; n++) {
    const cookie = await signIn(app.port, { email: emailOf(n), passphrase })
    const token =
      /name="_csrf" value="([^"]+)"/.exec(
        await (await fetch(`${base}/account`, { headers: { cookie } })).text(),
      )?.[1] ?? ''
    browsers.push({ cookie, token })
  }
  const total = REPORTS_A_SECOND * seconds
  const took: number[] = []
  const { value: statuses, reading } = await app.during(async () => {
    const answers: Promise<number>[] = []
    const began = performance.now()
    for (let n = 0; n < total; n++) {
      await wait(Math.max(0, began + (n * 1000) / REPORTS_A_SECOND - performance.now()))
      const { cookie, token } = browsers[n % REPORTERS]!
      const sent = performance.now()
      answers.push(
        fetch(`${base}${address}/reports`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie },
          body: new URLSearchParams({ _csrf: token, state: n % 2 ? 'facing' : 'overcome', note: `Report ${n}` }),
        }).then(response => {
          took.push(performance.now() - sent)
          return response.status
        }),
      )
    }
    return Promise.all(answers)
  }, 'watched')
  const page = (await findPage(deps.db, 'barrier', address.split('/').at(-1)!))!
  const evidence = (await listPageEvidence(deps.db, [page.id])).get(page.id)!
  const kept = (await listStatements(deps.db, page.id, firstRows(total * 2))).rows.length
  const problems = await check(deps.db)
  say(`${REPORTS_A_SECOND} reports a second from ${REPORTERS} organisations for ${seconds} s`)
  line('answered 303', `${statuses.filter(status => status === 303).length} of ${total}`)
  line('kept', `${kept} of ${total}`)
  line('counted: organisations, people', `${evidence.organisations}, ${evidence.people}`, `${REPORTERS}, ${REPORTERS}`)
  line('problems that check finds', String(problems.length), '0')
  for (const problem of problems.slice(0, 5)) say(`    ${problem}`)
  line(
    'time to an answer: median, longest, in milliseconds',
    `${median(took).toFixed(0)}, ${Math.max(...took).toFixed(0)}`,
  )
  line('longest that the event loop was held, in milliseconds', reading.held.toFixed(0), 'at most 100')
  say()
}

await new Command('bench:evidence')
  .description('Measures views of a barrier with many reports, and many reports at once. Prints ratios of one run.')
  .option('--seconds <n>', 'how long each load lasts', Number, 10)
  .action(async ({ seconds }: { seconds: number }) => {
    const folder = temporaryFolder()
    const environment = { NODE_ENV: 'production', DATABASE_URL: `sqlite:${join(folder, 'unblock.db')}` }
    const deps = await openDeps(readConfig({ ...environment, LOG_LEVEL: 'silent' }))
    const addresses = await prepare(deps)
    const program: Program = {
      file: 'src/cli.js',
      args: () => ['start'],
      folder,
      environment: port => ({ ...environment, PORT: String(port), PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'info' }),
    }
    const app = await startServer(program)
    await measureViews(app, deps, addresses, seconds)
    await measureWrites(app, deps, addresses[2], seconds)
    await app.stop()
    await deps.db.close()
  })
  .parseAsync()
