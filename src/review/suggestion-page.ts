import type { Request, Response } from 'express'
import { memberOf, type Actor } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import { show, view, type Link, type PageModel, type Tag } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { addressOf, displayTime, findPageById, type DisplayTime, type PageHead } from '../pages/index.js'
import { compareContents, getRevisionById, loadContentNames, type ContentComparison } from '../revisions/index.js'
import { listDecisions } from './decision-store.js'
import { pageArchivedMessage, reviewExpected } from './messages.js'
import { authorActionsOn, canReview, type AuthorAction } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'
import { listVersions, type Version } from './version-store.js'
import {
  combinedModel,
  decisionModel,
  listOf,
  pageLink,
  stateTag,
  suggestionHeading,
  versionHref,
  type CombinedModel,
  type DecisionModel,
} from './view-models.js'

interface SuggestionModel extends PageModel {
  readonly heading: string
  readonly state: Tag
  readonly sentAt: DisplayTime
  readonly by: string
  /** What happens next, or what the author can do. Undefined once the suggestion is closed. */
  readonly nextStep: string | undefined
  readonly combined: CombinedModel | undefined
  readonly note: string
  readonly actions: ReadonlySet<AuthorAction>
  readonly href: string
  /** Undefined for people who may not review. */
  readonly reviewHref: string | undefined
  /** Undefined while the page is not published. */
  readonly pageLink: Link | undefined
  readonly publishedRevisionHref: string | undefined
  readonly decisions: readonly DecisionModel[]
  readonly comparisonHeading: string
  readonly comparison: ContentComparison
  readonly html: SafeHtml
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
  const { db, clock, renderer } = deps
  const suggestion = await suggestionAt(db, req)
  const { current } = suggestion
  const actor = memberOf(req)
  const isOwn = suggestion.authorId === actor.id
  const now = clock.now()
  const page = await findPageById(db, suggestion.pageId)
  const heading = suggestionHeading(suggestion, page)
  const { section, link } = listOf(suggestion, actor)
  show(req, res, suggestionView, {
    pageTitle: heading,
    section,
    noindex: true,
    breadcrumbs: [link],
    heading,
    state: stateTag(suggestion),
    sentAt: displayTime(suggestion.createdAt, now),
    by: current.author.label,
    nextStep: await nextStepOf(deps, suggestion, actor),
    combined: combinedModel(
      { ...current, id: suggestion.id, version: current.number },
      isOwn ? 'your' : 'the author’s',
    ),
    note: current.note,
    actions: authorActionsOn(suggestion, actor),
    href: `/suggestions/${suggestion.id}`,
    reviewHref: canReview(actor) ? `/review/${suggestion.id}` : undefined,
    pageLink: page && pageLink(page),
    publishedRevisionHref: publishedRevisionHref(suggestion, page),
    decisions: (await listDecisions(db, suggestion.id)).map(decision => decisionModel(decision, now)),
    comparisonHeading: isOwn ? 'Your changes' : 'Suggested changes',
    comparison: await compareWithBase(deps, current),
    html: (await renderer.render(current.content.body)).html,
    versions: (await listVersions(db, suggestion)).map(version => versionLink(suggestion, version, now)),
  })
}

async function compareWithBase(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { baseRevisionId, content }: Version,
): Promise<ContentComparison> {
  const base = baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
  return compareContents(base, content, await loadContentNames(db, config, [base, content]))
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
  return isOwn ? 'Amend your suggestion to send it back for review.' : 'We are waiting for the author to amend it.'
}
