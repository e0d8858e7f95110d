import { byName, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { Forbidden } from '../platform/errors.js'
import { getPageById } from '../pages/index.js'
import { deriveAfterStatement } from './derive.js'
import { actionsOnStatement, type RemovalReason } from './rules.js'
import { hasEnded, type Statement } from './statement.js'
import { endStatement, getStatement } from './statement-store.js'

/**
 * Removes somebody else's statement, as a moderator. The moderation log shows who removed it and why. If it has
 * ended, nothing happens. Returns the statement as it was.
 * @throws NotFound, or Forbidden if the actor may not remove it.
 */
export async function removeStatement(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  id: string,
  reason: RemovalReason,
): Promise<Statement> {
  return deps.db.serializeWrites(async tx => {
    const statement = await getStatement(tx, id)
    if (hasEnded(statement)) return statement
    const page = await getPageById(tx, statement.pageId)
    if (!actionsOnStatement(statement, page, actor).has('remove')) throw new Forbidden('You cannot remove this report.')
    const now = deps.clock.now()
    await endStatement(tx, id, 'removed', now)
    await deriveAfterStatement(tx, statement.pageId, statement.organisationId)
    await recordActivity(tx, {
      at: now,
      verb: 'review.removed',
      actorId: actor.id,
      attribution: byName(actor.name),
      kind: page.kind,
      pageId: page.id,
      reasonCode: reason,
    })
    return statement
  })
}
