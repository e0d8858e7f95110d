import { Command } from 'commander'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findMember, upsertOrganisation, register, type Member } from '../src/accounts/index.js'
import { insertMember } from '../src/accounts/members-store.js'
import { readConfig } from '../src/config.js'
import { listPageEvidence, recordStatement, type StatementInput } from '../src/evidence/index.js'
import { listStatements } from '../src/evidence/counted-statement-store.js'
import { check } from '../src/maintenance/index.js'
import { findPage, type Content, type Kind, type PageHead } from '../src/pages/index.js'
import type { Deps } from '../src/platform/deps.js'
import { firstRows } from '../src/platform/paging.js'
import { progressLine } from '../src/platform/progress.js'
import { openDeps } from '../src/server.js'
import { fetchPage, load } from './load.js'
import { markdownOf } from './material.js'
import { startServer, temporaryFolder, type Measured, type Program } from './processes.js'
import { median, say } from './report.js'
import { contentOf, publishPage, signIn } from './site.js'

const ORGANISATIONS = 1_000
const REPORTERS = 20
const REPORTS_A_SECOND = 50
const organisationKinds = ['council', 'nhs-body', 'executive-agency', 'police', 'public-body']
const passphrase = 'brisk otter paints nine fences'
const emailOf = (n: number): string => `person@body-${n}.example`

const line = (what: string, value: string, target = ''): void =>
  say(`  ${what.padEnd(64)} ${value.padStart(12)}${target && `   target ${target}`}`)

/** The addresses of three barriers with the same text and the same solution. */
interface Barriers {
  readonly withoutReports: string
  /** Reported by all organisations. */
  readonly reported: string
  /** Gets its reports under load. */
  readonly toReport: string
}

async function prepare(deps: Deps): Promise<Barriers> {
  const solution = await findPublished(deps, 'solution', [contentOf('A way round', markdownOf(3, 2_000))])
  const publishBarrier = (title: string): Promise<string> =>
    publishPage(deps, 'barrier', [contentOf(title, markdownOf(7, 5 * 1024), { links: [solution.id] })])
  const withoutReports = await publishBarrier('Nobody faced it')
  const reported = await publishBarrier('All faced it')
  const toReport = await publishBarrier('To be faced')

  const progress = progressLine('Organisations that report')
  const barrier = (await findPage(deps.db, 'barrier', slugOf(reported)))!
  for (let n = 0; n < ORGANISATIONS; n++) {
    await recordStatement(deps, await addMember(deps, n), barrier.id, reportBy(n, solution.id))
    progress(n + 1, ORGANISATIONS)
  }
  return { withoutReports, reported, toReport }
}

const slugOf = (address: string): string => address.split('/').at(-1)!

async function findPublished(deps: Deps, kind: Kind, contents: readonly Content[]): Promise<PageHead> {
  return (await findPage(deps.db, kind, slugOf(await publishPage(deps, kind, contents))))!
}

/** Adds an organisation and its only member. The first ones can sign in: hashing a passphrase for all takes too long. */
async function addMember(deps: Deps, n: number): Promise<Member> {
  const { db, clock } = deps
  const name = `Person ${n}`
  const organisationId = await db.transaction(tx =>
    upsertOrganisation(
      tx,
      {
        name: `Body ${n}`,
        kind: organisationKinds[n % organisationKinds.length]!,
        website: null,
        endedOn: null,
        domains: [`body-${n}.example`],
      },
      clock.now(),
    ),
  )
  if (n < REPORTERS) return register(deps, { name, email: emailOf(n), passphrase })
  const memberId = await db.transaction(tx =>
    insertMember(tx, {
      name,
      email: emailOf(n),
      passphraseHash: 'none',
      role: 'member',
      trust: 'new',
      organisationId,
      createdAt: clock.now(),
    }),
  )
  return (await findMember(db, memberId))!
}

/** The report of organisation `n`. Every third one worked around the barrier. */
const reportBy = (n: number, solutionId: string): StatementInput => ({
  state: n % 3 === 0 ? 'worked-around' : 'facing',
  other: n % 3 === 0 ? solutionId : null,
  approvedBy: '',
  weeks: null,
  cost: null,
  day: `20${20 + (n % 6)}-0${1 + (n % 9)}-1${n % 10}`,
  note: `A note by body ${n}.`,
  shownAs: (['organisation', 'kind', 'name'] as const)[n % 3]!,
})

