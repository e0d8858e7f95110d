import type { Actor } from '../accounts/index.js'
import type { Link } from '../platform/http/index.js'
import { actionsOnPage, kinds, pageAddresses, type PageHead } from '../pages/index.js'
import type { Suggestion } from './suggestion-store.js'

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
