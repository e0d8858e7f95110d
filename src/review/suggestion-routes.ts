import type { Request, Response } from 'express'
import { actorOf, member, memberOf, type Actor } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import {
  notify,
  routesOf,
  seeOther,
  show,
  view,
  type Link,
  type PageModel,
  type Route,
  type Tag,
} from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { addressOf, displayTime, findPageById, themeName, type DisplayTime, type PageHead } from '../pages/index.js'
import { compareContents, getRevisionById, loadContentNames, type ContentComparison } from '../revisions/index.js'
import { listVersions, type Version } from './version-store.js'
import { listDecisions } from './decision-store.js'
import { reviewExpected } from './messages.js'
import { authorActionsOn, canReview, type AuthorAction } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'
import { decisionModel, pageLink, stateTag, suggestionHeading, type DecisionModel } from './view-models.js'
import { withdraw } from './withdraw.js'

/** A suggestion as its author and moderators see it, each of its versions, and withdrawing it. */
export const suggestionRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/suggestions/:id', member, (req, res) => showSuggestion(deps, req, res))
    routes.get('/suggestions/:id/versions/:number', member, (req, res) => showVersion(deps, req, res))
    routes.post('/suggestions/:id/withdraw', member, (req, res) => submitWithdraw(deps, req, res))
  })

interface SuggestionModel extends PageModel {
  readonly heading: string
  readonly state: Tag
  readonly sentAt: DisplayTime
  readonly by: string
  /** What happens next, or what the author can do. Undefined once the suggestion is closed. */
  readonly nextStep: string | undefined
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

async function showSuggestion(deps: Deps, req: Request, res: Response): Promise<void> {
  const { db, config, clock, renderer } = deps
  const suggestion = await suggestionAt(db, req)
  const actor = actorOf(req)
  const now = clock.now()
  const page = await findPageById(db, suggestion.pageId)
  const { content, baseRevisionId, author, note } = suggestion.current
  const base = baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
  const decisions = await listDecisions(db, suggestion.id)
  const versions = await listVersions(db, suggestion)
  const heading = suggestionHeading(suggestion, page)
  show(req, res, suggestionView, {
    pageTitle: heading,
    section: 'suggestions',
    noindex: true,
    breadcrumbs: [{ text: 'My suggestions', href: '/account/suggestions' }],
    heading,
    state: stateTag(suggestion),
    sentAt: displayTime(suggestion.createdAt, now),
    by: author.label,
    nextStep: await nextStepOf(deps, suggestion, actor),
    note,
    actions: authorActionsOn(suggestion, actor),
    href: `/suggestions/${suggestion.id}`,
    reviewHref: canReview(actor) ? `/review/${suggestion.id}` : undefined,
    pageLink: page && pageLink(page),
    publishedRevisionHref: publishedRevisionHref(suggestion, page),
    decisions: decisions.map(decision => decisionModel(decision, now)),
    comparisonHeading: suggestion.authorId === actor?.id ? 'Your changes' : 'Suggested changes',
    comparison: compareContents(base, content, await loadContentNames(db, config, [base, content])),
    html: (await renderer.render(content.body)).html,
    versions: versions.map(version => ({
      number: version.number,
      time: displayTime(version.createdAt, now),
      resolvedBy: version.resolverLabel,
      href: `/suggestions/${suggestion.id}/versions/${version.number}`,
      isCurrent: version.number === suggestion.current.number,
    })),
  })
}

const publishedRevisionHref = ({ publishedNumber }: Suggestion, page: PageHead | undefined): string | undefined =>
  publishedNumber !== null && page ? `${addressOf(page)}/revisions/${publishedNumber}` : undefined

async function nextStepOf(deps: Deps, suggestion: Suggestion, actor: Actor): Promise<string | undefined> {
  if (suggestion.state !== 'pending') return undefined
  if (suggestion.isPageArchived) return pageArchived(suggestion, actor)
  if (suggestion.waitingOn === 'moderator')
    return reviewExpected(await loadUsualWait(deps, suggestion.current.createdAt))
  return authorActionsOn(suggestion, actor).has('amend')
    ? 'Amend it to send it back to the moderators.'
    : 'The author has to amend it before it can be reviewed again.'
}

const pageArchived = (suggestion: Suggestion, actor: Actor): string =>
  suggestion.authorId === actor?.id
    ? 'A moderator archived this page after you sent your suggestion. While it is archived, your suggestion cannot be ' +
      'published or amended. You can leave it in case a moderator brings the page back, or withdraw it.'
    : 'A moderator archived this page after this was suggested. Bring the page back before you publish the suggestion, ' +
      'or reject it.'

interface VersionModel extends PageModel {
  readonly caption: string
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly theme: string
  readonly time: DisplayTime
  readonly by: string
  readonly comparisonHeading: string
  /** Undefined for the first version. */
  readonly comparison: ContentComparison | undefined
  readonly html: SafeHtml
  readonly suggestionHref: string
}

export const versionView = view<VersionModel>('review/version')

async function showVersion({ db, config, clock, renderer }: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(db, req)
  const versions = await listVersions(db, suggestion)
  const version = versions.find(({ number }) => String(number) === req.params['number'])
  if (!version) throw new NotFound('version')
  const { number, content } = version
  const suggestionHref = `/suggestions/${suggestion.id}`
  const earlier = versions.find(candidate => candidate.number === number - 1)
  show(req, res, versionView, {
    pageTitle: `Version ${number} of ${versions.length}: ${content.title}`,
    noindex: true,
    breadcrumbs: [{ text: 'Suggestion', href: suggestionHref }],
    caption: `Version ${number} of ${versions.length}`,
    title: content.title,
    summary: content.summary,
    tags: content.tags,
    theme: themeName(config, content.theme),
    time: displayTime(version.createdAt, clock.now()),
    by: version.resolverLabel ?? version.author.label,
    comparisonHeading: `What changed from version ${number - 1}`,
    comparison: earlier && (await compareVersions({ db, config }, earlier, version)),
    html: (await renderer.render(content.body)).html,
    suggestionHref,
  })
}

const compareVersions = async (
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { content: before }: Version,
  { content: after }: Version,
): Promise<ContentComparison> => compareContents(before, after, await loadContentNames(db, config, [before, after]))

async function submitWithdraw(deps: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  await withdraw(deps, memberOf(req), suggestion.id)
  notify(req, {
    heading: 'Withdrawn',
    text: 'Moderators will not review it. Its text stays here, so that you can copy it to suggest it again.',
  })
  seeOther(res, `/suggestions/${suggestion.id}`)
}
