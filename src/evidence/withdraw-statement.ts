import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { getPageById } from '../pages/index.js'
import { deriveAfterStatement } from './derive.js'
import { getOwnStatement } from './own-statement.js'
import { statementActivity } from './statement-activity.js'
import { hasEnded, type Statement } from './statement.js'
import { endStatement } from './statement-store.js'

/**
 * Withdraws a member's own statement. An organisation without any other statement on the page loses its position there.
 * If it has ended, nothing happens. Returns the statement as it was.
 * @throws NotFound, or Forbidden if the statement is somebody else's.
 */
export async function withdrawStatement(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  id: string,
): Promise<Statement> {
  return deps.db.serializeWrites(async tx => {
    const statement = await getOwnStatement(tx, actor, id)
    if (hasEnded(statement)) return statement
    const now = deps.clock.now()
    await endStatement(tx, id, 'withdrawn', now)
    await deriveAfterStatement(tx, statement.pageId, statement.organisationId)
    const page = await getPageById(tx, statement.pageId)
    await recordActivity(tx, statementActivity('statement.withdrawn', actor, page, now))
    return statement
  })
}
