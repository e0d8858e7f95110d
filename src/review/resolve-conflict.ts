import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { isSameContent, type Content } from '../pages/index.js'
import { loadProposal } from './proposal.js'
import { actionsOn } from './rules.js'
import { keepValidLinks } from './submission.js'
import { appendVersion, getSuggestion } from './suggestion-store.js'
import { obstacleMessages } from './messages.js'
import { outcomeOf } from './outcome.js'

export interface ConflictResolution {
  /** The suggestion's id. */
  readonly id: string
  readonly content: Content
  /** The number of the version that the moderator began from. */
  readonly version: number
  /** The published revision that the moderator merged it with. */
  readonly baseRevisionId: string
}

/**
 * Adds a moderator's merged text to the suggestion as its newest version. Its author stays its author.
 * @throws Conflict when the suggestion or its page changed in the meantime
 * @throws Forbidden when `actor` may not decide it
 */
export async function resolveConflict(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: ConflictResolution,
): Promise<void> {
  return deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    const { current } = suggestion
    const content = await keepValidLinks(tx, input.content, suggestion.kind)
    const isSentAgain =
      current.number === input.version + 1 &&
      current.resolverLabel === actor.name &&
      isSameContent(current.content, content)
    if (isSentAgain) return
    if (suggestion.state !== 'pending') throw new Conflict(`${await outcomeOf(tx, suggestion)} Your text is below.`)
    const proposal = await loadProposal(tx, suggestion)
    const actions = actionsOn(suggestion, proposal, actor)
    if (!actions.has('reject')) throw new Forbidden('resolve a conflict in this suggestion')
    if (!actions.has('resolve-conflict'))
      throw new Conflict(
        suggestion.isPageArchived
          ? obstacleMessages.archived
          : 'There is no conflict to resolve in this suggestion now.',
      )
    if (current.number !== input.version || proposal.published?.revisionId !== input.baseRevisionId)
      throw new Conflict(
        'The suggestion or its page changed again while you were resolving the conflict. Your text is below.',
      )
    const now = deps.clock.now()
    await appendVersion(
      tx,
      suggestion,
      {
        baseRevisionId: input.baseRevisionId,
        content,
        note: current.note,
        author: current.author,
        resolverLabel: actor.name,
      },
      now,
    )
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.amended',
      actorId: actor.id,
      actorLabel: actor.name,
      kind: suggestion.kind,
      suggestionId: suggestion.id,
    })
  })
}
