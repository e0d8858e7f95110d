import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { isSameContent, type Content } from '../pages/index.js'
import { withLineEndingsOf } from '../revisions/index.js'
import { loadProposal, type Proposal } from './proposal.js'
import { actionsOn } from './rules.js'
import { keepValidLinks } from './submission.js'
import { appendVersion, getSuggestion, type Suggestion } from './suggestion-store.js'
import type { Version } from './version-store.js'
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
 * @throws Forbidden when `actor` may not decide on it
 */
export async function resolveConflict(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: ConflictResolution,
): Promise<void> {
  return deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    const { current, kind } = suggestion
    const proposal = await loadProposal(tx, suggestion)
    const written = await keepValidLinks(tx, input.content, kind)
    const content = { ...written, body: withLineEndingsOf(proposal.published?.content.body ?? '', written.body) }
    if (isSentAgain(current, actor, { ...input, content })) return
    await requireResolvable(tx, suggestion, proposal, actor, input)
    const at = deps.clock.now()
    const { note, author } = current
    const { baseRevisionId } = input
    await appendVersion(tx, suggestion, { baseRevisionId, content, note, author, resolverLabel: actor.name }, at)
    await recordActivity(tx, {
      at,
      verb: 'suggestion.amended',
      actorId: actor.id,
      actorLabel: actor.name,
      kind,
      suggestionId: suggestion.id,
    })
  })
}

/** Sending the same form twice adds one version. */
const isSentAgain = (current: Version, actor: Member, input: ConflictResolution): boolean =>
  current.number === input.version + 1 &&
  current.resolverLabel === actor.name &&
  isSameContent(current.content, input.content)

/**
 * @throws Conflict that says what happened since the moderator began
 * @throws Forbidden when the actor may not decide on the suggestion in any case
 */
async function requireResolvable(
  db: Reader,
  suggestion: Suggestion,
  proposal: Proposal,
  actor: Member,
  { version, baseRevisionId }: ConflictResolution,
): Promise<void> {
  if (suggestion.state !== 'pending') throw new Conflict(`${await outcomeOf(db, suggestion)} Your text is below.`)
  const actions = actionsOn(suggestion, proposal, actor)
  if (!actions.has('reject')) throw new Forbidden('You cannot resolve a conflict in this suggestion.')
  if (suggestion.isPageArchived) throw new Conflict(obstacleMessages.archived)
  if (!actions.has('resolve-conflict')) throw new Conflict('There is no conflict to resolve in this suggestion now.')
  if (suggestion.current.number !== version || proposal.published?.revisionId !== baseRevisionId)
    throw new Conflict(
      'The suggestion or its page changed again while you were resolving the conflict. Your text is below.',
    )
}
