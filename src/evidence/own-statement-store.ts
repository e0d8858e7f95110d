import type { Instant } from '../platform/clock.js'
import type { Reader } from '../platform/database/index.js'
import { isNewer, newestFirst, oldestFirst, selectStatements, statementFrom } from './statement-query-store.js'
import type { Statement } from './statement.js'

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
