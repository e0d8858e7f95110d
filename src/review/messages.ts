import { formatDate } from '../platform/dates.js'
import type { Notice } from '../platform/http/index.js'
import type { Decision } from './decision-store.js'
import type { AuthorAction, PublishObstacle, SuggestionState } from './rules.js'
import type { Suggestion } from './suggestion-store.js'

/** What a moderator reads when a suggestion cannot be published as it is. */
export const obstacleMessages: Readonly<Record<PublishObstacle, string>> = {
  archived: 'This page is archived. Bring it back before you publish a change to it, or reject the suggestion.',
  conflict: 'The suggestion conflicts with a newer change to the page. Resolve the conflict before you publish it.',
  unchanged: 'The page already says all of this, so there is nothing to publish. Reject the suggestion as a duplicate.',
}

export const DECISION_NOT_SAVED = 'We did not save your decision.'

/** Tells a moderator that somebody closed the suggestion before them. */
export function messageAboutOutcome(
  suggestion: { readonly state: SuggestionState },
  lastDecision: Decision | undefined,
): string {
  if (suggestion.state === 'withdrawn' || !lastDecision) return 'The author has withdrawn this suggestion.'
  const outcome = suggestion.state === 'published' ? 'published' : 'rejected'
  return `${lastDecision.moderatorLabel} has already ${outcome} this suggestion.`
}

/** What happens to a suggestion once it is sent: `A moderator usually reviews this within a day.` */
export const reviewExpected = (usualWait: string | undefined): string =>
  usualWait === undefined ? 'A moderator will review this.' : `A moderator usually reviews this ${usualWait}.`

/** What will happen to a suggestion: `A moderator will review this before we publish it, usually within a day.` */
export const reviewedBeforePublishing = (usualWait: string | undefined): string =>
  `A moderator will review this before we publish it${usualWait === undefined ? '' : `, usually ${usualWait}`}.`

const actionWords: Readonly<Record<AuthorAction, string>> = { amend: 'edit', withdraw: 'withdraw' }

type Closing = Pick<Suggestion, 'state' | 'closedAt'>

/** `published on 5 March 2026` */
const closing = ({ state, closedAt }: Closing): string =>
  closedAt === null ? state : `${state} on ${formatDate(closedAt)}`

/** Tells an author why not: `This suggestion was published on 5 March 2026, so you cannot edit it.` */
export const whyNot = (suggestion: Closing, action: AuthorAction): string =>
  suggestion.state === 'pending'
    ? `This page is archived, so you cannot ${actionWords[action]} your suggestion.`
    : `This suggestion was ${closing(suggestion)}, so you cannot ${actionWords[action]} it.`

/** The same above the suggestion's own page. */
export const noticeWhyNot = (suggestion: Closing, action: AuthorAction): Notice => ({
  type: 'neutral',
  heading: `You cannot ${actionWords[action]} this suggestion`,
  text: suggestion.state === 'pending' ? 'Its page is archived.' : `It was ${closing(suggestion)}.`,
})

/** What it means for a pending suggestion that its page was archived. */
export const pageArchivedMessage = (isOwn: boolean): string =>
  isOwn
    ? 'A moderator archived this page after you sent your suggestion. While it is archived, you cannot edit your ' +
      'suggestion and we cannot publish it. You can withdraw it, or leave it in case the page is brought back.'
    : 'A moderator archived this page after this was suggested. Bring the page back to publish the suggestion, or reject it.'
