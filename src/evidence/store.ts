import { sql } from 'kysely'
import type { ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { prepared, readInWorker, type Db, type Reader, type Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import type { Kind } from '../pages/index.js'
import {
  ORGANISATIONS_FOR_COVER,
  type PageState,
  type CountableStatement,
  type StatementState,
  type StatementKind,
  type PeopleByState,
  type Position,
} from './rules.js'

/** Pages from which on what reads across all of them is read in a worker. */
const MANY_PAGES = 2_000

async function hasManyPages(db: Reader): Promise<boolean> {
  const row = await db
    .selectFrom('page_evidence')
    .select(({ fn }) => fn.max<number | null>('seq').as('last'))
    .executeTakeFirst()
  return (row?.last ?? 0) > MANY_PAGES
}

/** The kinds of organisation of which enough have accounts that to name the kind gives none of them away. */
export async function listCoveredKinds(db: Reader): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('organisation')
    .select('kind')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('member').select('member.id').whereRef('member.organisation_id', '=', 'organisation.id')),
    )
    .groupBy('kind')
    .having(({ fn }) => fn.countAll(), '>=', ORGANISATIONS_FOR_COVER)
    .orderBy('kind')
    .execute()
  return rows.map(row => row.kind)
}

/** What it took, as far as they said: whose approval, how many weeks, how many whole pounds. */
export interface Effort {
  readonly approvedBy: string
  readonly weeks: number | null
  readonly cost: number | null
}

/** One line of the ledger. */
export interface NewStatement extends Omit<CountableStatement, 'id'>, Effort {
  readonly kind: StatementKind
  readonly pageId: string
  readonly organisationId: string
  /** The number of the solution's revision that was tried; null in a report. */
  readonly revisionNumber: number | null
  readonly note: string
}

export interface Statement extends NewStatement {
  readonly id: string
  readonly endedAt: Instant | null
  readonly memberName: string
  readonly organisationName: string
  readonly organisationKind: string
  readonly organisationSlug: string
}

interface StatementRow {
  id: string
  kind: string
  page_id: string
  organisation_id: string
  member_id: string
  state: string
  linked_page_id: string | null
  revision_number: number | null
  approved_by: string
  weeks: number | null
  cost: number | null
  note: string
  happened_on: string
  shown_as: string
  made_at: string
  ended_at: string | null
  member_name: string
  organisation_name: string
  organisation_kind: string
  organisation_slug: string
}

const statementFrom = (row: StatementRow): Statement => ({
  id: row.id,
  kind: row.kind as StatementKind,
  pageId: row.page_id,
  organisationId: row.organisation_id,
  memberId: row.member_id,
  state: row.state as StatementState,
  linkedPageId: row.linked_page_id,
  revisionNumber: row.revision_number,
  approvedBy: row.approved_by,
  weeks: row.weeks,
  cost: row.cost,
  note: row.note,
  happenedOn: row.happened_on,
  shownAs: row.shown_as as ShownAs,
  madeAt: row.made_at,
  endedAt: row.ended_at,
  memberName: row.member_name,
  organisationName: row.organisation_name,
  organisationKind: row.organisation_kind,
  organisationSlug: row.organisation_slug,
})

const selectStatements = (db: Reader) =>
  db
    .selectFrom('statement')
    .innerJoin('member', 'member.id', 'statement.member_id')
    .innerJoin('organisation', 'organisation.id', 'statement.organisation_id')
    .select([
      'statement.id',
      'statement.kind',
      'statement.page_id',
      'statement.organisation_id',
      'member_id',
      'statement.state',
      'statement.linked_page_id',
      'revision_number',
      'approved_by',
      'weeks',
      'cost',
      'note',
      'statement.happened_on',
      'statement.shown_as',
      'made_at',
      'ended_at',
      'member.name as member_name',
      'organisation.name as organisation_name',
      'organisation.kind as organisation_kind',
      'organisation.slug as organisation_slug',
    ])

