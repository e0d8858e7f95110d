import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  organisationKinds,
  upsertOrganisation,
  registerWithoutPassphrase,
  setSuccessor,
  shownAsOptions,
  type Member,
} from '../accounts/index.js'
import { recordStatement, type StatementInput } from '../evidence/index.js'
import { findPage, listLinkedPages, type Kind } from '../pages/index.js'
import { addSeconds, type Instant } from '../platform/clock.js'
import { isoDateOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { projectRoot } from '../platform/paths.js'
import type { Progress } from '../platform/progress.js'
import { hasStatements } from './store.js'

const read = (file: string): unknown => parse(readFileSync(join(projectRoot, 'src/sample', file), 'utf8'))

/** Notes are read in lists, one below the other. */
const LONGEST_SAMPLE_NOTE = 200

const SECONDS_A_DAY = 86_400

/** The domains of organisations that do not exist end in this: RFC 2606 keeps it for examples. */
const ENDING = '.example'

const organisationsShape = z.array(
  z.strictObject({
    name: z.string(),
    kind: z.enum(Object.keys(organisationKinds)),
    domain: z.string().endsWith(ENDING),
    /** So many days ago. */
    ended: z.int().positive().optional(),
    successor: z.string().optional(),
  }),
)

/** Who says it, when, how it is shown: the same of a barrier and of a solution. */
const saying = {
  /** The organisation, by its domain without the ending. */
  by: z.string(),
  person: z.int().positive().default(1),
  days: z.int().positive(),
  shown: z.enum(shownAsOptions).default('organisation'),
  note: z.string().max(LONGEST_SAMPLE_NOTE).default(''),
}

const evidenceShape = z.strictObject({
  barriers: z.record(
    z.string(),
    z.array(
      z.strictObject({
        ...saying,
        says: z.enum(['facing', 'worked-around', 'overcome', 'came-back']),
        with: z.string().optional(),
      }),
    ),
  ),
  solutions: z.record(
    z.string(),
    z.array(
      z.strictObject({
        ...saying,
        says: z.enum(['worked', 'in-part', 'failed', 'not-allowed']),
        against: z.string().optional(),
        approval: z.string().default(''),
        weeks: z.int().nonnegative().nullable().default(null),
        cost: z.int().nonnegative().nullable().default(null),
      }),
    ),
  ),
})

export interface SampleStatement extends Omit<StatementInput, 'other' | 'day'> {
  readonly kind: Kind
  /** The page it is about, and the linked one that it names, by their addresses. */
  readonly page: string
  readonly otherPage: string | null
  /** The organisation's domain without its ending, and which of its people. */
  readonly by: string
  readonly person: number
  readonly daysAgo: number
}

/** The invented organisations that speak in the sample evidence. */
export const readInventedOrganisations = (): z.output<typeof organisationsShape> =>
  organisationsShape.parse(read('invented-organisations.yaml'))

/** The sample evidence, oldest first. */
export function readSampleEvidence(): readonly SampleStatement[] {
  const { barriers, solutions } = evidenceShape.parse(read('evidence.yaml'))
  const reports = Object.entries(barriers).flatMap(([page, said]) =>
    said.map(one => ({
      kind: 'barrier' as const,
      page,
      otherPage: one.with ?? null,
      by: one.by,
      person: one.person,
      daysAgo: one.days,
      state: one.says,
      approvedBy: '',
      weeks: null,
      cost: null,
      note: one.note,
      shownAs: one.shown,
    })),
  )
  const trials = Object.entries(solutions).flatMap(([page, said]) =>
    said.map(one => ({
      kind: 'solution' as const,
      page,
      otherPage: one.against ?? null,
      by: one.by,
      person: one.person,
      daysAgo: one.days,
      state: one.says,
      approvedBy: one.approval,
      weeks: one.weeks,
      cost: one.cost,
      note: one.note,
      shownAs: one.shown,
    })),
  )
  return [...reports, ...trials].sort((a, b) => b.daysAgo - a.daysAgo)
}

interface Placed extends SampleStatement {
  readonly pageId: string
  readonly otherId: string | null
}

/**
 * Adds the sample evidence, through the same command as a member's own words, each as of its own day. Where anything
 * was ever stated here it adds nothing; what speaks of a page or a link that is not there is left out. Returns how many
 * statements were added.
 */
export async function loadSampleEvidence(
  deps: Pick<Deps, 'db' | 'clock' | 'passphrases'>,
  progress: Progress = () => {},
): Promise<number> {
  const { db, clock } = deps
  if (await hasStatements(db)) return 0
  const statements = await placed(db, readSampleEvidence())
  if (statements.length === 0) return 0
  const now = clock.now()
  const members = await putSpeakers(deps, statements, now)
  for (const [at, one] of statements.entries()) {
    const madeAt = addSeconds(now, -one.daysAgo * SECONDS_A_DAY)
    const { approvedBy, weeks, cost, note, shownAs } = one
    await recordStatement({ db, clock: { now: () => madeAt } }, members.get(emailOf(one))!, one.pageId, {
      state: one.state,
      other: one.otherId,
      approvedBy,
      weeks,
      cost,
      note,
      shownAs,
      day: isoDateOf(madeAt),
    })
    progress(at + 1, statements.length)
  }
  return statements.length
}

/** Those whose page is here, and linked to the one they name. */
async function placed(db: Deps['db'], statements: readonly SampleStatement[]): Promise<readonly Placed[]> {
  const found: Placed[] = []
  for (const one of statements) {
    const page = await findPage(db, one.kind, one.page)
    if (!page || page.archivedAt !== null) continue
    const other =
      one.otherPage === null
        ? undefined
        : (await listLinkedPages(db, page.id)).find(linked => linked.slug === one.otherPage)
    if (one.otherPage === null || other) found.push({ ...one, pageId: page.id, otherId: other?.id ?? null })
  }
  return found
}

const emailOf = ({ by, person }: Pick<SampleStatement, 'by' | 'person'>): string => `example-${person}@${by}${ENDING}`

/** The invented organisations, and the email addresses of their staff. Nobody can sign in as these people. */
const putSpeakers = (
  deps: Pick<Deps, 'db' | 'passphrases'>,
  statements: readonly SampleStatement[],
  now: Instant,
): Promise<ReadonlyMap<string, Member>> =>
  deps.db.transaction(async tx => {
    const organisations = readInventedOrganisations()
    const ids = new Map<string, string>()
    for (const { name, kind, domain, ended } of organisations) {
      const endedOn = ended === undefined ? null : isoDateOf(addSeconds(now, -ended * SECONDS_A_DAY))
      ids.set(name, await upsertOrganisation(tx, { name, kind, website: null, endedOn, domains: [domain] }, now))
    }
    for (const { name, successor } of organisations)
      if (successor !== undefined) await setSuccessor(tx, ids.get(name)!, ids.get(successor)!)
    const members = new Map<string, Member>()
    for (const one of statements) {
      const email = emailOf(one)
      if (members.has(email)) continue
      const { name } = organisations.find(organisation => organisation.domain === one.by + ENDING)!
      // Named rather than found by the address: an ended organisation's people spoke for it, not for its successor.
      members.set(
        email,
        await registerWithoutPassphrase(
          deps,
          tx,
          { name: 'Example member', email, organisationId: ids.get(name)! },
          now,
        ),
      )
    }
    return members
  })
