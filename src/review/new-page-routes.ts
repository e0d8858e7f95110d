import type { Request, Response } from 'express'
import { member, memberOf, publishesWithoutReview, reader, type Member } from '../accounts/index.js'
import { queryParam, routesOf, type Route } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { allKinds, bodyTemplate, type KindDefinition } from '../pages/index.js'
import type { SearchDeps } from '../search/index.js'
import { documentPage } from './document-page.js'
import { nextStepFor, redirectAfterSave, showSameTitle, showSentDifferently } from './page-form-results.js'
import { showPageForm, showUnfinishedForm } from './page-form.js'
import type { PageFormSettings } from './page-form-model.js'
import { parsePageForm } from './posted-page-form.js'
import { showQuestion } from './question.js'

/** Documenting a new page: first the question whether it exists already, then the form. */
export const newPageRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    for (const definition of allKinds) {
      const path = `/${definition.path}/new`
      routes.get(path, reader, (req, res) => showQuestion(deps, req, res, definition))
      routes.get(`${path}/write`, member, (req, res) => showNewPage(deps, req, res, definition), {
        signInTo: 'write a new page',
      })
      routes.post(`${path}/write`, member, (req, res) => submitNewPage(deps, req, res, definition), {
        writesText: `add a ${definition.singular}`,
        limit: 'texts',
      })
    }
  })

/** The form, with the title that was typed as the question's answer, and a link to the page that led here. */
async function showNewPage(deps: SearchDeps, req: Request, res: Response, definition: KindDefinition): Promise<void> {
  const actor = memberOf(req)
  const linkedPageId = queryParam(req.query['for'])
  await showPageForm(deps, req, res, await newPageForm(deps, definition, actor), {
    values: {
      title: queryParam(req.query['title']) ?? '',
      body: bodyTemplate(definition.kind),
      links: isId(linkedPageId) ? [linkedPageId] : [],
      shownAs: actor.shownAs,
      key: newId(),
    },
  })
}

async function submitNewPage(deps: SearchDeps, req: Request, res: Response, definition: KindDefinition): Promise<void> {
  const actor = memberOf(req)
  const form = await newPageForm(deps, definition, actor)
  const posted = parsePageForm(deps.config, form, req.body)
  if (posted.next !== 'save') return showUnfinishedForm(deps, req, res, form, posted)
  const { submission, sameTitleAs } = posted
  const outcome = await documentPage(deps, actor, definition.kind, { ...submission, sameTitleAs })
  if (outcome.result === 'same-title') return showSameTitle(deps, req, res, form, posted, outcome)
  if (outcome.result === 'sent-differently') return showSentDifferently(deps, req, res, form, posted, outcome)
  redirectAfterSave(req, res, outcome, submission.key)
}

const newPageForm = async (deps: SearchDeps, definition: KindDefinition, actor: Member): Promise<PageFormSettings> => ({
  heading: `Document a new ${definition.singular}`,
  isNew: true,
  action: `/${definition.path}/new/write`,
  definition,
  submitLabel: publishesWithoutReview(actor)
    ? `Publish this ${definition.singular}`
    : `Send this ${definition.singular} for review`,
  ...(await nextStepFor(deps, actor)),
  breadcrumbs: [
    { text: definition.heading, href: `/${definition.path}` },
    { text: `New ${definition.singular}`, href: `/${definition.path}/new` },
  ],
})