/** Statements that count and may be seen: of an organisation that some of its people name, only theirs. See `countedOf`. */
const selectCounted = (db: Reader) =>
  selectStatements(db)
    .innerJoin('organisation_position', join =>
      join
        .onRef('organisation_position.page_id', '=', 'statement.page_id')
        .onRef('organisation_position.organisation_id', '=', 'statement.organisation_id'),
    )
    .where('ended_at', 'is', null)
    .where(where =>
      where.or([where('statement.shown_as', '!=', 'kind'), where('organisation_position.named_state', 'is', null)]),
    )

/** The same, of statements alone, with nobody's name. */
const selectCounting = (db: Reader) =>
  db
    .selectFrom('statement')
    .innerJoin('organisation_position', join =>
      join
        .onRef('organisation_position.page_id', '=', 'statement.page_id')
        .onRef('organisation_position.organisation_id', '=', 'statement.organisation_id'),
    )
    .where('ended_at', 'is', null)
    .where(where =>
      where.or([where('statement.shown_as', '!=', 'kind'), where('organisation_position.named_state', 'is', null)]),
    )

/** Adds a line to the ledger. Returns its id. */
export async function insertStatement(tx: Tx, made: NewStatement): Promise<string> {
  const id = newId()
  await tx
    .insertInto('statement')
    .values({
      id,
      kind: made.kind,
      page_id: made.pageId,
      organisation_id: made.organisationId,
      member_id: made.memberId,
      state: made.state,
      linked_page_id: made.linkedPageId,
      revision_number: made.revisionNumber,
      approved_by: made.approvedBy,
      weeks: made.weeks,
      cost: made.cost,
      note: made.note,
      happened_on: made.happenedOn,
      shown_as: made.shownAs,
      made_at: made.madeAt,
      ended_at: null,
      ended_how: null,
    })
    .execute()
  return id
}

/** From now on the statement counts for nothing and is shown to nobody. */
export const endStatement = (
  tx: Tx,
  id: string,
  how: 'withdrawn' | 'replaced' | 'removed',
  at: Instant,
): Promise<unknown> => tx.updateTable('statement').set({ ended_at: at, ended_how: how }).where('id', '=', id).execute()

