import { sql } from 'kysely'
import type { ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { keysetPage, readInWorker, type Db, type Reader, type Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { paged, type Paged, type Paging } from '../platform/paging.js'
import { UNNAMED, type CountableStatement } from './positions.js'
import { statementCursor, statementOrder, type StatementCursor } from './statement-order.js'
import type { StatementKind, StatementState } from './states.js'

/** What a solution needed, as far as it was reported. */
export interface Effort {
  /** A role or a team. Empty if not reported. */
  readonly approvedBy: string
  readonly weeks: number | null
  /** Whole pounds. */
  readonly cost: number | null
}

/** A statement that is about to be recorded. */
export interface NewStatement extends Omit<CountableStatement, 'id'>, Effort {
  readonly kind: StatementKind
  readonly pageId: string
  readonly organisationId: string
  /** The number of the solution's revision that was tried; null in a report. */
  readonly revisionNumber: number | null
  readonly note: string
}

/** A recorded statement, with the names of its author and organisation. */
export interface Statement extends NewStatement {
  readonly id: string
  readonly ended: EndOfStatement | null
  readonly memberName: string
  readonly organisationName: string
  readonly organisationKind: string
  readonly organisationSlug: string
}

/** How a statement ended: its author withdrew it or corrected it, or a moderator removed it. */
export type StatementEnding = 'withdrawn' | 'replaced' | 'removed'

/** When and how a statement ended. */
export interface EndOfStatement {
  readonly at: Instant
  readonly how: StatementEnding
}

/** A statement that has ended. */
export type EndedStatement = Statement & { readonly ended: EndOfStatement }

/** Whether a statement has ended. */
export const hasEnded = (statement: Statement): statement is EndedStatement => statement.ended !== null

/** A statement with the names of its author and organisation. */
const statementColumns = [
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
  'ended_how',
  'member.name as member_name',
  'organisation.name as organisation_name',
  'organisation.kind as organisation_kind',
  'organisation.slug as organisation_slug',
] as const

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
  ended_how: string | null
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
  ended: row.ended_at === null ? null : { at: row.ended_at, how: row.ended_how as StatementEnding },
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
    .select(statementColumns)

/** `namesOrganisation` as SQL. */
const namesOrganisation = sql<boolean>`statement.shown_as <> ${UNNAMED}`

/**
 * The statements that count, with the position of their organisation: `publiclyCountable` as SQL. A position has a
 * `named_state` when a statement names the organisation, and then the unnamed ones do not count. Nor do they on a
 * solution that the organisation wrote: if none there names it, it has no position, so the join leaves them out.
 */
const selectCounted = (db: Reader) =>
  db
    .selectFrom('statement')
    .innerJoin('organisation_position', join =>
      join
        .onRef('organisation_position.page_id', '=', 'statement.page_id')
        .onRef('organisation_position.organisation_id', '=', 'statement.organisation_id'),
    )
    .where('ended_at', 'is', null)
    .where(where => where.or([namesOrganisation, where('organisation_position.named_state', 'is', null)]))

/** The statements that count, with the names of their authors and organisations. */
const selectCountedStatements = (db: Reader) =>
  selectCounted(db)
    .innerJoin('member', 'member.id', 'statement.member_id')
    .innerJoin('organisation', 'organisation.id', 'statement.organisation_id')
    .select(statementColumns)

/** The columns of `statementOrder`. */
const orderColumns = { happenedOn: 'happened_on', madeAt: 'made_at', id: 'id' } as const

/** What a table of statements is sorted by: `statementOrder` as SQL. The index `statement_newest` has the same order. */
const orderOf = (table: string): readonly string[] => statementOrder.map(field => `${table}.${orderColumns[field]}`)

const oldestFirst = sql.join(orderOf('statement').map(column => sql.ref(column)))
const newestFirst = sql.join(orderOf('statement').map(column => sql`${sql.ref(column)} desc`))

/** Whether the statement of one table is newer than that of another. */
const isNewer = (table: string, than: string) =>
  sql<boolean>`(${sql.join(orderOf(table).map(column => sql.ref(column)))}) >
    (${sql.join(orderOf(than).map(column => sql.ref(column)))})`

/** Numbers the statements in each `group` of rows from 1, newest first. */
const newestFirstIn = (group: string) =>
  sql<number>`row_number() over (partition by ${sql.raw(group)} order by ${newestFirst})`

/** Adds a statement to the ledger. Returns its id. */
export async function insertStatement(tx: Tx, statement: NewStatement): Promise<string> {
  const id = newId()
  await tx
    .insertInto('statement')
    .values({
      id,
      kind: statement.kind,
      page_id: statement.pageId,
      organisation_id: statement.organisationId,
      member_id: statement.memberId,
      state: statement.state,
      linked_page_id: statement.linkedPageId,
      revision_number: statement.revisionNumber,
      approved_by: statement.approvedBy,
      weeks: statement.weeks,
      cost: statement.cost,
      note: statement.note,
      happened_on: statement.happenedOn,
      shown_as: statement.shownAs,
      made_at: statement.madeAt,
      ended_at: null,
      ended_how: null,
    })
    .execute()
  return id
}

/** Marks a statement as ended: it no longer counts and nobody sees it. */
export async function endStatement(tx: Tx, id: string, how: StatementEnding, at: Instant): Promise<void> {
  await tx.updateTable('statement').set({ ended_at: at, ended_how: how }).where('id', '=', id).execute()
}

/** @throws NotFound */
export async function getStatement(db: Reader, id: string): Promise<Statement> {
  const row = await selectStatements(db).where('statement.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such statement.')
  return statementFrom(row)
}

/** The statements of a member that have not ended, newest first, on one page or on all pages. */
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
    .orderBy(newestFirst)
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** A member's statements on a page that were made after `since` and have not ended. */
export async function listRecentStatements(
  db: Reader,
  memberId: string,
  pageId: string,
  since: Instant,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .where('member_id', '=', memberId)
    .where('statement.page_id', '=', pageId)
    .where('ended_at', 'is', null)
    .where('made_at', '>', since)
    .execute()
  return rows.map(statementFrom)
}

/** The number of a member's statements on a page that have not ended. */
export async function countOwnStatements(db: Reader, memberId: string, pageId: string): Promise<number> {
  const row = await db
    .selectFrom('statement')
    .select(({ fn }) => fn.countAll<number>().as('statements'))
    .where('member_id', '=', memberId)
    .where('page_id', '=', pageId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.statements
}

/** Those of these pages on which a member has a statement that has not ended, by id. */
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

/** The ids of those of these statements that have not ended and yet do not count: see `publiclyCountable`. */
export async function listUncountedIds(
  db: Reader,
  statements: readonly Pick<Statement, 'id'>[],
): Promise<ReadonlySet<string>> {
  if (statements.length === 0) return new Set()
  const ids = statements.map(statement => statement.id)
  const rows = await db
    .selectFrom('statement')
    .select('id')
    .where('id', 'in', ids)
    .where('ended_at', 'is', null)
    .where('id', 'not in', selectCounted(db).select('statement.id').where('statement.id', 'in', ids))
    .execute()
  return new Set(rows.map(row => row.id))
}

/** An organisation's statements on one page that have not ended, in no order. */
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

/** The statements on a page that count, newest first. */
export async function listStatements(
  db: Reader,
  pageId: string,
  paging: Paging<StatementCursor>,
): Promise<Paged<Statement, StatementCursor>> {
  const rows = await selectCountedStatements(db)
    .where('statement.page_id', '=', pageId)
    .$call(keysetPage(orderOf('statement'), 'desc', paging))
    .execute()
  return paged(rows.map(statementFrom), paging, statementCursor)
}

/** The newest statements on a page that count, at most `each` for each of these organisations, newest first. */
export async function listNewestByOrganisation(
  db: Reader,
  pageId: string,
  organisationIds: readonly string[],
  each: number,
): Promise<readonly Statement[]> {
  if (organisationIds.length === 0) return []
  const newest = selectCounted(db)
    .select(['statement.id as newest_id', newestFirstIn('statement.organisation_id').as('place')])
    .where('statement.page_id', '=', pageId)
    .where('statement.organisation_id', 'in', organisationIds)
  const rows = await selectStatements(db)
    .innerJoin(newest.as('newest'), 'newest.newest_id', 'statement.id')
    .where('newest.place', '<=', each)
    .orderBy(newestFirst)
    .execute()
  return rows.map(statementFrom)
}

/** The number of statements made on a page plus the number that ended: see `PageEvidence.ledgerChanges`. */
export async function countLedgerChanges(tx: Tx, pageId: string): Promise<number> {
  const { made, ended } = await tx
    .selectFrom('statement')
    .select(({ fn }) => [fn.countAll<number>().as('made'), fn.count<number>('ended_at').as('ended')])
    .where('page_id', '=', pageId)
    .executeTakeFirstOrThrow()
  return made + ended
}

/** With more changes than this in a page's ledger, a worker reads it: it would hold the event loop. */
const MAX_CHANGES_READ_HERE = 1_000

/** The newest statement of an organisation in one month. */
export interface MonthlyStatement {
  readonly id: string
  readonly organisationId: string
  readonly state: StatementState
  readonly happenedOn: string
  readonly madeAt: Instant
}

/** The newest statement that counts on a page of each organisation in each month, in no order. */
export async function listMonthlyStatements(
  db: Db,
  pageId: string,
  ledgerChanges: number,
): Promise<readonly MonthlyStatement[]> {
  const newest = selectCounted(db)
    .select([
      'statement.id',
      'statement.organisation_id',
      'statement.state',
      'statement.happened_on',
      'made_at',
      newestFirstIn('statement.organisation_id, substr(statement.happened_on, 1, 7)').as('place'),
    ])
    .where('statement.page_id', '=', pageId)
  const query = db
    .selectFrom(newest.as('newest'))
    .select(['id', 'organisation_id', 'state', 'happened_on', 'made_at'])
    .where('place', '=', 1)
  const rows = await readInWorker(db, ledgerChanges > MAX_CHANGES_READ_HERE, query)
  return rows.map(row => ({
    id: row.id,
    organisationId: row.organisation_id,
    state: row.state as StatementState,
    happenedOn: row.happened_on,
    madeAt: row.made_at,
  }))
}

/** The reports and trials of an organisation that name it, on all pages that are not archived, newest first. */
export async function listNamedStatements(
  db: Reader,
  organisationId: string,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .innerJoin('page', 'page.id', 'statement.page_id')
    .where('statement.organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .where(namesOrganisation)
    .where('page.archived_at', 'is', null)
    .orderBy(newestFirst)
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}

/** The ids of the organisations that made a statement on a page, whether or not it counts. */
export async function listOrganisationsWithStatements(db: Reader, pageId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('statement')
    .select('organisation_id')
    .distinct()
    .where('page_id', '=', pageId)
    .execute()
  return rows.map(row => row.organisation_id)
}

/** A page, and the number of organisations counted on it. */
export interface OrganisationsOnPage {
  readonly pageId: string
  readonly organisations: number
}

/** The barriers that most organisations reported since an instant. Archived pages are left out. */
export async function listMostFaced(
  db: Reader,
  since: Instant,
  limit: number,
): Promise<readonly OrganisationsOnPage[]> {
  const rows = await selectCounted(db)
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

/**
 * What each of these solutions needed, by page id: the newest trial that reports it, at an organisation where the solution
 * still works. Solutions without such a trial are left out.
 */
export async function listEfforts(db: Reader, pageIds: readonly string[]): Promise<ReadonlyMap<string, Effort>> {
  if (pageIds.length === 0) return new Map()
  const newest = selectCounted(db)
    .select(['statement.page_id', 'approved_by', 'weeks', 'cost', newestFirstIn('statement.page_id').as('place')])
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

/**
 * A member's reports that are about a day before `before`, oldest first. Only the newest report on each barrier is
 * considered. Archived pages are left out.
 */
export async function listOldReports(
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
            .where(isNewer('newer', 'statement')),
        ),
      ),
    )
    .orderBy(oldestFirst)
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
}
