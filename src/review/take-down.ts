import type { Deps } from '../platform/deps.js'
import { Forbidden } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { actionsOnPage, getPageById } from '../pages/index.js'
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
    const page = await getPageById(tx, pageId)
    const actions = actionsOnPage(page, actor)
    if (actions.has('bring-back')) return // archived already
    if (!actions.has('archive')) throw new Forbidden('archive a page')
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
    const page = await getPageById(tx, pageId)
    const actions = actionsOnPage(page, actor)
    if (actions.has('archive')) return // brought back already
    if (!actions.has('bring-back')) throw new Forbidden('bring a page back')
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
