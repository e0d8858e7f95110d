import type { ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import type { CountableStatement } from './positions.js'
import { selectStatements, statementFrom } from './statement-query-store.js'
import type { NewStatement, Statement, StatementEnding } from './statement.js'
import type { StatementState } from './states.js'

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

/** The number of statements made on a page plus the number that ended: see `PageEvidence.ledgerChanges`. */
export async function countLedgerChanges(tx: Tx, pageId: string): Promise<number> {
  const { made, ended } = await tx
    .selectFrom('statement')
    .select(({ fn }) => [fn.countAll<number>().as('made'), fn.count<number>('ended_at').as('ended')])
    .where('page_id', '=', pageId)
    .executeTakeFirstOrThrow()
  return made + ended
}
