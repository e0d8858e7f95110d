import type { Link } from '../platform/http/index.js'
import type { SuggestionSummary } from './suggestion-list-store.js'

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
