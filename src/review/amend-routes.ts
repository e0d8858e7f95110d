import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import { Forbidden } from '../platform/errors.js'
import { notify, routesOf, seeOther, type FormValues, type Route } from '../platform/http/index.js'
import { newId } from '../platform/ids.js'
import { kinds } from '../pages/index.js'
import type { SearchDeps } from '../search/index.js'
import { amend, findConflict, requireAmendable } from './amend.js'
import { decodeBase, encodeBase } from './form-base.js'
import { isUnresolved, loadFormConflict, unresolvedError } from './form-conflict.js'
import { noticeWhyNot, reviewedBeforePublishing } from './messages.js'
import { redirectAfterSave, showOutdated, showSentDifferently, showUnchanged } from './page-form-results.js'
import { showPageForm, showUnfinishedForm, valuesFromContent } from './page-form.js'
import type { PageFormSettings } from './page-form-model.js'
import { parsePageForm, type CompletedPageForm } from './posted-page-form.js'
import { authorActionsOn } from './rules.js'
import type { EditConflict } from './submission.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { loadUsualWait } from './usual-wait.js'

/** Amending a suggestion that nobody has decided on yet. */
export const amendRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/suggestions/:id/amend', member, (req, res) => showAmend(deps, req, res))
    routes.post('/suggestions/:id/amend', member, (req, res) => submitAmend(deps, req, res), {
      writesText: 'edit your suggestion',
      limit: 'texts',
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
  const { content, note, author, number: version } = suggestion.current
  const values = { ...valuesFromContent(content), note, shownAs: author.shownAs, key: newId() }
  const form = await amendForm(deps, suggestion)
  const conflict = await findConflict(deps.db, suggestion)
  if (conflict) return showConflict(deps, req, res, form, { values, version, conflict, status: 200 })
  await showPageForm(deps, req, res, form, {
    values: { ...values, base: encodeBase({ version, revisionId: undefined }) },
  })
}

/** The form with both texts merged, below what each side wrote. Sending it bases the suggestion on the newest revision. */
async function showConflict(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values, version, conflict, status }: AmendConflict,
): Promise<void> {
  const { merge, revisionId, by } = conflict
  const contents = {
    values: { ...values, ...valuesFromContent(merge.content), base: encodeBase({ version, revisionId }), key: newId() },
    conflict: await loadFormConflict(deps, merge, { by, ours: 'Yours', side: 'reader' }),
  }
  await showPageForm(deps, req, res, { ...form, ...inConflict }, contents, status)
}

const inConflict = {
  heading: 'The page has changed since you sent your suggestion',
  pageTitle: 'Conflict: edit your suggestion',
  submitLabel: 'Send the merged page for review',
}

/** A suggestion whose author has to resolve a conflict, with what the form held. */
interface AmendConflict {
  readonly values: FormValues
  readonly version: number
  readonly conflict: EditConflict
  readonly status: number
}

/** 422: the form was sent with both versions of the lines that conflict. */
async function showUnresolved(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values }: CompletedPageForm,
  { merge, by }: EditConflict,
): Promise<void> {
  const conflict = await loadFormConflict(deps, merge, { by, ours: 'Yours', side: 'reader' })
  const contents = { values, conflict, asksToKeepBoth: true, errors: [unresolvedError] }
  await showPageForm(deps, req, res, { ...form, ...inConflict }, contents, 422)
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
  const { submission, values } = posted
  const base = decodeBase(posted.base)
  const before = await findConflict(deps.db, suggestion)
  const isBeforeUs = before?.revisionId === base.revisionId && suggestion.current.number === base.version
  if (before && isBeforeUs && !posted.keepsBoth && isUnresolved(before.merge, submission.content))
    return showUnresolved(deps, req, res, form, posted, before)
  const outcome = await amend(deps, actor, suggestion.id, { ...submission, ...base })
  switch (outcome.result) {
    case 'unchanged':
      return showUnchanged(deps, req, res, form, posted)
    case 'sent-differently':
      return showSentDifferently(deps, req, res, form, posted, outcome)
    case 'outdated': {
      const { id, current } = await suggestionAt(deps.db, req)
      const contents = { values: { ...values, key: newId(), base: encodeBase({ ...base, version: current.number }) } }
      return showOutdated(deps, req, res, form, contents, { message: outdatedMessage, href: `/suggestions/${id}` })
    }
    case 'conflict':
      return showConflict(deps, req, res, form, { values, version: base.version, conflict: outcome, status: 409 })
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
