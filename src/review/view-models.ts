import type { Actor } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { waitingTime } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import type { Link, Tag } from '../platform/http/index.js'
import { addressOf, displayTime, kinds, themeName, type DisplayTime, type PageHead } from '../pages/index.js'
import type { Decision } from './decision-store.js'
import { reasons, type SuggestionState, type SuggestionStatus, type Verdict } from './rules.js'
import type { SuggestionSummary } from './suggestion-list-store.js'
import type { Suggestion } from './suggestion-store.js'

const stateTags: Readonly<Record<SuggestionState, Tag>> = {
  pending: { text: 'Waiting for review', colour: undefined },
  published: { text: 'Published', colour: 'green' },
  rejected: { text: 'Rejected', colour: 'red' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
}
const changesRequested: Tag = { text: 'Changes requested', colour: 'orange' }
const pageArchived: Tag = { text: 'Page archived', colour: 'grey' }

/** The tag that tells how a suggestion stands. */
export function stateTag({ state, waitingOn, isPageArchived }: SuggestionStatus): Tag {
  if (state !== 'pending') return stateTags[state]
  if (isPageArchived) return pageArchived
  return waitingOn === 'author' ? changesRequested : stateTags.pending
}

/** A suggestion as a list shows it to its author or a moderator. */
export interface SuggestionRow {
  readonly title: string
  readonly kind: string
  readonly theme: string
  readonly note: string
  readonly by: string
  /** `New` or `Change`. */
  readonly change: Tag
  /** `new barrier`, `change to a barrier` */
  readonly description: string
  readonly state: Tag
  readonly time: DisplayTime
  readonly waitingTime: string
  readonly href: string
  readonly reviewHref: string
}

export function suggestionRow(
  config: Pick<Config, 'themes'>,
  suggestion: SuggestionSummary,
  now: Instant,
): SuggestionRow {
  const kind = kinds[suggestion.kind].singular
  return {
    title: suggestion.title,
    kind,
    theme: themeName(config, suggestion.theme),
    note: suggestion.note,
    by: suggestion.authorLabel,
    change: suggestion.isNew ? { text: 'New', colour: 'purple' } : { text: 'Change', colour: undefined },
    description: suggestion.isNew ? `new ${kind}` : `change to a ${kind}`,
    state: stateTag(suggestion),
    time: displayTime(suggestion.createdAt, now),
    waitingTime: waitingTime(suggestion.createdAt, now),
    href: `/suggestions/${suggestion.id}`,
    reviewHref: `/review/${suggestion.id}`,
  }
}

/** The heading of a suggestion's own page. @param page the page it would change; undefined for a new page */
export const suggestionHeading = (suggestion: Suggestion, page: PageHead | undefined): string =>
  page && !suggestion.isNew
    ? `Change to “${page.title}”`
    : `New ${kinds[suggestion.kind].singular}: “${suggestion.current.content.title}”`

/** The list that a suggestion is on for `actor`: their own suggestions, or the review queue. */
export const listOf = (
  { authorId }: Pick<Suggestion, 'authorId'>,
  actor: Actor,
): { readonly section: string; readonly link: Link } =>
  authorId === actor?.id
    ? { section: 'suggestions', link: { text: 'My suggestions', href: '/account/suggestions' } }
    : { section: 'review', link: { text: 'Review', href: '/review' } }

/** A link from a suggestion to the page it would change. */
export const pageLink = (page: PageHead): Link => ({
  text: page.archivedAt === null ? 'See the published page' : 'See the archived page',
  href: addressOf(page),
})

/** Tells that a moderator combined the author's text with a newer revision, and where to see how. */
export interface CombinedModel {
  readonly text: string
  readonly link: Link
}

/** @param whose `your` or `the author’s` */
export const combinedModel = (
  { id, version, state, resolverLabel }: Pick<SuggestionSummary, 'id' | 'version' | 'state' | 'resolverLabel'>,
  whose: string,
): CombinedModel | undefined =>
  resolverLabel === null
    ? undefined
    : {
        text:
          `${resolverLabel} combined ${whose} text with a newer revision of the page.` +
          (state === 'published' ? ' We published the combined text.' : ''),
        link: { text: 'See what changed', href: versionHref(id, version) },
      }

export const versionHref = (suggestionId: string, version: number): string =>
  `/suggestions/${suggestionId}/versions/${version}`

/** A decision as the author of the suggestion and the moderators see it. */
export interface DecisionModel {
  readonly verdict: string
  readonly by: string
  readonly reason: string | undefined
  readonly message: string
  readonly time: DisplayTime
}

const verdictLabels: Readonly<Record<Verdict, string>> = {
  publish: 'Published',
  reject: 'Rejected',
  'request-changes': 'Changes requested',
}

export const decisionModel = (decision: Decision, now: Instant): DecisionModel => ({
  verdict: verdictLabels[decision.verdict],
  by: decision.moderatorLabel,
  reason: decision.reason && reasons[decision.reason],
  message: decision.message,
  time: displayTime(decision.at, now),
})

/** The reasons as the items of a select. */
export const reasonItems = Object.entries(reasons).map(([value, text]) => ({ value, text }))
