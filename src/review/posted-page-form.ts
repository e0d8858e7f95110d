import type { Config } from '../platform/deps.js'
import { parseForm, type FieldError, type FormValues } from '../platform/http/index.js'
import { newId } from '../platform/ids.js'
import { removeEmptySections, type Content } from '../pages/index.js'
import { pageFormSchema, type PageInput } from './forms.js'
import type { PageFormSettings } from './page-form-model.js'
import type { PageSubmission } from './submission.js'

/** A posted page form, by what happens with it next. `values` are its fields as typed, to show the form again. */
export type PostedPageForm = UnfinishedPageForm | CompletedPageForm

/** A page form that its writer goes on with: to link a page that they look for, to read a preview or to correct errors. */
export type UnfinishedPageForm =
  | { readonly next: 'find'; readonly values: FormValues }
  | { readonly next: 'preview'; readonly values: FormValues; readonly content: Content }
  | { readonly next: 'correct'; readonly values: FormValues; readonly errors: readonly FieldError[] }

/** A page form that was filled in and is to be saved. */
export interface CompletedPageForm {
  readonly next: 'save'
  readonly values: FormValues
  readonly submission: PageSubmission
  /** The revision, or version of a suggestion, that the form was opened with, as sent. */
  readonly base: string | undefined
  /** Whether the writer said that they want both versions of the lines that conflict. */
  readonly keepsBoth: boolean
  /** The id of the page with the same title that the author was told about. */
  readonly sameTitleAs: string | undefined
}

/** Parses a posted page form. A form without a key gets a new one. */
export function parsePageForm(config: Pick<Config, 'themes'>, form: PageFormSettings, body: unknown): PostedPageForm {
  const parsed = parseForm(pageFormSchema(config, form.definition.kind), body)
  const newKey = newId()
  const values: FormValues = { key: newKey, ...parsed.values }
  // Somebody who looks for a link is not done yet, so errors in other fields are not shown.
  if (values['intent'] === 'find') return { next: 'find', values }
  if (!parsed.ok) return { next: 'correct', values, errors: parsed.errors }
  const { intent, shownAs, note, key = newKey, base, keepBoth, sameTitleAs } = parsed.value
  const content = contentToSave(form, parsed.value)
  return intent === 'preview'
    ? { next: 'preview', values, content }
    : {
        next: 'save',
        values,
        submission: { content, shownAs, note, key },
        base,
        keepsBoth: keepBoth === 'yes',
        sameTitleAs,
      }
}

const contentToSave = (form: PageFormSettings, input: PageInput): Content => ({
  title: input.title,
  summary: input.summary,
  theme: input.theme,
  tags: input.tags,
  links: input.links,
  body: form.isNew ? removeEmptySections(form.definition.kind, input.body) : input.body,
})
