import type { Request, Response } from 'express'
import { attributionHtml, canManageMembers, canReview, memberOf, type Actor } from '../accounts/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import { show, view, type Link, type PageModel, type Tag } from '../platform/http/index.js'
import type { Reader } from '../platform/database/index.js'
import { addressOf, displayTime, findPageById, type Content, type DisplayTime, type PageHead } from '../pages/index.js'
import {
  compareContents,
  getRevision,
  getRevisionById,
  loadContentNames,
  type ContentComparison,
} from '../revisions/index.js'
import { findConflict } from './amend.js'
import { resolutionModel, versionHref, type ResolutionModel } from './resolution-model.js'
import type { ConflictModel } from './conflict-model.js'
import { loadFormConflict } from './form-conflict.js'
import { decisionModel, type DecisionModel } from './decision-model.js'
import { listDecisions } from './decision-store.js'
import { pageArchivedMessage, reviewExpected } from './messages.js'
import type { PagePreview } from './page-form-model.js'
import { previewOf } from './page-preview.js'
import { authorActionsOn, type AuthorAction } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import { listOf, pageLink, stateTag, suggestionHeading, suggestionHeadings, waysOn } from './suggestion-model.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'
import { listVersions, type Version } from './version-store.js'

interface SuggestionModel extends PageModel {
  readonly heading: string
  readonly state: Tag
  readonly sentAt: DisplayTime
  readonly by: SafeHtml
  /** What happens next, or what the author can do. Undefined once the suggestion is closed. */
  readonly nextStep: string | undefined
  readonly resolution: ResolutionModel | undefined
  /** Both texts, for an author whose suggestion conflicts with a newer change to its page. */
  readonly conflict: ConflictModel | undefined
  readonly note: string
  readonly actions: ReadonlySet<AuthorAction>
  readonly href: string
  /** Undefined for people who may not review. */
  readonly reviewHref: string | undefined
  /** Undefined for people who may not block the author. */
  readonly blockHref: string | undefined
  /** Undefined while the page is not published. */
  readonly pageLink: Link | undefined
  readonly publishedRevisionHref: string | undefined
  readonly decisions: readonly DecisionModel[]
  readonly waysOn: readonly Link[]
  readonly headings: ReturnType<typeof suggestionHeadings>
  /** Undefined for a new page, in which nothing changed. */
  readonly comparison: ContentComparison | undefined
  readonly preview: PagePreview
  readonly versions: readonly VersionLink[]
}

interface VersionLink {
  readonly number: number
  readonly time: DisplayTime
  /** The moderator who resolved a conflict with this version. */
  readonly resolvedBy: string | null
  readonly href: string
  readonly isCurrent: boolean
}

export const suggestionView = view<SuggestionModel>('review/suggestion')

/** A suggestion as its author and moderators see it. */
export async function showSuggestion(deps: Deps, req: Request, res: Response): Promise<void> {
  const { db, config, clock } = deps
  const suggestion = await suggestionAt(db, req)
  const { current } = suggestion
  const actor = memberOf(req)
  const isOwn = suggestion.authorId === actor.id
  const now = clock.now()
  const page = await findPageById(db, suggestion.pageId)
  const heading = suggestionHeading(suggestion, page)
  const { section, link } = listOf(suggestion, actor)
  const { before, after } = await contentsToShow(db, suggestion)
  const names = await loadContentNames(db, config, [before, after])
  show(req, res, suggestionView, {
    pageTitle: heading,
    section,
    noindex: true,
    breadcrumbs: [link],
    heading,
    state: stateTag(suggestion),
    sentAt: displayTime(suggestion.createdAt, now),
    by: attributionHtml(current.author.attribution),
    nextStep: await nextStepOf(deps, suggestion, actor),
    resolution: resolutionModel(
      { ...current, id: suggestion.id, version: current.number, state: suggestion.state },
      isOwn ? 'your' : 'the author’s',
    ),
    conflict: await conflictFor(deps, suggestion, actor),
    note: current.note,
    actions: authorActionsOn(suggestion, actor),
    href: `/suggestions/${suggestion.id}`,
    blockHref: canManageMembers(actor) && !isOwn ? `/admin/suggestions/${suggestion.id}/author/block` : undefined,
    reviewHref: canReview(actor) ? `/review/${suggestion.id}` : undefined,
    pageLink: page && pageLink(page),
    publishedRevisionHref: publishedRevisionHref(suggestion, page),
    decisions: (await listDecisions(db, suggestion.id)).map(decision => decisionModel(decision, now)),
    waysOn: waysOn(suggestion, page, actor),
    headings: suggestionHeadings(suggestion, { isOwn, isResolution: current.resolverLabel !== null }),
    comparison: before && compareContents(before, after, names),
    preview: await previewOf(deps, after, names),
    versions: (await listVersions(db, suggestion)).map(version => versionLink(suggestion, version, now)),
  })
}

/**
 * The text and what it is compared with, which is undefined for a new page: what was suggested; once a moderator has
 * combined it with a newer revision and it is published, what was published.
 */
async function contentsToShow(
  db: Reader,
  { pageId, current, publishedNumber }: Suggestion,
): Promise<{ readonly before: Content | undefined; readonly after: Content }> {
  if (current.resolverLabel !== null && publishedNumber !== null) {
    const published = await getRevision(db, pageId, publishedNumber)
    return { before: (await getRevision(db, pageId, publishedNumber - 1)).content, after: published.content }
  }
  const { baseRevisionId, content } = current
  const before = baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
  return { before, after: content }
}

async function conflictFor(deps: Deps, suggestion: Suggestion, actor: Actor): Promise<ConflictModel | undefined> {
  if (!authorActionsOn(suggestion, actor).has('amend')) return undefined
  const conflict = await findConflict(deps.db, suggestion)
  return conflict && loadFormConflict(deps, conflict.merge, { by: conflict.by, ours: 'Yours', side: 'reader' })
}

const versionLink = ({ id, current }: Suggestion, version: Version, now: Instant): VersionLink => ({
  number: version.number,
  time: displayTime(version.createdAt, now),
  resolvedBy: version.resolverLabel,
  href: versionHref(id, version.number),
  isCurrent: version.number === current.number,
})

const publishedRevisionHref = ({ publishedNumber }: Suggestion, page: PageHead | undefined): string | undefined =>
  publishedNumber !== null && page ? `${addressOf(page)}/revisions/${publishedNumber}` : undefined

async function nextStepOf(deps: Deps, suggestion: Suggestion, actor: Actor): Promise<string | undefined> {
  const isOwn = suggestion.authorId === actor?.id
  if (suggestion.state !== 'pending') return undefined
  if (suggestion.isPageArchived) return pageArchivedMessage(isOwn)
  if (suggestion.waitingOn === 'moderator')
    return reviewExpected(await loadUsualWait(deps, suggestion.current.createdAt))
  return isOwn ? 'Edit your suggestion to send it back for review.' : 'We are waiting for the author to edit it.'
}