/** @throws NotFound */
export async function getStatement(db: Reader, id: string): Promise<Statement> {
  const row = await selectStatements(db).where('statement.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('statement')
  return statementFrom(row)
}

/** What a member has said that still counts, newest first: of one page, or of all. */
export async function listOwnStatements(
  db: Reader,
  memberId: string,
  pageId: string | undefined,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null)
    .$if(pageId !== undefined, query => query.where('statement.page_id', '=', pageId ?? ''))
    .orderBy('statement.happened_on', 'desc')
    .orderBy('statement.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** What a member said of a page after an instant, and how many of their statements on it count. */
export async function findRecentStatements(
  db: Reader,
  memberId: string,
  pageId: string,
  after: Instant,
): Promise<{ readonly recent: readonly Statement[]; readonly statements: number }> {
  const rows = await selectStatements(db)
    .where('member_id', '=', memberId)
    .where('statement.page_id', '=', pageId)
    .where('ended_at', 'is', null)
    .where('made_at', '>', after)
    .execute()
  const { n } = await db
    .selectFrom('statement')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('member_id', '=', memberId)
    .where('page_id', '=', pageId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { recent: rows.map(statementFrom), statements: n }
}

/** What an organisation may be seen to say of a page now. */
export async function findNamedState(
  db: Reader,
  pageId: string,
  organisationId: string,
): Promise<StatementState | undefined> {
  const row = await db
    .selectFrom('organisation_position')
    .select('named_state')
    .where('page_id', '=', pageId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return (row?.named_state ?? undefined) as StatementState | undefined
}

/** Which of these pages a member has said something of. */
export async function listPagesWithOwnStatement(
  db: Reader,
  memberId: string,
  pageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (pageIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('statement')
    .select('page_id')
    .distinct()
    .where('member_id', '=', memberId)
    .where('page_id', 'in', [...new Set(pageIds)])
    .where('ended_at', 'is', null)
    .execute()
  return new Set(rows.map(row => row.page_id))
}

/** Of these statements, the ids of those that count for nothing now because others of their organisation do: see `countedOf`. */
export async function listUncountedIds(
  db: Reader,
  statements: readonly Pick<Statement, 'id' | 'pageId' | 'organisationId' | 'shownAs'>[],
): Promise<ReadonlySet<string>> {
  const unnamed = statements.filter(one => one.shownAs === 'kind')
  if (unnamed.length === 0) return new Set()
  const rows = await db
    .selectFrom('organisation_position')
    .select(['page_id', 'organisation_id'])
    .where('page_id', 'in', [...new Set(unnamed.map(one => one.pageId))])
    .where('named_state', 'is', null)
    .where('organisation_id', 'in', [...new Set(unnamed.map(one => one.organisationId))])
    .execute()
  return new Set(
    unnamed
      .filter(one => !rows.some(row => row.page_id === one.pageId && row.organisation_id === one.organisationId))
      .map(one => one.id),
  )
}

/** What an organisation's people say of one page, in no order. */
export async function listCountableStatements(
  db: Reader,
  pageId: string,
  organisationId: string,
): Promise<readonly CountableStatement[]> {
  const rows = await db
    .selectFrom('statement')
    .select(['id', 'member_id', 'state', 'linked_page_id', 'happened_on', 'made_at', 'shown_as'])
    .where('page_id', '=', pageId)
    .where('organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(row => ({
    id: row.id,
    memberId: row.member_id,
    state: row.state as StatementState,
    linkedPageId: row.linked_page_id,
    happenedOn: row.happened_on,
    madeAt: row.made_at,
    shownAs: row.shown_as as ShownAs,
  }))
}

/** The statements on a page that count and may be seen, newest first, after `after` (day and id). */
export async function listStatements(
  db: Reader,
  pageId: string,
  after: readonly [string, string] | undefined,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectCounted(db)
    .where('statement.page_id', '=', pageId)
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(statement.happened_on, statement.id) < (${after?.[0]}, ${after?.[1]})`),
    )
    .orderBy('statement.happened_on', 'desc')
    .orderBy('statement.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** The newest that these organisations' people say of a page, at most `each` of each organisation, newest first. */
export async function listNewestByOrganisation(
  db: Reader,
  pageId: string,
  organisationIds: readonly string[],
  each: number,
): Promise<readonly Statement[]> {
  if (organisationIds.length === 0) return []
  const newest = selectCounting(db)
    .select([
      'statement.id as newest_id',
      sql<number>`row_number() over (partition by statement.organisation_id order by statement.happened_on desc, made_at desc, statement.id desc)`.as(
        'place',
      ),
    ])
    .where('statement.page_id', '=', pageId)
    .where('statement.organisation_id', 'in', organisationIds)
  const rows = await selectStatements(db)
    .innerJoin(newest.as('newest'), 'newest.newest_id', 'statement.id')
    .where('newest.place', '<=', each)
    .orderBy('statement.happened_on', 'desc')
    .orderBy('made_at', 'desc')
    .orderBy('statement.id', 'desc')
    .execute()
  return rows.map(statementFrom)
}

/** How many statements were made on a page, and ended: see `PageEvidence.said`. */
export async function countLedgerChanges(tx: Tx, pageId: string): Promise<number> {
  const { made, ended } = await tx
    .selectFrom('statement')
    .select(({ fn }) => [fn.countAll<number>().as('made'), fn.count<number>('ended_at').as('ended')])
    .where('page_id', '=', pageId)
    .executeTakeFirstOrThrow()
  return made + ended
}

/** Statements on one page from which on what reads all of them is read in a worker. */
const MANY_STATEMENTS = 1_000

/**
 * What each organisation said of a page month by month, the newest of each month, in no order; without a name.
 * @param said `PageEvidence.said`.
 */
export async function listMonthlyPositions(
  db: Db,
  pageId: string,
  ledgerChanges: number,
): Promise<
  readonly {
    readonly organisationId: string
    readonly state: StatementState
    readonly happenedOn: string
    readonly id: string
    readonly madeAt: Instant
  }[]
> {
  const newest = selectCounting(db)
    .select([
      'statement.id',
      'statement.organisation_id',
      'statement.state',
      'statement.happened_on',
      'made_at',
      sql<number>`row_number() over (partition by statement.organisation_id, substr(statement.happened_on, 1, 7) order by statement.happened_on desc, made_at desc, statement.id desc)`.as(
        'place',
      ),
    ])
    .where('statement.page_id', '=', pageId)
  const rows = await readInWorker(
    db,
    ledgerChanges > MANY_STATEMENTS,
    db
      .selectFrom(newest.as('newest'))
      .select(['id', 'organisation_id', 'state', 'happened_on', 'made_at'])
      .where('place', '=', 1),
  )
  return rows.map(row => ({
    organisationId: row.organisation_id,
    state: row.state as StatementState,
    happenedOn: row.happened_on,
    id: row.id,
    madeAt: row.made_at,
  }))
}

/** What an organisation itself may be seen to say, with every page it said it of, newest first. */
export async function listNamedStatements(
  db: Reader,
  organisationId: string,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .innerJoin('page', 'page.id', 'statement.page_id')
    .where('statement.organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .where('statement.shown_as', '!=', 'kind')
    .where('page.archived_at', 'is', null)
    .orderBy('statement.happened_on', 'desc')
    .orderBy('statement.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** Writes what an organisation says of a page now, and whether it may be named beside it; nothing where it says nothing. */
export async function savePosition(
  tx: Tx,
  pageId: string,
  organisationId: string,
  word: Position | undefined,
  isNamed: boolean,
): Promise<void> {
  if (!word) {
    await tx
      .deleteFrom('organisation_position')
      .where('page_id', '=', pageId)
      .where('organisation_id', '=', organisationId)
      .execute()
    return
  }
  const row = {
    state: word.state,
    linked_page_id: word.linkedPageId,
    happened_on: word.happenedOn,
    since: word.since,
    people: word.people,
    people_by_state: JSON.stringify(word.peopleByState),
    named_state: isNamed ? word.state : null,
  }
  await tx
    .insertInto('organisation_position')
    .values({ page_id: pageId, organisation_id: organisationId, ...row })
    .onConflict(conflict => conflict.columns(['page_id', 'organisation_id']).doUpdateSet(row))
    .execute()
}

export interface OrganisationPosition {
  readonly organisationId: string
  readonly organisationKind: string
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  readonly since: Instant
  readonly people: number
  readonly peopleByState: PeopleByState
}

/** What each organisation says of a page now, newest word first; all of them without a limit. */
export async function listPositions(
  db: Reader,
  pageId: string,
  limit?: number,
): Promise<readonly OrganisationPosition[]> {
  const rows = await db
    .selectFrom('organisation_position')
    .innerJoin('organisation', 'organisation.id', 'organisation_id')
    .select([
      'organisation_id',
      'organisation.kind',
      'state',
      'linked_page_id',
      'happened_on',
      'since',
      'people',
      'people_by_state',
    ])
    .where('page_id', '=', pageId)
    .orderBy('happened_on', 'desc')
    .orderBy('organisation_id', 'desc')
    .$if(limit !== undefined, query => query.limit(limit ?? 0))
    .execute()
  return rows.map(row => ({
    organisationId: row.organisation_id,
    organisationKind: row.kind,
    state: row.state as StatementState,
    linkedPageId: row.linked_page_id,
    happenedOn: row.happened_on,
    since: row.since,
    people: row.people,
    peopleByState: JSON.parse(row.people_by_state) as PeopleByState,
  }))
}

/** How many organisations of each kind say what of these pages, as far as their kind may be told; `kind` is null where it may not. */
export interface KindCount {
  readonly pageId: string
  readonly kind: string | null
  readonly state: StatementState
  readonly organisations: number
}

/**
 * Counts by kind. An organisation counts under its kind where it may be named, or its kind is covered; else as of no kind
 * that is told. `but` is an organisation that is left out where it is named: unnamed it counts even for its own people,
 * as the difference would tell them what a colleague said.
 */
export async function countByKind(
  db: Reader,
  pageIds: readonly string[],
  coveredKinds: readonly string[],
  but?: { readonly id: string },
): Promise<readonly KindCount[]> {
  if (pageIds.length === 0) return []
  const rows = await selectKindCounts(db, pageIds, but).execute()
  return mergedCounts(rows, coveredKinds)
}

/** The same for many pages at once, that much may have been said of. */
export async function countManyByKind(
  db: Db,
  pageIds: readonly string[],
  coveredKinds: readonly string[],
): Promise<readonly KindCount[]> {
  if (pageIds.length === 0) return []
  return mergedCounts(
    await readInWorker(db, await hasManyPages(db), selectKindCounts(db, pageIds, undefined)),
    coveredKinds,
  )
}

const selectKindCounts = (db: Reader, pageIds: readonly string[], but: { readonly id: string } | undefined) =>
  db
    .selectFrom('organisation_position')
    .innerJoin('organisation', 'organisation.id', 'organisation_id')
    .select([
      'page_id',
      'organisation.kind',
      'state',
      'named_state',
      ({ fn }) => fn.countAll<number>().as('organisations'),
    ])
    .where('page_id', 'in', [...new Set(pageIds)])
    .$if(but !== undefined, query =>
      query.where(where => where.or([where('organisation_id', '!=', but?.id ?? ''), where('named_state', 'is', null)])),
    )
    .groupBy(['page_id', 'organisation.kind', 'state', 'named_state'])

interface CountRow {
  page_id: string
  kind: string
  state: string
  named_state: string | null
  organisations: number
}

function mergedCounts(rows: readonly CountRow[], coveredKinds: readonly string[]): readonly KindCount[] {
  const counts = new Map<string, KindCount>()
  for (const row of rows) {
    const kind = row.named_state !== null || coveredKinds.includes(row.kind) ? row.kind : null
    const key = `${row.page_id} ${kind} ${row.state}`
    counts.set(key, {
      pageId: row.page_id,
      kind,
      state: row.state as StatementState,
      organisations: (counts.get(key)?.organisations ?? 0) + row.organisations,
    })
  }
  return [...counts.values()]
}

/** What all organisations together say of a page. */
export interface PageEvidence {
  readonly pageId: string
  readonly state: PageState
  readonly organisations: number
  readonly people: number
  /** How many got past it (a barrier); at how many it worked (a solution). */
  readonly resolvedCount: number
  /** How many organisations say what. */
  readonly organisationsByState: Readonly<Partial<Record<StatementState, number>>>
  /** In millionths. */
  readonly proofScore: number
  readonly newestOn: string | null
  readonly provenSince: Instant | null
  /**
   * How many statements were made on it, and how many ended, together. The ledger only grows and what has ended stays so:
   * while this number is the same, so is all that is derived from it.
   */
  readonly ledgerChanges: number
}

const evidenceColumns = [
  'page_id',
  'state',
  'organisations',
  'people',
  'resolved_count',
  'organisations_by_state',
  'proof_score',
  'newest_on',
  'proven_since',
  'ledger_changes',
] as const

interface EvidenceRow {
  page_id: string
  state: string
  organisations: number
  people: number
  resolved_count: number
  organisations_by_state: string
  proof_score: number
  newest_on: string | null
  proven_since: string | null
  ledger_changes: number
}

const evidenceFrom = (row: EvidenceRow): PageEvidence => ({
  pageId: row.page_id,
  state: row.state as PageState,
  organisations: row.organisations,
  people: row.people,
  resolvedCount: row.resolved_count,
  organisationsByState: JSON.parse(row.organisations_by_state) as PageEvidence['organisationsByState'],
  proofScore: row.proof_score,
  newestOn: row.newest_on,
  provenSince: row.proven_since,
  ledgerChanges: row.ledger_changes,
})

const readEvidence = prepared((db, id: string) =>
  db.selectFrom('page_evidence').select(evidenceColumns).where('page_id', '=', id),
)

/** @throws NotFound where there is no such page. */
export async function getPageEvidence(db: Reader, pageId: string): Promise<PageEvidence> {
  const [row] = await readEvidence(db, pageId)
  if (!row) throw new NotFound()
  return evidenceFrom(row)
}

/** The evidence of each of these pages, by page. */
export async function listPageEvidence(
  db: Reader,
  pageIds: readonly string[],
): Promise<ReadonlyMap<string, PageEvidence>> {
  if (pageIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('page_evidence')
    .select(evidenceColumns)
    .where('page_id', 'in', [...new Set(pageIds)])
    .execute()
  return new Map(rows.map(row => [row.page_id, evidenceFrom(row)]))
}

export async function savePageEvidence(tx: Tx, seq: number, evidence: PageEvidence): Promise<void> {
  const row = {
    state: evidence.state,
    organisations: evidence.organisations,
    people: evidence.people,
    resolved_count: evidence.resolvedCount,
    organisations_by_state: JSON.stringify(evidence.organisationsByState),
    proof_score: evidence.proofScore,
    newest_on: evidence.newestOn,
    proven_since: evidence.provenSince,
    ledger_changes: evidence.ledgerChanges,
  }
  await tx
    .insertInto('page_evidence')
    .values({ seq, page_id: evidence.pageId, ...row })
    .onConflict(conflict => conflict.column('page_id').doUpdateSet({ seq, ...row }))
    .execute()
}

export interface AuthoredPage {
  readonly id: string
  readonly seq: number
  readonly kind: Kind
  /** The organisation of whoever wrote its first revision. */
  readonly authorOrganisationId: string | null
}

/** @throws NotFound */
export async function getAuthoredPage(db: Reader, pageId: string): Promise<AuthoredPage> {
  const row = await db
    .selectFrom('page')
    .leftJoin('revision', join => join.onRef('revision.page_id', '=', 'page.id').on('revision.number', '=', 1))
    .select(['page.id', 'page.seq', 'page.kind', 'revision.organisation_id'])
    .where('page.id', '=', pageId)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return { id: row.id, seq: row.seq, kind: row.kind as Kind, authorOrganisationId: row.organisation_id }
}

/** The organisations that said something of a page, whether it counts or not. */
export async function listOrganisationsWithStatements(db: Reader, pageId: string): Promise<readonly string[]> {
  const said = await db
    .selectFrom('statement')
    .select('organisation_id')
    .distinct()
    .where('page_id', '=', pageId)
    .execute()
  const standing = await db
    .selectFrom('organisation_position')
    .select('organisation_id')
    .where('page_id', '=', pageId)
    .execute()
  return [...new Set([...said, ...standing].map(row => row.organisation_id))]
}

/** The derived rows of a page as they stand, for comparison. */
export async function evidenceRows(db: Reader, pageId: string): Promise<unknown> {
  const standings = await db
    .selectFrom('organisation_position')
    .selectAll()
    .where('page_id', '=', pageId)
    .orderBy('organisation_id')
    .execute()
  const summary = await db.selectFrom('page_evidence').selectAll().where('page_id', '=', pageId).executeTakeFirst()
  return { standings, summary }
}

/** How many barriers an organisation may be seen to have faced and got past, and how many solutions it tried. */
export interface OrganisationCount {
  readonly organisationId: string
  readonly faced: number
  readonly resolved: number
  readonly tried: number
}

/** What each organisation may be seen to have said, counted. */
export async function countByOrganisation(db: Db): Promise<ReadonlyMap<string, OrganisationCount>> {
  const rows = await readInWorker(
    db,
    await hasManyPages(db),
    db
      .selectFrom('organisation_position')
      .innerJoin('page', 'page.id', 'page_id')
      .select(['organisation_id', 'page.kind', 'named_state', ({ fn }) => fn.countAll<number>().as('pages')])
      .where('named_state', 'is not', null)
      .where('page.archived_at', 'is', null)
      .groupBy(['organisation_id', 'page.kind', 'named_state']),
  )
  const counts = new Map<string, OrganisationCount>()
  for (const row of rows) {
    const known = counts.get(row.organisation_id) ?? {
      organisationId: row.organisation_id,
      faced: 0,
      resolved: 0,
      tried: 0,
    }
    const isBarrier = row.kind === 'barrier'
    counts.set(row.organisation_id, {
      ...known,
      faced: known.faced + (isBarrier ? row.pages : 0),
      tried: known.tried + (isBarrier ? 0 : row.pages),
      resolved:
        known.resolved + (row.named_state === 'worked-around' || row.named_state === 'overcome' ? row.pages : 0),
    })
  }
  return counts
}

export interface NamedPosition {
  readonly pageId: string
  readonly kind: Kind
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  readonly people: number
}

/** What an organisation may be seen to say of each page now, newest first. */
export async function listNamedPositions(
  db: Reader,
  organisationId: string,
  limit: number,
): Promise<readonly NamedPosition[]> {
  const rows = await db
    .selectFrom('organisation_position')
    .innerJoin('page', 'page.id', 'page_id')
    .select(['page_id', 'page.kind', 'state', 'linked_page_id', 'happened_on', 'people'])
    .where('organisation_id', '=', organisationId)
    .where('named_state', 'is not', null)
    .where('page.archived_at', 'is', null)
    .orderBy('happened_on', 'desc')
    .orderBy('page_id')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    pageId: row.page_id,
    kind: row.kind as Kind,
    state: row.state as StatementState,
    linkedPageId: row.linked_page_id,
    happenedOn: row.happened_on,
    people: row.people,
  }))
}

/** Barriers that organisations of a kind got past, as far as their kind may be told, with how many did, most first. */
export async function listResolvedByKind(
  db: Db,
  kind: string,
  isCovered: boolean,
  limit: number,
): Promise<readonly { readonly pageId: string; readonly organisations: number }[]> {
  const rows = await readInWorker(
    db,
    await hasManyPages(db),
    db
      .selectFrom('organisation_position')
      .innerJoin('organisation', 'organisation.id', 'organisation_id')
      .innerJoin('page', 'page.id', 'page_id')
      .select(['page_id', ({ fn }) => fn.countAll<number>().as('organisations')])
      .where('organisation.kind', '=', kind)
      .where('page.kind', '=', 'barrier')
      .where('page.archived_at', 'is', null)
      .where('state', 'in', ['worked-around', 'overcome'])
      .$if(!isCovered, query => query.where('named_state', 'is not', null))
      .groupBy('page_id')
      .orderBy('organisations', 'desc')
      .orderBy('page_id')
      .limit(limit),
  )
  return rows.map(row => ({ pageId: row.page_id, organisations: row.organisations }))
}

/** How many organisations reported each barrier since an instant, most first. */
export async function listMostFaced(
  db: Reader,
  since: Instant,
  limit: number,
): Promise<readonly { readonly pageId: string; readonly organisations: number }[]> {
  const rows = await selectCounting(db)
    .innerJoin('page', 'page.id', 'statement.page_id')
    .select(['statement.page_id', sql<number>`count(distinct statement.organisation_id)`.as('organisations')])
    .where('statement.kind', '=', 'report')
    .where('made_at', '>=', since)
    .where('page.archived_at', 'is', null)
    .groupBy('statement.page_id')
    .orderBy('organisations', 'desc')
    .orderBy('statement.page_id')
    .limit(limit)
    .execute()
  return rows.map(row => ({ pageId: row.page_id, organisations: row.organisations }))
}

/** The solutions that came to be proven last, newest first. */
export async function listNewlyProven(db: Reader, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('proven_since', 'is not', null)
    .where('page.archived_at', 'is', null)
    .orderBy('proven_since', 'desc')
    .orderBy('page_id')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}

/** Barriers for which nothing has worked yet, those that most organisations faced first. */
export async function listWaitingBarriers(db: Reader, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('state', '=', 'waiting')
    .where('page.archived_at', 'is', null)
    .orderBy('organisations', 'desc')
    .orderBy('page_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}

/** For each of these solutions, what it took where it worked last, if anybody said: at organisations that still say that it worked. */
export async function listEfforts(db: Reader, pageIds: readonly string[]): Promise<ReadonlyMap<string, Effort>> {
  if (pageIds.length === 0) return new Map()
  const newest = selectCounted(db)
    .select(
      sql<number>`row_number() over (partition by statement.page_id order by statement.happened_on desc, made_at desc, statement.id desc)`.as(
        'place',
      ),
    )
    .where('statement.page_id', 'in', [...new Set(pageIds)])
    .where('statement.state', '=', 'worked')
    .where('organisation_position.state', '=', 'worked')
    .where(where =>
      where.or([where('approved_by', '!=', ''), where('weeks', 'is not', null), where('cost', 'is not', null)]),
    )
  const rows = await db
    .selectFrom(newest.as('newest'))
    .select(['page_id', 'approved_by', 'weeks', 'cost'])
    .where('place', '=', 1)
    .execute()
  return new Map(rows.map(row => [row.page_id, { approvedBy: row.approved_by, weeks: row.weeks, cost: row.cost }]))
}

/** Old reports of a member, the newest of each barrier, oldest first: what has been said again since is not asked about. */
export async function listAgeingReports(
  db: Reader,
  memberId: string,
  before: string,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .innerJoin('page', 'page.id', 'statement.page_id')
    .where('member_id', '=', memberId)
    .where('statement.kind', '=', 'report')
    .where('ended_at', 'is', null)
    .where('statement.happened_on', '<', before)
    .where('page.archived_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('statement as newer')
            .select('newer.id')
            .whereRef('newer.member_id', '=', 'statement.member_id')
            .whereRef('newer.page_id', '=', 'statement.page_id')
            .where('newer.ended_at', 'is', null)
            .where(
              sql<boolean>`(newer.happened_on, newer.made_at, newer.id) > (statement.happened_on, statement.made_at, statement.id)`,
            ),
        ),
      ),
    )
    .orderBy('statement.happened_on')
    .orderBy('statement.id')
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** The barriers in lists that somebody faced, most organisations first, after `after` (how many, and the page). */
export async function listFacedBarriers(
  db: Reader,
  theme: string | undefined,
  after: readonly [number, string] | undefined,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('organisations', '>', 0)
    .where('page.kind', '=', 'barrier')
    .where('page.archived_at', 'is', null)
    .$if(theme !== undefined, query => query.where('page.theme', '=', theme ?? ''))
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(organisations, page_id) < (${after?.[0]}, ${after?.[1]})`),
    )
    .orderBy('organisations', 'desc')
    .orderBy('page_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}
