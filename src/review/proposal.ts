import type { Reader } from '../platform/database/index.js'
import { sha256 } from '../platform/ids.js'
import type { Attribution } from '../accounts/index.js'
import { contentHash, findPageById, getPublished, isSameContent, type Content } from '../pages/index.js'
import { getRevisionById, mergeContent, type ContentMerge } from '../revisions/index.js'
import type { ProposalStatus } from './rules.js'
import type { Suggestion } from './suggestion-store.js'

/** A suggestion compared with its page as published now: what publishing it would change. */
export interface Proposal extends ProposalStatus {
  /** What the page says now; undefined for a new page. */
  readonly published: { readonly content: Content; readonly revisionId: string; readonly by: Attribution } | undefined
  /** The merge of both texts, when the page changed since the suggestion was begun. */
  readonly merge: ContentMerge | undefined
  /** What would be published. Not meaningful while `hasConflict`. */
  readonly content: Content
  /** A hash over everything that a decision depends on: a moderator decides on what they saw, or not at all. */
  readonly hash: string
}

/** What publishing `suggestion` now would make of its page. */
export async function loadProposal(db: Reader, suggestion: Suggestion): Promise<Proposal> {
  const { content, baseRevisionId } = suggestion.current
  if (!(await findPageById(db, suggestion.pageId))) return newPageProposal(suggestion)
  const { page, content: publishedContent } = await getPublished(db, suggestion.pageId)
  const published = { content: publishedContent, revisionId: page.revisionId, by: page.changedBy }
  const needsMerge =
    suggestion.state === 'pending' && baseRevisionId !== null && baseRevisionId !== published.revisionId
  const merge = needsMerge
    ? mergeContent((await getRevisionById(db, baseRevisionId)).content, content, publishedContent)
    : undefined
  const proposed = merge?.content ?? content
  return {
    published,
    merge,
    content: proposed,
    hash: hashOfProposal(suggestion, proposed),
    isUnchanged: isSameContent(proposed, publishedContent),
    hasConflict: merge !== undefined && !merge.clean,
  }
}

const newPageProposal = (suggestion: Suggestion): Proposal => ({
  published: undefined,
  merge: undefined,
  content: suggestion.current.content,
  hash: hashOfProposal(suggestion, suggestion.current.content),
  isUnchanged: false,
  hasConflict: false,
})

/** Covers the content, the version it is from (and so its note and author), and who has to act. */
const hashOfProposal = ({ current, waitingOn }: Suggestion, content: Content): string =>
  sha256(`${contentHash(content)} ${current.number} ${waitingOn}`)
