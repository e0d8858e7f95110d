import type { Deps } from '../platform/deps.js'
import { Forbidden } from '../platform/errors.js'
import { byName, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { actionsOnPage, getPageById } from '../pages/index.js'
import { archive, bringBack } from './archive.js'
import type { ReasonCode } from './rules.js'

/**
 * Archives a page for a reason that the moderation log shows. Returns false, and changes nothing, when it is archived
 * already.
 * @throws Forbidden when `actor` may not archive it
 */
export async function archivePage(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  { pageId, reason }: { readonly pageId: string; readonly reason: ReasonCode },
): Promise<boolean> {
  return deps.db.transaction(async tx => {
    const page = await getPageById(tx, pageId)
    const actions = actionsOnPage(page, actor)
    const isArchivedAlready = actions.has('bring-back')
    if (isArchivedAlready) return false
    if (!actions.has('archive')) throw new Forbidden('You cannot archive this page.')
    const act = { pageId, at: deps.clock.now(), actorId: actor.id, attribution: byName(actor.name) }
    await archive(tx, deps.db.engine, act)
    await recordActivity(tx, { ...act, verb: 'review.archived', kind: page.kind, reasonCode: reason })
    return true
  })
}

/**
 * Brings an archived page back as it was. Returns false, and changes nothing, when it is not archived.
 * @throws Forbidden when `actor` may not bring it back
 */
export async function bringBackPage(deps: Pick<Deps, 'db' | 'clock'>, actor: Member, pageId: string): Promise<boolean> {
  return deps.db.transaction(async tx => {
    const page = await getPageById(tx, pageId)
    const actions = actionsOnPage(page, actor)
    const isBackAlready = actions.has('archive')
    if (isBackAlready) return false
    if (!actions.has('bring-back')) throw new Forbidden('You cannot bring this page back.')
    const act = { pageId, at: deps.clock.now(), actorId: actor.id, attribution: byName(actor.name) }
    await bringBack(tx, deps.db.engine, act)
    await recordActivity(tx, { ...act, verb: 'review.returned', kind: page.kind })
    return true
  })
}
