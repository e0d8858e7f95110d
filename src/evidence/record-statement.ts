import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { addSeconds } from '../platform/clock.js'
import type { Tx } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { getPageById } from '../pages/index.js'
import { deriveAfterStatement } from './derive.js'
import type { StatementInput } from './forms.js'
import { isSameStatement, isUncounted, newStatement } from './new-statement.js'
import { findNamedState } from './position-store.js'
import { MAX_STATEMENTS_PER_PAGE } from './limits.js'
import type { StatementState } from './states.js'
import { statementActivity } from './statement-activity.js'
import { countOwnStatements, listRecentStatements } from './own-statement-store.js'
import type { NewStatement } from './statement.js'
import { insertStatement } from './statement-store.js'

/** A statement that equals one made within this many seconds is taken for the same, sent twice. */
const REPEAT_SECONDS = 60

/** What became of a statement that was submitted. */
export interface RecordedStatement {
  readonly id: string
  /** Whether it equals a statement of a moment ago, whose id this is. Nothing was recorded. */
  readonly isRepeat: boolean
  /** Whether it is kept without being counted or shown: see `publiclyCountable`. */
  readonly isUncounted: boolean
  /**
   * Whether, as far as this member may know, it is the first of their organisation on the page. What colleagues stated
   * without naming the organisation is left out.
   */
  readonly isFirst: boolean
  /**
   * The state that the organisation was publicly seen to have before, if this statement changed it and the member had
   * made no statement on the page.
   */
  readonly previousState?: StatementState | undefined
}

/**
 * Records a member's statement for their organisation: a report on a barrier or a trial of a solution.
 * @throws Refused (403) if the member's organisation is not listed, (409) if the page is archived, (422) if the linked
 *   page is not linked to this one or the member has made too many statements on the page.
 */
export async function recordStatement(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  pageId: string,
  input: StatementInput,
): Promise<RecordedStatement> {
  return deps.db.serializeWrites(async tx => {
    const now = deps.clock.now()
    const page = await getPageById(tx, pageId)
    const statement = await newStatement(tx, actor, page, input, now)
    const recent = await listRecentStatements(tx, actor.id, pageId, addSeconds(now, -REPEAT_SECONDS))
    const repeated = recent.find(earlier => isSameStatement(earlier, statement))
    if (repeated)
      return { id: repeated.id, isRepeat: true, isFirst: false, isUncounted: await isUncounted(tx, repeated) }
    const ownStatements = await countOwnStatements(tx, actor.id, pageId)
    refuseTooMany(ownStatements)
    const { id, before, after } = await insertAndDerive(tx, statement)
    await recordActivity(tx, statementActivity(`${statement.kind}.made`, actor, page, now))
    return {
      id,
      isRepeat: false,
      isFirst: before === undefined && ownStatements === 0,
      isUncounted: await isUncounted(tx, { id }),
      previousState: before === after || ownStatements > 0 ? undefined : before,
    }
  })
}

function refuseTooMany(ownStatements: number): void {
  if (ownStatements < MAX_STATEMENTS_PER_PAGE) return
  const limit = MAX_STATEMENTS_PER_PAGE.toLocaleString('en-GB')
  throw new Refused(`You have made ${limit} reports on this page. Change or withdraw one before you add another.`)
}

/** Inserts the statement. Returns the state that its organisation was publicly seen to have before and after. */
async function insertAndDerive(tx: Tx, statement: NewStatement) {
  const { pageId, organisationId } = statement
  const before = await findNamedState(tx, pageId, organisationId)
  const id = await insertStatement(tx, statement)
  await deriveAfterStatement(tx, pageId, organisationId)
  const after = await findNamedState(tx, pageId, organisationId)
  return { id, before, after }
}
