import type { Request, Response } from 'express'
import { attributionHtml, member, memberOf, publishesWithoutReview, type Member } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict } from '../platform/errors.js'
import { queryParam, routesOf, type FormValues, type Route } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import {
  actionsOnPage,
  addressOf,
  allKinds,
  displayTime,
  findPageOrRedirect,
  getPublished,
  kinds,
  type Kind,
  type PageHead,
} from '../pages/index.js'
import { showArchived } from '../evidence/index.js'
import { getRevision, parseRevisionNumber } from '../revisions/index.js'
import type { SearchDeps } from '../search/index.js'
import { editPage } from './edit.js'
import { loadFormConflict } from './form-conflict.js'
import { nextStepFor, redirectAfterSave, showSentDifferently, showUnchanged } from './page-form-results.js'
import { showPageForm, showUnfinishedForm, valuesFromContent } from './page-form.js'
import type { PageFormSettings, PendingModel } from './page-form-model.js'
import { parsePageForm } from './posted-page-form.js'
import { canSee } from './rules.js'
import type { EditConflict } from './submission.js'
import { listPendingOn } from './suggestion-list-store.js'

/** Changing a page, and restoring what an earlier revision said. */
export const editRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    for (const { kind, path, singular } of allKinds) {
      routes.get(`/${path}/:slug/edit`, member, (req, res) => showEdit(deps, req, res, kind), {
        signInTo: 'edit this page',
      })
      routes.post(`/${path}/:slug/edit`, member, (req, res) => submitEdit(deps, req, res, kind), {
        writesText: `edit this ${singular}`,
        limit: 'texts',
      })
    }
  })

async function showEdit(deps: SearchDeps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findEditablePage(deps, req, res, kind)
  if (!page) return
  const actor = memberOf(req)
  const restoredRevision = parseRevisionNumber(queryParam(req.query['restore']))
  const { content } =
    restoredRevision === undefined
      ? await getPublished(deps.db, page.id)
      : await getRevision(deps.db, page.id, restoredRevision)
  await showPageForm(deps, req, res, await editForm(deps, page, actor), {
    restoredRevision,
    values: {
      ...valuesFromContent(content),
      shownAs: actor.shownAs,
      key: newId(),
      base: page.revisionId,
      note: restoredRevision === undefined ? '' : `Restores revision ${restoredRevision}`,
    },
  })
}

async function submitEdit(deps: SearchDeps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findEditablePage(deps, req, res, kind)
  if (!page) return
  const actor = memberOf(req)
  const form = await editForm(deps, page, actor)
  const posted = parsePageForm(deps.config, form, req.body)
  if (posted.next !== 'save') return showUnfinishedForm(deps, req, res, form, posted)
  const { submission, base, values } = posted
  if (!isId(base))
    throw new Conflict(
      'We cannot tell which revision you started from. Copy your text, open the page again and paste it there.',
    )
  const outcome = await editPage(deps, actor, page.id, { ...submission, baseRevisionId: base })
  switch (outcome.result) {
    case 'unchanged':
      return showUnchanged(deps, req, res, form, posted)
    case 'sent-differently':
      return showSentDifferently(deps, req, res, form, posted, outcome)
    case 'conflict':
      return showEditConflict(deps, req, res, form, values, outcome)
    default:
      redirectAfterSave(req, res, outcome, submission.key)
  }
}

/** The page to edit. When the member cannot edit it, because it is archived, shows that and returns undefined. */
async function findEditablePage(
  deps: SearchDeps,
  req: Request,
  res: Response,
  kind: Kind,
): Promise<PageHead | undefined> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (!page || actionsOnPage(page, memberOf(req)).has('edit')) return page
  showArchived(req, res, page, 'you cannot edit it')
  return undefined
}

interface EditForm extends PageFormSettings {
  /** What the button says after a conflict. */
  readonly mergedSubmitLabel: string
}

async function editForm(deps: SearchDeps, page: PageHead, actor: Member): Promise<EditForm> {
  const definition = kinds[page.kind]
  return {
    heading: `Edit “${page.title}”`,
    action: `${addressOf(page)}/edit`,
    definition,
    pending: await pendingModels(deps, page, actor),
    ...(publishesWithoutReview(actor) ? publishing : suggesting),
    ...(await nextStepFor(deps, actor)),
    ...(page.archivedAt !== null && whileArchived),
    breadcrumbs: [
      { text: definition.heading, href: `/${definition.path}` },
      { text: page.title, href: addressOf(page) },
    ],
  }
}

const publishing = { submitLabel: 'Publish this change', mergedSubmitLabel: 'Publish the merged page' }
const suggesting = { submitLabel: 'Suggest this change', mergedSubmitLabel: 'Send the merged page for review' }

/** What differs for an archived page, which only moderators can change. */
const whileArchived = {
  pageNotice: 'This page is archived. It stays archived after you save your change.',
  submitLabel: 'Save this change',
  mergedSubmitLabel: 'Save the merged text',
  nextStep: 'We will save this straight away. Another moderator may check it later.',
}

async function pendingModels({ db, clock }: Deps, page: PageHead, actor: Member): Promise<readonly PendingModel[]> {
  const now = clock.now()
  const pending = await listPendingOn(db, page.id)
  return pending.map(suggestion => {
    const isVisible = canSee(suggestion, actor)
    return {
      by: isVisible ? attributionHtml(suggestion.attribution) : undefined,
      isOwn: suggestion.authorId === actor.id,
      href: isVisible ? `/suggestions/${suggestion.id}` : undefined,
      time: displayTime(suggestion.createdAt, now),
    }
  })
}

/** 409: the form with the merged text, below what each side wrote. Sending it is an edit of the newest revision. */
async function showEditConflict(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: EditForm,
  values: FormValues,
  { merge, revisionId, by }: EditConflict,
): Promise<void> {
  await showPageForm(
    deps,
    req,
    res,
    {
      ...form,
      heading: 'Someone changed this part while you were writing',
      pageTitle: `Conflict: ${form.heading}`,
      submitLabel: form.mergedSubmitLabel,
    },
    {
      values: { ...values, ...valuesFromContent(merge.content), base: revisionId, key: newId() },
      conflict: await loadFormConflict(deps, merge, { by, ours: 'Yours', side: 'reader' }),
    },
    409,
  )
}
