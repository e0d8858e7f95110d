import { sql } from 'kysely'
import type { Instant } from '../platform/clock.js'
import { keysetPage, readInWorker, type Db, type Reader } from '../platform/database/index.js'
import { paged, type Paged, type Paging } from '../platform/paging.js'
import { statementCursor, type StatementCursor } from './statement-order.js'
import {
  namesOrganisation,
  newestFirst,
  newestFirstIn,
  orderOf,
  selectCounted,
  selectStatements,
  statementColumns,
  statementFrom,
} from './statement-query-store.js'
import type { Effort, Statement } from './statement.js'
import type { StatementState } from './states.js'

/** The statements that count, with the names of their authors and organisations. */
const selectCountedStatements = (db: Reader) =>
  selectCounted(db)
    .innerJoin('member', 'member.id', 'statement.member_id')
    .innerJoin('organisation', 'organisation.id', 'statement.organisation_id')
    .select(statementColumns)

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

/** The reports of an organisation that name it, on all barriers that are not archived, newest first. */
export async function listNamedReports(
  db: Reader,
  organisationId: string,
  limit: number,
): Promise<readonly Statement[]> {
  const rows = await selectStatements(db)
    .innerJoin('page', 'page.id', 'statement.page_id')
    .where('statement.organisation_id', '=', organisationId)
    .where('statement.kind', '=', 'report')
    .where('ended_at', 'is', null)
    .where(namesOrganisation)
    .where('page.archived_at', 'is', null)
    .orderBy(newestFirst)
    .limit(limit)
    .execute()
  return rows.map(statementFrom)
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
