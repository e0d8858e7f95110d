import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict } from '../platform/errors.js'
import { addressOf, getPageById } from '../pages/index.js'
import { deriveAfterStatement } from './derive.js'
import type { StatementInput } from './forms.js'
import { archivedRefusal, isSameStatement, isUncounted, newStatement } from './new-statement.js'
import { getOwnStatement } from './own-statement.js'
import type { RecordedStatement } from './record-statement.js'
import { actionsOnStatement } from './rules.js'
import { statementActivity } from './statement-activity.js'
import { endingText } from './statement-ending.js'
import { hasEnded } from './statement.js'
import { endStatement, insertStatement } from './statement-store.js'

/**
 * Corrects a member's own statement. The statement ends and a new one replaces it, with the time and revision of the
 * first. Returns the new one, or the same one if nothing changed.
 * @throws Forbidden if the statement is somebody else's, Conflict if it has ended in the meantime, and Refused
 *   as `recordStatement` does.
 */
export async function correctStatement(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  id: string,
  input: StatementInput,
): Promise<Pick<RecordedStatement, 'id' | 'isUncounted'>> {
  return deps.db.serializeWrites(async tx => {
    const before = await getOwnStatement(tx, actor, id)
    const page = await getPageById(tx, before.pageId)
    if (hasEnded(before))
      throw new Conflict(`${await endingText(tx, before, actor)} We have not saved your changes.`, {
        text: `Go to “${page.title}”`,
        href: addressOf(page),
      })
    if (!actionsOnStatement(before, page, actor).has('change')) throw archivedRefusal(page)
    const corrected = {
      ...(await newStatement(tx, actor, page, input, before.madeAt, before.linkedPageId)),
      revisionNumber: before.revisionNumber,
      organisationId: before.organisationId,
    }
    if (isSameStatement(before, corrected)) return { id, isUncounted: await isUncounted(tx, before) }
    const now = deps.clock.now()
    await endStatement(tx, id, 'replaced', now)
    const newId = await insertStatement(tx, corrected)
    await deriveAfterStatement(tx, before.pageId, before.organisationId)
    await recordActivity(tx, statementActivity('statement.changed', actor, page, now))
    return { id: newId, isUncounted: await isUncounted(tx, { id: newId }) }
  })
}
