import type { Deps } from '../platform/deps.js'
import { Forbidden } from '../platform/errors.js'
import { isModerator, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { getPageById } from '../pages/index.js'
import { archive, bringBack } from './publish.js'
import type { ReasonCode } from './rules.js'

/** A moderator takes a page out of lists and search, for a reason that the moderation log shows. Already archived, it stays so. */
export const archiveAsModerator = (
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  pageId: string,
  reason: ReasonCode,
): Promise<void> =>
  deps.db.transaction(async tx => {
    if (!isModerator(actor)) throw new Forbidden('archive a page')
    const page = await getPageById(tx, pageId)
    if (page.archivedAt !== null) return
    const at = deps.clock.now()
    await archive(tx, deps.db.engine, { pageId, at, actorId: actor.id, actorLabel: actor.name })
    await recordActivity(tx, {
      at,
      verb: 'review.archived',
      actorId: actor.id,
      actorLabel: actor.name,
      kind: page.kind,
      pageId,
      reasonCode: reason,
    })
  })

/** A moderator puts an archived page back as it was. */
export const bringBackAsModerator = (deps: Pick<Deps, 'db' | 'clock'>, actor: Member, pageId: string): Promise<void> =>
  deps.db.transaction(async tx => {
    if (!isModerator(actor)) throw new Forbidden('bring a page back')
    const page = await getPageById(tx, pageId)
    if (page.archivedAt === null) return
    const at = deps.clock.now()
    await bringBack(tx, deps.db.engine, { pageId, at, actorId: actor.id, actorLabel: actor.name })
    await recordActivity(tx, {
      at,
      verb: 'review.returned',
      actorId: actor.id,
      actorLabel: actor.name,
      kind: page.kind,
      pageId,
    })
  })
