import type { Request, Response } from 'express'
import { memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { parseForm, show, view, type FormValues } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { listPagesByIds, removeEmptySections, type Content } from '../pages/index.js'
import { loadContentNames } from '../revisions/index.js'
import { searchPages, type SearchDeps } from '../search/index.js'
import { MAX_SEARCH_LENGTH, pageFormSchema, type PageInput } from './forms.js'
import {
  linkedIdsIn,
  pageFormModel,
  type FoundPage,
  type PageFormSettings,
  type PageFormContents,
  type PageFormModel,
} from './page-form-model.js'
import { previewOf } from './page-preview.js'
import type { PageSubmission } from './submission.js'
import { truncate } from '../platform/text.js'

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

/** A page form that was filled in and is to be saved. */
export interface CompletedPageForm {
  readonly input: PageInput
  readonly submission: PageSubmission
  /** The fields as typed, to show the form again. */
  readonly values: FormValues
}

/**
 * Reads the posted form. When it is not to be saved yet, because a link is looked for, a preview was asked for or
 * something is wrong, it shows the form again and returns undefined.
 */
export async function readPageForm(
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
): Promise<CompletedPageForm | undefined> {
  const parsed = parseForm(pageFormSchema(deps.config, form.definition.kind), req.body)
  const values: FormValues = { key: newId(), ...parsed.values }
  const showAgain = async (contents: Omit<PageFormContents, 'values'>, status?: number): Promise<undefined> => {
    await showPageForm(deps, req, res, form, { values, ...contents }, status)
  }

  // Somebody who looks for a link is not done yet, so errors in other fields are not shown.
  if (values['intent'] === 'find') return showAgain({ linkResults: await findPages(deps, form, values) })
  if (!parsed.ok) return showAgain({ errors: parsed.errors }, 422)
  const content = contentToSave(form, parsed.value)
  if (parsed.value.intent === 'preview') {
    const names = await loadContentNames(deps.db, deps.config, [content])
    return showAgain({ preview: await previewOf(deps, content, names) })
  }
  const { shownAs, note, key = newId() } = parsed.value
  return { input: parsed.value, values, submission: { content, shownAs, note, key } }
}

function findPages(deps: SearchDeps, form: PageFormSettings, values: FormValues): Promise<readonly FoundPage[]> {
  const typed = truncate(String(values['find'] ?? ''), MAX_SEARCH_LENGTH)
  return searchPages(deps.searcher, typed, form.definition.linksTo, LINK_RESULTS)
}

const contentToSave = (form: PageFormSettings, input: PageInput): Content => ({
  title: input.title,
  summary: input.summary,
  theme: input.theme,
  tags: input.tags,
  links: input.links,
  body: form.isNew ? removeEmptySections(form.definition.kind, input.body) : input.body,
})

/** Content as the form's fields hold it. */
export const valuesFromContent = (content: Content): FormValues => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: content.tags.join(', '),
  links: content.links,
  body: content.body,
})
