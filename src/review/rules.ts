import { isModerator, SUGGESTIONS_UNTIL_TRUSTED, type Actor } from '../accounts/index.js'

export type SuggestionState = 'pending' | 'published' | 'rejected' | 'withdrawn'

/** Whose turn it is while a suggestion is pending: a moderator's, or the author's after changes were asked for. */
export type WaitingOn = 'moderator' | 'author'

export type ReviewAction = 'amend' | 'withdraw' | 'publish' | 'refuse' | 'ask'

export const verdicts = ['publish', 'ask', 'refuse'] as const
export type Verdict = (typeof verdicts)[number]

/** Why a suggestion is refused. The codes are public, in the moderation log; the sentence beside one is the author's alone. */
export const reasons = {
  duplicate: 'There is already a page about this',
  'out-of-scope': 'It is not a practical barrier to digital working, or not a way round one',
  'identifies-someone': 'It identifies a person',
  confidential: 'It may reveal something confidential',
  unlawful: 'It may break the law or a code of conduct',
  promotional: 'It promotes a product or a supplier',
  inaccurate: 'Something in it is not right',
  unclear: 'It cannot be understood as it is',
  other: 'Another reason',
} as const
export type ReasonCode = keyof typeof reasons

export interface SuggestionStatus {
  readonly state: SuggestionState
  readonly waitingOn: WaitingOn
  readonly authorId: string
}

const none: ReadonlySet<ReviewAction> = new Set()

/** What `actor` may do with `suggestion` now. The pages show exactly these; the commands enforce them. */
export function actionsOn(suggestion: SuggestionStatus, actor: Actor): ReadonlySet<ReviewAction> {
  if (!actor || suggestion.state !== 'pending') return none
  if (suggestion.authorId === actor.id) return new Set(['amend', 'withdraw'])
  if (!isModerator(actor)) return none
  return new Set(suggestion.waitingOn === 'moderator' ? ['publish', 'ask', 'refuse'] : ['publish', 'refuse'])
}

/** Who may see a suggestion at all: its author and the moderators. To everyone else it does not exist. */
export const canSee = (suggestion: { readonly authorId: string }, actor: Actor): boolean =>
  actor !== undefined && (suggestion.authorId === actor.id || isModerator(actor))

export { publishesWithoutReview } from '../accounts/index.js'

/** Whether a new member has earned trust, having had so many suggestions published. */
export const earnsTrust = (member: { readonly trust: string }, published: number): boolean =>
  member.trust === 'new' && published >= SUGGESTIONS_UNTIL_TRUSTED
