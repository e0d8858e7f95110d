import type { Request, Response } from 'express'
import { memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { fieldErrorFrom, show, view, type FormValues } from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { truncateText } from '../platform/text.js'
import { listPagesByIds, type Content } from '../pages/index.js'
import { loadContentNames } from '../revisions/index.js'
import { searchPages, type SearchDeps } from '../search/index.js'
import { MAX_SEARCH_LENGTH } from './forms.js'
import {
  linkedIdsIn,
  pageFormModel,
  type FoundPage,
  type PageFormSettings,
  type PageFormContents,
  type PageFormModel,
} from './page-form-model.js'
import { unsavedPreviewOf } from './page-preview.js'
import type { UnfinishedPageForm } from './posted-page-form.js'

/** Enough results to choose from, few enough to read between two fields. */
const LINK_RESULTS = 12

export const pageFormView = view<PageFormModel>('review/page-form')

/** Shows the form with what was typed. */
export async function showPageForm(
  deps: Pick<Deps, 'db' | 'config'>,
  req: Request,
  res: Response,
  form: PageFormSettings,
  contents: PageFormContents,
  status = 200,
): Promise<void> {
  const model = pageFormModel(form, contents, {
    config: deps.config,
    actor: memberOf(req),
    sentKey: sentKeyOf(req),
    linkedPages: await listPagesByIds(deps.db, linkedIdsIn(contents.values)),
  })
  show(req, res, pageFormView, model, status)
}

function sentKeyOf(req: Request): string {
  const key = (req.body as Record<string, unknown> | undefined)?.['key']
  return isId(key) ? key : ''
}

/** Shows a form that is not to be saved yet again: with the pages found, the preview, or the errors (422). */
export async function showUnfinishedForm(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  posted: UnfinishedPageForm,
): Promise<void> {
  const { values } = posted
  switch (posted.next) {
    case 'find':
      return showPageForm(deps, req, res, form, { values, linkResults: await findPages(deps, form, values) })
    case 'preview':
      return showPreview(deps, req, res, form, posted)
    case 'correct':
      return showPageForm(deps, req, res, form, { values, errors: posted.errors }, 422)
  }
}

/** Shows the form with the preview, or with everything that was typed and why there is no preview. */
async function showPreview(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values, content }: { readonly values: FormValues; readonly content: Content },
): Promise<void> {
  const names = await loadContentNames(deps.db, deps.config, [content])
  try {
    const preview = await unsavedPreviewOf(deps, memberOf(req), content, names)
    return await showPageForm(deps, req, res, form, { values, preview })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(error.retryAfterSeconds))
    const errors = [fieldErrorFrom(error, 'body')]
    return showPageForm(deps, req, res, form, { values, errors }, error.status)
  }
}

function findPages(deps: SearchDeps, form: PageFormSettings, values: FormValues): Promise<readonly FoundPage[]> {
  const typed = truncateText(String(values['find'] ?? ''), MAX_SEARCH_LENGTH)
  return searchPages(deps.searcher, typed, form.definition.linksTo, LINK_RESULTS)
}

/** Content as the form's fields hold it. */
export const valuesFromContent = (content: Content): FormValues => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: content.tags.join(', '),
  links: content.links,
  body: content.body,
})
