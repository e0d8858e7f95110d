import { isModerator, SUGGESTIONS_UNTIL_TRUSTED, type Actor } from '../accounts/index.js'

export type SuggestionState = 'pending' | 'published' | 'rejected' | 'withdrawn'

/** Who has to act on a pending suggestion: a moderator, or the author once changes were asked for. */
export type WaitingOn = 'moderator' | 'author'

export const verdicts = ['publish', 'request-changes', 'reject'] as const
/** A moderator's decision in one word. `request-changes` sends the suggestion back to its author with a request for changes. */
export type Verdict = (typeof verdicts)[number]

export type AuthorAction = 'amend' | 'withdraw'
export type ReviewAction = AuthorAction | Verdict | 'resolve-conflict'

/** Why a suggestion is rejected. The moderation log shows the reason to everyone; the message beside it is private. */
export const reasons = {
  duplicate: 'There is already a page about this',
  'out-of-scope': 'It is not a practical barrier to digital working, or not a way round one',
  'identifies-someone': 'It identifies a person',
  confidential: 'It may reveal something confidential',
  unlawful: 'It may break the law or a code of conduct',
  promotional: 'It promotes a product or a supplier',
  inaccurate: 'It contains a mistake',
  unclear: 'It is not clear enough to understand',
  other: 'Another reason',
} as const
export type ReasonCode = keyof typeof reasons

/** Keeps the reason only for a rejection: the form may still hold one from an earlier choice. */
export const reasonFor = (verdict: Verdict, selected: ReasonCode | undefined): ReasonCode | undefined =>
  verdict === 'reject' ? selected : undefined

/** The part of a suggestion that decides what may be done with it. */
export interface SuggestionStatus {
  readonly state: SuggestionState
  readonly waitingOn: WaitingOn
  readonly authorId: string
  /** Until the page is brought back, the suggestion can only be rejected or withdrawn. */
  readonly isPageArchived: boolean
}

/** How a suggestion relates to its page as published now. */
export interface ProposalStatus {
  /** The page already says everything that the suggestion says. */
  readonly isUnchanged: boolean
  /** The page changed since, in the same places as the suggestion. */
  readonly hasConflict: boolean
}

/** Why a pending suggestion cannot be published now. */
export type PublishObstacle = 'archived' | 'conflict' | 'unchanged'

/** The first thing that has to be put right before the suggestion can be published; undefined when nothing has to. */
export function publishObstacle(
  suggestion: Pick<SuggestionStatus, 'isPageArchived'>,
  proposal: ProposalStatus,
): PublishObstacle | undefined {
  if (suggestion.isPageArchived) return 'archived'
  if (proposal.hasConflict) return 'conflict'
  return proposal.isUnchanged ? 'unchanged' : undefined
}

/** What `actor` may do as the author of `suggestion`. */
export function authorActionsOn(suggestion: SuggestionStatus, actor: Actor): ReadonlySet<AuthorAction> {
  if (suggestion.state !== 'pending' || suggestion.authorId !== actor?.id) return new Set()
  return new Set(suggestion.isPageArchived ? ['withdraw'] : ['amend', 'withdraw'])
}

/** Whether `actor` is one of those who decide on `suggestion`. Nobody decides on their own, not even a moderator. */
const isReviewerOf = (suggestion: SuggestionStatus, actor: Actor): boolean =>
  isModerator(actor) && suggestion.authorId !== actor.id

/**
 * What stops `actor` from making a decision now; undefined when nothing does. `forbidden` means that they cannot make it
 * whatever happens to the page. Anything else can be put right.
 */
export function decisionObstacle(
  suggestion: SuggestionStatus,
  proposal: ProposalStatus,
  actor: Actor,
  verdict: Verdict,
): PublishObstacle | 'forbidden' | undefined {
  if (suggestion.state !== 'pending' || !isReviewerOf(suggestion, actor)) return 'forbidden'
  switch (verdict) {
    case 'publish':
      return publishObstacle(suggestion, proposal)
    case 'request-changes':
      if (suggestion.isPageArchived) return 'archived'
      return suggestion.waitingOn === 'author' ? 'forbidden' : undefined
    case 'reject':
      return undefined
  }
}

/** Why a conflict cannot be resolved now. */
export type ResolutionObstacle = 'forbidden' | 'closed' | 'archived' | 'no-conflict'

/** What stops `actor` from resolving a conflict between `suggestion` and its page; undefined when nothing does. */
export function resolutionObstacle(
  suggestion: SuggestionStatus,
  proposal: ProposalStatus,
  actor: Actor,
): ResolutionObstacle | undefined {
  if (!isReviewerOf(suggestion, actor)) return 'forbidden'
  if (suggestion.state !== 'pending') return 'closed'
  if (suggestion.isPageArchived) return 'archived'
  return proposal.hasConflict ? undefined : 'no-conflict'
}

/** What `actor` may do with `suggestion` now. Pages offer exactly these actions and commands enforce them. */
export function actionsOn(
  suggestion: SuggestionStatus,
  proposal: ProposalStatus,
  actor: Actor,
): ReadonlySet<ReviewAction> {
  const actions = new Set<ReviewAction>(authorActionsOn(suggestion, actor))
  for (const verdict of verdicts)
    if (decisionObstacle(suggestion, proposal, actor, verdict) === undefined) actions.add(verdict)
  if (resolutionObstacle(suggestion, proposal, actor) === undefined) actions.add('resolve-conflict')
  return actions
}

/** Whether `actor` may open the review page of suggestions, in any state. */
export const canReview = (actor: Actor): boolean => isModerator(actor)

/** Whether `actor` may see a suggestion: its author and the moderators may. For everyone else it does not exist. */
export const canSee = (suggestion: Pick<SuggestionStatus, 'authorId'>, actor: Actor): boolean =>
  actor !== undefined && (suggestion.authorId === actor.id || canReview(actor))

/** Whether a new member has had enough suggestions published to be trusted from now on. */
export const earnsTrust = (member: { readonly trust: string }, publishedSuggestions: number): boolean =>
  member.trust === 'new' && publishedSuggestions >= SUGGESTIONS_UNTIL_TRUSTED
