import type { Request, Response } from 'express'
import { memberOf, moderator, type Attribution } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import { Forbidden } from '../platform/errors.js'
import { markFormSaved, notify, routesOf, seeOther, type Route } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { kinds, type Content } from '../pages/index.js'
import { getRevisionById, mergeContent, type ContentMerge } from '../revisions/index.js'
import type { SearchDeps } from '../search/index.js'
import { NOBODY } from './conflict-model.js'
import { decodeBase, encodeBase, type FormBase } from './form-base.js'
import { isUnresolved, loadFormConflict, unresolvedError } from './form-conflict.js'
import { showPageForm, showUnfinishedForm, valuesFromContent } from './page-form.js'
import type { PageFormSettings } from './page-form-model.js'
import { showOutdated } from './page-form-results.js'
import { parsePageForm, type CompletedPageForm } from './posted-page-form.js'
import { loadProposal, type Proposal } from './proposal.js'
import { requireResolvable, resolveConflict, whyNotResolvable } from './resolve-conflict.js'
import { resolutionObstacle } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'

/** Resolving a conflict between a suggestion and a newer change to its page. */
export const resolveRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/review/:id/resolve', moderator, (req, res) => showResolve(deps, req, res))
    routes.post('/review/:id/resolve', moderator, (req, res) => submitResolve(deps, req, res), {
      writesText: 'resolve the conflict and publish the result',
    })
  })

async function showResolve(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const proposal = await loadProposal(deps.db, suggestion)
  const obstacle = resolutionObstacle(suggestion, proposal, memberOf(req))
  if (obstacle === 'forbidden') throw new Forbidden('You cannot resolve a conflict in this suggestion.')
  const { merge, published } = proposal
  if (merge && published && !obstacle) return showMerged(deps, req, res, suggestion, merge, published)
  const text = await whyNotResolvable(deps.db, suggestion, obstacle ?? 'no-conflict')
  notify(req, { type: 'neutral', heading: 'You cannot resolve a conflict here', text })
  seeOther(res, `/review/${suggestion.id}`)
}

/** The form with both texts merged, below what each side wrote. */
async function showMerged(
  deps: SearchDeps,
  req: Request,
  res: Response,
  suggestion: Suggestion,
  merge: ContentMerge,
  { revisionId, by }: { readonly revisionId: string; readonly by: Attribution },
): Promise<void> {
  const { current } = suggestion
  await showPageForm(deps, req, res, resolveForm(suggestion), {
    values: {
      ...valuesFromContent(merge.content),
      shownAs: current.author.shownAs,
      key: newId(),
      base: encodeBase({ version: current.number, revisionId }),
    },
    conflict: await loadFormConflict(deps, merge, { by, ours: 'The suggestion', side: 'suggestion' }),
  })
}

async function submitResolve(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const actor = memberOf(req)
  const form = resolveForm(suggestion)
  const posted = parsePageForm(deps.config, form, req.body)
  if (posted.next !== 'save') {
    // Do not let anybody go on with a text that they cannot send.
    await requireResolvable(deps.db, suggestion, actor)
    return showUnfinishedForm(deps, req, res, form, posted)
  }
  const { content, key } = posted.submission
  const { version, revisionId = '' } = decodeBase(posted.base)
  const { merge, published } = await loadProposal(deps.db, suggestion)
  const isCurrent = version === suggestion.current.number && revisionId === published?.revisionId
  if (merge && isCurrent && !posted.keepsBoth && isUnresolved(merge, content))
    return showUnresolved(deps, req, res, suggestion, posted, merge, published.by)
  const outcome = await resolveConflict(deps, actor, {
    id: suggestion.id,
    content,
    version,
    baseRevisionId: revisionId,
  })
  if (outcome.result === 'outdated') return showMergedAgain(deps, req, res, posted)
  markFormSaved(req, key)
  notify(req, { heading: 'Conflict resolved', text: 'Nothing is published yet. Check the result below, then decide.' })
  seeOther(res, `/review/${suggestion.id}`)
}

/** 422: the form was sent with both versions of the lines that conflict. */
async function showUnresolved(
  deps: SearchDeps,
  req: Request,
  res: Response,
  suggestion: Suggestion,
  { values }: CompletedPageForm,
  merge: ContentMerge,
  by: Attribution,
): Promise<void> {
  const conflict = await loadFormConflict(deps, merge, { by, ours: 'The suggestion', side: 'suggestion' })
  const contents = { values, conflict, asksToKeepBoth: true, errors: [unresolvedError] }
  await showPageForm(deps, req, res, resolveForm(suggestion), contents, 422)
}

/** 409: the resolved text, merged with what the page says by now. It can be sent from there. */
async function showMergedAgain(
  deps: SearchDeps,
  req: Request,
  res: Response,
  { submission, base, values }: CompletedPageForm,
): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const { published } = await requireResolvable(deps.db, suggestion, memberOf(req))
  const { merge, revisionId, by } = await mergeWithPublished(deps.db, submission.content, decodeBase(base), published)
  const contents = {
    values: {
      ...values,
      ...valuesFromContent(merge.content),
      base: encodeBase({ version: suggestion.current.number, revisionId }),
    },
    conflict: merge.clean
      ? undefined
      : await loadFormConflict(deps, merge, { by, ours: 'Your resolved text', side: 'reader' }),
  }
  await showOutdated(deps, req, res, resolveForm(suggestion), contents, {
    message: 'The suggestion or its page changed again while you were resolving the conflict. Your text is below.',
    href: `/review/${suggestion.id}`,
  })
}

/** Merges a resolved text with what the page says by now. */
async function mergeWithPublished(
  db: Reader,
  resolved: Content,
  { revisionId }: FormBase,
  published: Proposal['published'],
): Promise<{ readonly merge: ContentMerge; readonly revisionId: string; readonly by: Attribution }> {
  const base = published && isId(revisionId) ? (await getRevisionById(db, revisionId)).content : resolved
  const merge = mergeContent(base, resolved, published?.content ?? resolved)
  return { merge, revisionId: published?.revisionId ?? '', by: published?.by ?? NOBODY }
}

const resolveForm = (suggestion: Suggestion): PageFormSettings => ({
  heading: 'Resolve the conflict',
  action: `/review/${suggestion.id}/resolve`,
  definition: kinds[suggestion.kind],
  submitLabel: 'Save the merged text',
  section: 'review',
  keepsAuthor: true,
  nextStep: 'This does not publish anything yet. Next, check the result and decide. We keep the author’s own version.',
  breadcrumbs: [
    { text: 'Review', href: '/review' },
    { text: 'Suggestion', href: `/review/${suggestion.id}` },
  ],
})
