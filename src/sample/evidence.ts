import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  organisationKinds,
  registerWithoutPassphrase,
  setSuccessor,
  shownAsOptions,
  upsertOrganisation,
  type Member,
} from '../accounts/index.js'
import { recordStatement, type StatementInput } from '../evidence/index.js'
import { kinds, listLinkedPages, type Kind } from '../pages/index.js'
import { addSeconds, type Instant } from '../platform/clock.js'
import { isoDateOf } from '../platform/dates.js'
import type { Reader, Tx } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { projectRoot } from '../platform/paths.js'
import type { Progress } from '../platform/progress.js'
import { samplePageFinder } from './find-sample-page.js'
import { hasStatements } from './store.js'

const readYaml = (file: string): unknown => parse(readFileSync(join(projectRoot, 'src/sample', file), 'utf8'))

/** In characters. Lists show whole notes one below another, so sample notes are kept short. */
const MAX_SAMPLE_NOTE_LENGTH = 200

const SECONDS_PER_DAY = 86_400

/** RFC 2606 reserves this top-level domain for examples, so no real organisation can own an invented domain. */
const DOMAIN_SUFFIX = '.example'

const organisationsShape = z.array(
  z.strictObject({
    name: z.string(),
    kind: z.enum(Object.keys(organisationKinds)),
    domain: z.string().endsWith(DOMAIN_SUFFIX),
    /** How many days ago the organisation ended. */
    ended: z.int().positive().optional(),
    successor: z.string().optional(),
  }),
)

/** Fields that reports and trials share. */
const commonFields = {
  /** The organisation's domain without its suffix. */
  by: z.string(),
  /** Tells the members of one organisation apart. */
  person: z.int().positive().default(1),
  /** How many days ago the statement was made. */
  days: z.int().positive(),
  shown: z.enum(shownAsOptions).default('organisation'),
  note: z.string().max(MAX_SAMPLE_NOTE_LENGTH).default(''),
}

const reportShape = z.strictObject({
  ...commonFields,
  state: z.enum(['facing', 'worked-around', 'overcome', 'came-back']),
  /** The solution that was used, by its slug. */
  with: z.string().optional(),
})

const trialShape = z.strictObject({
  ...commonFields,
  state: z.enum(['worked', 'in-part', 'failed', 'not-allowed']),
  /** The barrier that the solution was tried against, by its slug. */
  against: z.string().optional(),
  approval: z.string().default(''),
  weeks: z.int().nonnegative().nullable().default(null),
  cost: z.int().nonnegative().nullable().default(null),
})

/** Reports and trials by the slug of the page that they are about. */
const evidenceShape = z.strictObject({
  barriers: z.record(z.string(), z.array(reportShape)),
  solutions: z.record(z.string(), z.array(trialShape)),
})

type Report = z.output<typeof reportShape>
type Trial = z.output<typeof trialShape>

export interface SampleStatement extends Omit<StatementInput, 'other' | 'day'> {
  readonly kind: Kind
  /** The slug of the page that the statement is about. */
  readonly page: string
  /** The slug of the linked page that the statement names. */
  readonly linkedPage: string | null
  /** The organisation's domain without its suffix. */
  readonly by: string
  /** Tells the members of one organisation apart. */
  readonly person: number
  readonly daysAgo: number
}

/** Reads the invented organisations whose members make the sample statements. */
export const readInventedOrganisations = (): z.output<typeof organisationsShape> =>
  organisationsShape.parse(readYaml('invented-organisations.yaml'))

/** Reads the sample statements, oldest first. */
export function readSampleEvidence(): readonly SampleStatement[] {
  const { barriers, solutions } = evidenceShape.parse(readYaml('evidence.yaml'))
  const reports = Object.entries(barriers).flatMap(([page, statements]) =>
    statements.map(report => toSampleStatement('barrier', page, report)),
  )
  const trials = Object.entries(solutions).flatMap(([page, statements]) =>
    statements.map(trial => toSampleStatement('solution', page, trial)),
  )
  return [...reports, ...trials].sort((a, b) => b.daysAgo - a.daysAgo)
}

function toSampleStatement(kind: Kind, page: string, statement: Report | Trial): SampleStatement {
  const { by, person, days, state, shown, note } = statement
  const common = { kind, page, by, person, daysAgo: days, state, shownAs: shown, note }
  if ('approval' in statement) {
    const { against = null, approval, weeks, cost } = statement
    return { ...common, linkedPage: against, approvedBy: approval, weeks, cost }
  }
  return { ...common, linkedPage: statement.with ?? null, approvedBy: '', weeks: null, cost: null }
}

