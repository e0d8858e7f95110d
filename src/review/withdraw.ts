import type { Deps } from '../platform/deps.js'
import { Forbidden } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { authorActionsOn } from './rules.js'
import { closeSuggestion, getSuggestion } from './suggestion-store.js'

/**
 * Takes back `actor`'s own suggestion. Doing so twice has no further effect. Returns false, and changes nothing, when a
 * moderator decided on it in the meantime.
 * @throws Forbidden when it is somebody else's
 */
export async function withdraw(deps: Pick<Deps, 'db' | 'clock'>, actor: Member, id: string): Promise<boolean> {
  return deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, id, actor)
    if (suggestion.authorId !== actor.id) throw new Forbidden('You cannot withdraw somebody else’s suggestion.')
    if (suggestion.state === 'withdrawn') return true
    if (!authorActionsOn(suggestion, actor).has('withdraw')) return false
    const now = deps.clock.now()
    await closeSuggestion(tx, id, 'withdrawn', now)
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.withdrawn',
      actorId: actor.id,
      attribution: suggestion.current.author.attribution,
      kind: suggestion.kind,
      suggestionId: id,
    })
    return true
  })
}
