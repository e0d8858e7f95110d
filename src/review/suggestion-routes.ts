import type { Request, Response } from 'express'
import { actorOf, member, memberOf, type Actor } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { notify, routesOf, seeOther, show, view, type PageModel, type Route, type Tag } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { addressOf, displayTime, findPageById, themeName, type DisplayTime, type PageHead } from '../pages/index.js'
import { compareContents, getRevisionById, loadContentNames, type ContentComparison } from '../revisions/index.js'
import { listAmendments, type Amendment } from './amendment-store.js'
import { listDecisions } from './decision-store.js'
import { reviewExpected } from './messages.js'
import { authorActionsOn, canReview, type AuthorAction } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'
import { decisionModel, stateTag, suggestionHeading, type DecisionModel } from './view-models.js'
import { withdraw } from './withdraw.js'

/** A suggestion as its author and moderators see it, every text it has had, and withdrawing it. */
export const suggestionRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/suggestions/:id', member, (req, res) => showSuggestion(deps, req, res))
    routes.get('/suggestions/:id/amendments/:ordinal', member, (req, res) => showAmendment(deps, req, res))
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
  readonly pageHref: string | undefined
  readonly publishedRevisionHref: string | undefined
  readonly decisions: readonly DecisionModel[]
  readonly comparisonHeading: string
  readonly comparison: ContentComparison
  readonly html: SafeHtml
  readonly amendments: readonly AmendmentLink[]
}

interface AmendmentLink {
  readonly ordinal: number
  readonly time: DisplayTime
  /** The moderator who resolved a conflict by this text. */
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
  const amendments = await listAmendments(db, suggestion)
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
    pageHref: page && addressOf(page),
    publishedRevisionHref: publishedRevisionHref(suggestion, page),
    decisions: decisions.map(decision => decisionModel(decision, now)),
    comparisonHeading: suggestion.authorId === actor?.id ? 'What you suggest' : 'What it suggests',
    comparison: compareContents(base, content, await loadContentNames(db, config, [base, content])),
    html: (await renderer.render(content.body)).html,
    amendments: amendments.map(amendment => ({
      ordinal: amendment.ordinal,
      time: displayTime(amendment.createdAt, now),
      resolvedBy: amendment.resolverLabel,
      href: `/suggestions/${suggestion.id}/amendments/${amendment.ordinal}`,
      isCurrent: amendment.ordinal === suggestion.current.ordinal,
    })),
  })
}

const publishedRevisionHref = ({ publishedNumber }: Suggestion, page: PageHead | undefined): string | undefined =>
  publishedNumber !== null && page ? `${addressOf(page)}/revisions/${publishedNumber}` : undefined

async function nextStepOf(deps: Deps, suggestion: Suggestion, actor: Actor): Promise<string | undefined> {
  if (suggestion.state !== 'pending') return undefined
  if (suggestion.waitingOn === 'moderator')
    return reviewExpected(await loadUsualWait(deps, suggestion.current.createdAt))
  return authorActionsOn(suggestion, actor).has('amend')
    ? 'Amend it to send it back to the moderators.'
    : 'The author has to amend it before it can be reviewed again.'
}

interface AmendmentModel extends PageModel {
  readonly caption: string
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly theme: string
  readonly time: DisplayTime
  readonly by: string
  readonly comparisonHeading: string
  /** Undefined for the first text. */
  readonly comparison: ContentComparison | undefined
  readonly html: SafeHtml
  readonly suggestionHref: string
}

export const amendmentView = view<AmendmentModel>('review/amendment')

async function showAmendment({ db, config, clock, renderer }: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(db, req)
  const amendments = await listAmendments(db, suggestion)
  const amendment = amendments.find(({ ordinal }) => String(ordinal) === req.params['ordinal'])
  if (!amendment) throw new NotFound('text')
  const { ordinal, content } = amendment
  const suggestionHref = `/suggestions/${suggestion.id}`
  const earlier = amendments.find(candidate => candidate.ordinal === ordinal - 1)
  show(req, res, amendmentView, {
    pageTitle: `Text ${ordinal} of a suggestion`,
    noindex: true,
    breadcrumbs: [{ text: 'Suggestion', href: suggestionHref }],
    caption: `Text ${ordinal} of ${amendments.length} of a suggestion`,
    title: content.title,
    summary: content.summary,
    tags: content.tags,
    theme: themeName(config, content.theme),
    time: displayTime(amendment.createdAt, clock.now()),
    by: amendment.resolverLabel ?? amendment.author.label,
    comparisonHeading: `What changed from text ${ordinal - 1}`,
    comparison: earlier && (await compareAmendments({ db, config }, earlier, amendment)),
    html: (await renderer.render(content.body)).html,
    suggestionHref,
  })
}

const compareAmendments = async (
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { content: before }: Amendment,
  { content: after }: Amendment,
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
