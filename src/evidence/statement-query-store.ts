/** What the queries of statements share: their columns, their order, and which of them count. */
import { sql } from 'kysely'
import type { ShownAs } from '../accounts/index.js'
import type { Reader, StatementTable } from '../platform/database/index.js'
import { UNNAMED } from './positions.js'
import { statementOrder } from './statement-order.js'
import type { Statement, StatementEnding } from './statement.js'
import type { StatementKind, StatementState } from './states.js'

/** A statement with the names of its author and organisation. */
export const statementColumns = [
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

interface StatementRow extends StatementTable {
  member_name: string
  organisation_name: string
  organisation_kind: string
  organisation_slug: string
}

/** The statement that a row of `statementColumns` holds. */
export const statementFrom = (row: StatementRow): Statement => ({
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

/** All statements, with the names of their authors and organisations. */
export const selectStatements = (db: Reader) =>
  db
    .selectFrom('statement')
    .innerJoin('member', 'member.id', 'statement.member_id')
    .innerJoin('organisation', 'organisation.id', 'statement.organisation_id')
    .select(statementColumns)

/** `namesOrganisation` as SQL. */
export const namesOrganisation = sql<boolean>`statement.shown_as <> ${UNNAMED}`

/**
 * The statements that count, with the position of their organisation: `publiclyCountable` as SQL. A position has a
 * `named_state` when a statement names the organisation, and then the unnamed ones do not count. Nor do they on a
 * solution that the organisation wrote: if none there names it, it has no position, so the join leaves them out.
 */
export const selectCounted = (db: Reader) =>
  db
    .selectFrom('statement')
    .innerJoin('organisation_position', join =>
      join
        .onRef('organisation_position.page_id', '=', 'statement.page_id')
        .onRef('organisation_position.organisation_id', '=', 'statement.organisation_id'),
    )
    .where('ended_at', 'is', null)
    .where(where => where.or([namesOrganisation, where('organisation_position.named_state', 'is', null)]))

/** The columns of `statementOrder`. */
const orderColumns = { happenedOn: 'happened_on', madeAt: 'made_at', id: 'id' } as const

/** What a table of statements is sorted by: `statementOrder` as SQL. The index `statement_newest` has the same order. */
export const orderOf = (table: string): readonly string[] =>
  statementOrder.map(field => `${table}.${orderColumns[field]}`)

/** Sorts statements: by the day that they are about, then by when they were made. */
export const oldestFirst = sql.join(orderOf('statement').map(column => sql.ref(column)))

/** The other way round. */
export const newestFirst = sql.join(orderOf('statement').map(column => sql`${sql.ref(column)} desc`))

/** Whether the statement of one table is newer than that of another. */
export const isNewer = (table: string, than: string) =>
  sql<boolean>`(${sql.join(orderOf(table).map(column => sql.ref(column)))}) >
    (${sql.join(orderOf(than).map(column => sql.ref(column)))})`

/** Numbers the statements in each `group` of rows from 1, newest first. */
export const newestFirstIn = (group: string) =>
  sql<number>`row_number() over (partition by ${sql.raw(group)} order by ${newestFirst})`
