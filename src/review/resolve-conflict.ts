import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import { byName, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { isSameContent, type Content } from '../pages/index.js'
import { loadProposal, type Proposal } from './proposal.js'
import { resolutionObstacle, type ResolutionObstacle } from './rules.js'
import { keepLineEndings, keepValidLinks } from './submission.js'
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

/** The suggestion or its page has changed since the moderator began. Their text is not saved. */
export interface OutdatedResolution {
  readonly result: 'outdated'
}

/**
 * Adds a moderator's merged text to the suggestion as its newest version. Its author stays its author.
 * @throws Conflict when there is no conflict to resolve any more
 * @throws Forbidden when `actor` may not decide on the suggestion
 */
export async function resolveConflict(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: ConflictResolution,
): Promise<{ readonly result: 'resolved' } | OutdatedResolution> {
  return deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    const { current, kind } = suggestion
    const written = await keepValidLinks(tx, input.content, kind)
    const sentAgain = { ...input, content: keepLineEndings(written, current.content) }
    if (isSentAgain(current, actor, sentAgain)) return { result: 'resolved' } as const
    const { published } = await requireResolvable(tx, suggestion, actor)
    const { baseRevisionId } = input
    if (current.number !== input.version || published?.revisionId !== baseRevisionId)
      return { result: 'outdated' } as const
    const content = keepLineEndings(written, published.content)
    const at = deps.clock.now()
    const { note, author } = current
    await appendVersion(tx, suggestion, { baseRevisionId, content, note, author, resolverLabel: actor.name }, at)
    await recordActivity(tx, {
      at,
      verb: 'suggestion.amended',
      actorId: actor.id,
      attribution: byName(actor.name),
      kind,
      suggestionId: suggestion.id,
    })
    return { result: 'resolved' } as const
  })
}

/** Sending the same form twice adds one version. */
const isSentAgain = (current: Version, actor: Member, input: ConflictResolution): boolean =>
  current.number === input.version + 1 &&
  current.resolverLabel === actor.name &&
  isSameContent(current.content, input.content)

/**
 * Returns the proposal whose conflict `actor` can resolve.
 * @throws Conflict that says why there is nothing to resolve, with a link to the suggestion
 * @throws Forbidden when `actor` may not decide on the suggestion
 */
export async function requireResolvable(db: Reader, suggestion: Suggestion, actor: Member): Promise<Proposal> {
  const proposal = await loadProposal(db, suggestion)
  const obstacle = resolutionObstacle(suggestion, proposal, actor)
  if (obstacle === undefined) return proposal
  if (obstacle === 'forbidden') throw new Forbidden('You cannot resolve a conflict in this suggestion.')
  const message = await whyNotResolvable(db, suggestion, obstacle)
  throw new Conflict(message, { text: 'See the suggestion', href: `/review/${suggestion.id}` })
}

/** Says what stops a moderator from resolving a conflict in this suggestion. */
export async function whyNotResolvable(
  db: Reader,
  suggestion: Suggestion,
  obstacle: Exclude<ResolutionObstacle, 'forbidden'>,
): Promise<string> {
  switch (obstacle) {
    case 'closed':
      return outcomeOf(db, suggestion)
    case 'archived':
      return obstacleMessages.archived
    case 'no-conflict':
      return 'There is no conflict to resolve in this suggestion now.'
  }
}