interface PlacedStatement extends SampleStatement {
  readonly pageId: string
  readonly linkedPageId: string | null
}

/**
 * Adds the sample evidence with the same command that members use, each statement dated on its own day. Adds nothing
 * if the database already holds a statement. Skips statements whose page or link is missing. Returns the number of
 * statements that were added.
 */
export async function loadSampleEvidence(
  deps: Pick<Deps, 'db' | 'clock' | 'passphrases'>,
  progress: Progress = () => {},
): Promise<number> {
  const { db, clock } = deps
  if (await hasStatements(db)) return 0
  const statements = await findPages(db, readSampleEvidence())
  if (statements.length === 0) return 0
  const now = clock.now()
  const members = await createSampleMembers(deps, statements, now)
  for (const [index, statement] of statements.entries()) {
    await recordSampleStatement(db, members.get(emailOf(statement))!, statement, now)
    progress(index + 1, statements.length)
  }
  return statements.length
}

/** Records the statement as if it had been made on its own day. */
async function recordSampleStatement(
  db: Deps['db'],
  member: Member,
  statement: PlacedStatement,
  now: Instant,
): Promise<void> {
  const { pageId, linkedPageId, state, approvedBy, weeks, cost, note, shownAs } = statement
  const madeAt = addSeconds(now, -statement.daysAgo * SECONDS_PER_DAY)
  const day = isoDateOf(madeAt)
  const input = { state, other: linkedPageId, approvedBy, weeks, cost, note, shownAs, day }
  await recordStatement({ db, clock: { now: () => madeAt } }, member, pageId, input)
}

/** Finds the pages that statements name. Leaves out statements whose page is missing or archived, or not linked. */
async function findPages(db: Reader, statements: readonly SampleStatement[]): Promise<readonly PlacedStatement[]> {
  const findSamplePage = samplePageFinder()
  const placed: PlacedStatement[] = []
  for (const statement of statements) {
    const page = await findSamplePage(db, statement.kind, statement.page)
    if (!page || page.archivedAt !== null) continue
    if (statement.linkedPage === null) {
      placed.push({ ...statement, pageId: page.id, linkedPageId: null })
      continue
    }
    const other = await findSamplePage(db, kinds[statement.kind].linksTo, statement.linkedPage)
    const linkedPage = (await listLinkedPages(db, page.id)).find(link => link.id === other?.id)
    if (linkedPage) placed.push({ ...statement, pageId: page.id, linkedPageId: linkedPage.id })
  }
  return placed
}

const emailOf = ({ by, person }: SampleStatement): string => `example-${person}@${by}${DOMAIN_SUFFIX}`

/**
 * Creates the invented organisations, and the members of them that make these statements. The members have no
 * passphrase, so nobody can sign in as them. Returns the members by email address.
 */
const createSampleMembers = (
  deps: Pick<Deps, 'db' | 'passphrases'>,
  statements: readonly SampleStatement[],
  now: Instant,
): Promise<ReadonlyMap<string, Member>> =>
  deps.db.transaction(async tx => {
    const organisationIds = await createInventedOrganisations(tx, now)
    const members = new Map<string, Member>()
    for (const statement of statements) {
      const email = emailOf(statement)
      if (members.has(email)) continue
      // Set by hand, not by email domain: the domain of an organisation that has ended leads to its successor.
      const organisationId = organisationIds.get(statement.by + DOMAIN_SUFFIX)!
      const account = { name: 'Example member', email, organisationId }
      members.set(email, await registerWithoutPassphrase(deps, tx, account, now))
    }
    return members
  })

/** Returns the ids of the organisations by domain. */
async function createInventedOrganisations(tx: Tx, now: Instant): Promise<ReadonlyMap<string, string>> {
  const organisations = readInventedOrganisations()
  const idByName = new Map<string, string>()
  for (const { name, kind, domain, ended } of organisations) {
    const endedOn = ended === undefined ? null : isoDateOf(addSeconds(now, -ended * SECONDS_PER_DAY))
    idByName.set(name, await upsertOrganisation(tx, { name, kind, website: null, endedOn, domains: [domain] }, now))
  }
  for (const { name, successor } of organisations) {
    if (successor !== undefined) await setSuccessor(tx, idByName.get(name)!, idByName.get(successor)!)
  }
  return new Map(organisations.map(({ name, domain }) => [domain, idByName.get(name)!]))
}
