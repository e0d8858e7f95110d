import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import { Forbidden } from '../platform/errors.js'
import { notify, routesOf, seeOther, type Route } from '../platform/http/index.js'
import { newId } from '../platform/ids.js'
import { kinds } from '../pages/index.js'
import type { SearchDeps } from '../search/index.js'
import { amend, requireAmendable } from './amend.js'
import { noticeWhyNot, reviewedBeforePublishing } from './messages.js'
import { redirectAfterSave, showOutdated, showSentDifferently, showUnchanged } from './page-form-results.js'
import { showPageForm, showUnfinishedForm, valuesFromContent } from './page-form.js'
import type { PageFormSettings } from './page-form-model.js'
import { parsePageForm } from './posted-page-form.js'
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
  if (!authorActionsOn(suggestion, actor).has('amend')) {
    notify(req, noticeWhyNot(suggestion, 'amend'))
    return seeOther(res, `/suggestions/${suggestion.id}`)
  }
  const { content, note, author, number } = suggestion.current
  await showPageForm(deps, req, res, await amendForm(deps, suggestion), {
    values: { ...valuesFromContent(content), note, shownAs: author.shownAs, key: newId(), base: String(number) },
  })
}

async function submitAmend(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const actor = memberOf(req)
  const form = await amendForm(deps, suggestion)
  const posted = parsePageForm(deps.config, form, req.body)
  if (posted.next !== 'save') {
    // Do not let anybody go on with a text that they cannot send.
    requireAmendable(suggestion, actor)
    return showUnfinishedForm(deps, req, res, form, posted)
  }
  const { submission, base, values } = posted
  const outcome = await amend(deps, actor, suggestion.id, { ...submission, version: Number(base) })
  switch (outcome.result) {
    case 'unchanged':
      return showUnchanged(deps, req, res, form, posted)
    case 'sent-differently':
      return showSentDifferently(deps, req, res, form, posted, outcome)
    case 'outdated': {
      const { id, current } = await suggestionAt(deps.db, req)
      const contents = { values: { ...values, key: newId(), base: String(current.number) } }
      return showOutdated(deps, req, res, form, contents, { message: outdatedMessage, href: `/suggestions/${id}` })
    }
    default:
      redirectAfterSave(req, res, outcome, submission.key)
  }
}

const outdatedMessage = 'This suggestion has been edited since you opened the form, perhaps by you in another window.'

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