/** Compares the barrier with reports and the one without: views under load, and the first view after each commit. */
async function measureViews(app: Measured, deps: Deps, barriers: Barriers, seconds: number): Promise<void> {
  const targets = [barriers.withoutReports, barriers.reported].map(path => ({ server: app, paths: [path] }))
  for (const target of targets) await load(target, { answers: 3_000 })
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round++)
    for (const [index, target] of targets.entries()) rates[index]!.push(await load(target, { seconds }))
  const fresh: [number[], number[]] = [[], []]
  for (let n = 0; n < 150; n++) {
    for (const [index, target] of targets.entries()) {
      await deps.db.transaction(tx =>
        tx
          .updateTable('organisation')
          .set({ website: `https://body.example/${n}${index}` })
          .where('slug', '=', 'body-1')
          .execute(),
      )
      const startedAt = performance.now()
      await fetchPage(target)
      fresh[index]!.push(performance.now() - startedAt)
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

/** A signed-in session that can send forms. */
interface Session {
  readonly cookie: string
  readonly token: string
}

async function openSession(app: Measured, n: number): Promise<Session> {
  const cookie = await signIn(app.port, { email: emailOf(n), passphrase })
  const page = await (await fetch(`http://127.0.0.1:${app.port}/account`, { headers: { cookie } })).text()
  return { cookie, token: /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '' }
}

/** The answer to a report, and how long it took. */
interface ReportAnswer {
  readonly status: number
  readonly milliseconds: number
}

async function sendReport(address: string, { cookie, token }: Session, n: number): Promise<ReportAnswer> {
  const startedAt = performance.now()
  const { status } = await fetch(`${address}/reports`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ _csrf: token, state: n % 2 ? 'facing' : 'overcome', note: `Report ${n}` }),
  })
  return { status, milliseconds: performance.now() - startedAt }
}

/** Sends many reports on one barrier at a steady pace, and checks that each is answered, stored and counted. */
async function measureWrites(app: Measured, deps: Deps, barrier: string, seconds: number): Promise<void> {
  const sessions: Session[] = []
  for (let n = 0; n < REPORTERS; n++) sessions.push(await openSession(app, n))
  const total = REPORTS_A_SECOND * seconds
  const { value: answers, reading } = await app.during(async () => {
    const pending: Promise<ReportAnswer>[] = []
    const startedAt = performance.now()
    for (let n = 0; n < total; n++) {
      await wait(Math.max(0, startedAt + (n * 1000) / REPORTS_A_SECOND - performance.now()))
      pending.push(sendReport(`http://127.0.0.1:${app.port}${barrier}`, sessions[n % REPORTERS]!, n))
    }
    return Promise.all(pending)
  }, 'watched')
  const page = (await findPage(deps.db, 'barrier', slugOf(barrier)))!
  const evidence = (await listPageEvidence(deps.db, [page.id])).get(page.id)!
  const stored = (await listStatements(deps.db, page.id, firstRows(total * 2))).rows.length
  const problems = await check(deps.db)
  say(`${REPORTS_A_SECOND} reports a second from ${REPORTERS} organisations for ${seconds} s`)
  line('answered 303', `${answers.filter(({ status }) => status === 303).length} of ${total}`)
  line('stored', `${stored} of ${total}`)
  line('counted: organisations, people', `${evidence.organisations}, ${evidence.people}`, `${REPORTERS}, ${REPORTERS}`)
  line('problems that check finds', String(problems.length), '0')
  for (const problem of problems.slice(0, 5)) say(`    ${problem}`)
  const times = answers.map(answer => answer.milliseconds)
  line(
    'time to an answer: median, longest, in milliseconds',
    `${median(times).toFixed(0)}, ${Math.max(...times).toFixed(0)}`,
  )
  line('longest block of the event loop, in milliseconds', reading.held.toFixed(0), 'at most 100')
  say()
}

await new Command('bench:evidence')
  .description('Measures views of a barrier with many reports, and many reports at once. Prints ratios of one run.')
  .option('--seconds <n>', 'how long each load lasts', Number, 10)
  .action(async ({ seconds }: { seconds: number }) => {
    const folder = temporaryFolder()
    const environment = { NODE_ENV: 'production', DATABASE_URL: `sqlite:${join(folder, 'unblock.db')}` }
    const deps = await openDeps(readConfig({ ...environment, LOG_LEVEL: 'silent' }))
    const barriers = await prepare(deps)
    const program: Program = {
      file: 'src/cli.js',
      args: () => ['start'],
      folder,
      environment: port => ({ ...environment, PORT: String(port), PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'info' }),
    }
    const app = await startServer(program)
    await measureViews(app, deps, barriers, seconds)
    await measureWrites(app, deps, barriers.toReport, seconds)
    await app.stop()
    await deps.db.close()
  })
  .parseAsync()
