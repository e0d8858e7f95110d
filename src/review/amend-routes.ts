import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import { routesOf, type Route } from '../platform/http/index.js'
import { newId } from '../platform/ids.js'
import { showArchived } from '../evidence/index.js'
import { getPageById, kinds } from '../pages/index.js'
import type { SearchDeps } from '../search/index.js'
import { amend } from './amend.js'
import { reviewedBeforePublishing, whyNot } from './messages.js'
import { newestVersion, redirectAfterSave, showSentDifferently, showUnchanged } from './page-form-results.js'
import { readPageForm, showPageForm, valuesFromContent, type CompletedPageForm } from './page-form.js'
import type { PageFormSettings } from './page-form-model.js'
import { authorActionsOn } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'

/** Amending a suggestion that nobody has decided on yet. */
export const amendRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/suggestions/:id/amend', member, (req, res) => showAmend(deps, req, res))
    routes.post('/suggestions/:id/amend', member, (req, res) => submitAmend(deps, req, res), {
      writesText: 'edit your suggestion',
    })
  })

async function showAmend(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const actor = memberOf(req)
  if (suggestion.authorId !== actor.id) throw new Forbidden('You cannot edit somebody else’s suggestion.')
  if (!authorActionsOn(suggestion, actor).has('amend')) return showCannotAmend(deps, req, res, suggestion)
  const { content, note, author, number } = suggestion.current
  await showPageForm(deps, req, res, await amendForm(deps, suggestion), {
    values: { ...valuesFromContent(content), note, shownAs: author.shownAs, key: newId(), base: String(number) },
  })
}

/** @throws Conflict when the suggestion is closed */
async function showCannotAmend(deps: SearchDeps, req: Request, res: Response, suggestion: Suggestion): Promise<void> {
  if (suggestion.state !== 'pending') throw new Conflict(whyNot(suggestion, 'amend'))
  const page = await getPageById(deps.db, suggestion.pageId)
  showArchived(req, res, page, 'you cannot edit your suggestion. You can withdraw it from “My suggestions”')
}

async function submitAmend(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const form = await amendForm(deps, suggestion)
  const completed = await readPageForm(deps, req, res, form)
  if (!completed) return
  const { submission, input } = completed
  try {
    const outcome = await amend(deps, memberOf(req), suggestion.id, { ...submission, version: Number(input.base) })
    if (outcome.result === 'unchanged') return await showUnchanged(deps, req, res, form, completed)
    if (outcome.result === 'sent-differently')
      return await showSentDifferently(deps, req, res, form, completed, outcome)
    redirectAfterSave(req, res, outcome, submission.key)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    await showOutdated(deps, req, res, form, completed, error.message)
  }
}

/** 409: the form with what was typed. While the suggestion is open, sending it again adds a newer version. */
async function showOutdated(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values }: CompletedPageForm,
  message: string,
): Promise<void> {
  const newest = await suggestionAt(deps.db, req)
  const canSendAgain = authorActionsOn(newest, memberOf(req)).has('amend')
  await showPageForm(
    deps,
    req,
    res,
    form,
    {
      values: { ...values, key: newId(), base: String(newest.current.number) },
      savedInstead: newestVersion(`/suggestions/${newest.id}`, canSendAgain),
      errors: [{ field: '', message }],
    },
    409,
  )
}

async function amendForm(deps: SearchDeps, suggestion: Suggestion): Promise<PageFormSettings> {
  const usualWait = await loadUsualWait(deps)
  return {
    heading: 'Edit your suggestion',
    section: 'suggestions',
    action: `/suggestions/${suggestion.id}/amend`,
    definition: kinds[suggestion.kind],
    submitLabel: 'Send the edited suggestion',
    nextStep: `${reviewedBeforePublishing(usualWait)} We keep the earlier version.`,
    breadcrumbs: [
      { text: 'My suggestions', href: '/account/suggestions' },
      { text: 'Suggestion', href: `/suggestions/${suggestion.id}` },
    ],
  }
}
