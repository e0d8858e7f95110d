import type { Actor } from '../accounts/index.js'
import type { Link, Tag } from '../platform/http/index.js'
import { actionsOnPage, addressOf, kinds, pageAddresses, type PageHead } from '../pages/index.js'
import type { SuggestionState, SuggestionStatus } from './rules.js'
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

/** The parts of a suggestion that its page words differently. */
type SuggestionTold = Pick<Suggestion, 'state' | 'isNew' | 'kind' | 'authorId'>

interface SuggestionHeadings {
  readonly comparison: string
  readonly preview: string
}

/**
 * The headings over what a suggestion changes and over its text.
 * @param isCombined whether a moderator combined the text with a newer revision
 */
export function suggestionHeadings(
  { state, isNew }: Pick<SuggestionTold, 'state' | 'isNew'>,
  { isOwn, isCombined }: { readonly isOwn: boolean; readonly isCombined: boolean },
): SuggestionHeadings {
  if (isCombined)
    return state === 'published'
      ? { comparison: 'What was published', preview: 'The published text' }
      : { comparison: 'The combined changes', preview: 'The combined text' }
  if (state === 'pending')
    return {
      comparison: isOwn ? 'Your changes' : 'Suggested changes',
      preview: isNew ? 'How the page will look' : 'Preview',
    }
  const comparison = isOwn ? 'What you suggested' : 'What was suggested'
  return { comparison, preview: isNew ? comparison : 'The text with these changes' }
}

/** Where the author of a suggestion that was rejected or withdrawn can go from it. */
export function waysOn(
  { state, isNew, kind, authorId }: SuggestionTold,
  page: PageHead | undefined,
  actor: Actor,
): readonly Link[] {
  if (authorId !== actor?.id || (state !== 'rejected' && state !== 'withdrawn')) return []
  const contact: Link = { text: 'Contact us', href: '/contact' }
  if (!page) return isNew ? [{ text: 'Write a new suggestion', href: `/${kinds[kind].path}/new` }, contact] : [contact]
  return actionsOnPage(page, actor).has('edit')
    ? [{ text: 'Write a new suggestion', href: pageAddresses(page).edit }, contact]
    : [contact]
}
