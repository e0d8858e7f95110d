import type { Request, Response } from 'express'
import { memberOf, shownAsChoices } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import {
  parseForm,
  show,
  view,
  type Breadcrumb,
  type FieldError,
  type FormValues,
  type Link,
  type PageModel,
} from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import type { SafeHtml } from '../platform/safe-html.js'
import {
  kinds,
  listPagesByIds,
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  removeEmptySections,
  themeName,
  type Content,
  type DisplayTime,
  type KindDefinition,
} from '../pages/index.js'
import { searchPages, type SearchDeps } from '../search/index.js'
import type { ConflictModel } from './conflict-model.js'
import { MAX_NOTE_LENGTH, MAX_SEARCH_LENGTH, pageForm, type PageInput } from './forms.js'
import type { PageSubmission } from './submission.js'

/** Enough results to choose from, few enough to read between two fields. */
const LINK_RESULTS = 12

/** The form that writes a page: a new one, an edit, an amended suggestion or a resolved conflict. */
export interface PageForm {
  readonly heading: string
  /** The heading by default. */
  readonly pageTitle?: string
  /** The address that it posts to. */
  readonly action: string
  readonly definition: KindDefinition
  readonly submitLabel: string
  /** What the writer should know about the page before they begin. */
  readonly pageNotice?: string | undefined
  /** The item of the navigation that is marked as current; that of the kind by default. */
  readonly section?: string
  /** What happens once the form is sent. */
  readonly nextStep: string
  /**
   * How soon moderators usually review. Read before anything is saved: a failure afterwards would say that nothing was
   * saved when it was.
   */
  readonly usualWait: string | undefined
  readonly breadcrumbs: readonly Breadcrumb[]
  /** Whether headings that were left empty are dropped from the text. */
  readonly isNew?: boolean
  /** Whether somebody other than the author fills it in, who cannot change how the author is shown. */
  readonly keepsAuthor?: boolean
  /** Suggestions for the same page that wait for review. */
  readonly pending?: readonly PendingModel[]
}

/** What one showing of the form holds. */
export interface PageFormContents {
  readonly values: FormValues
  readonly errors?: readonly FieldError[]
  /** The pages found to link to; undefined when none were looked for. */
  readonly linkResults?: readonly LinkResult[]
  readonly preview?: PagePreview
  readonly conflict?: FormConflict | undefined
  /** The number of the revision that is to be restored. */
  readonly restoredRevision?: number | undefined
  readonly savedInstead?: SavedInstead
}

/** Both sides of a conflict, above the form that holds them merged. */
export interface FormConflict extends ConflictModel {
  readonly help: string
}

/** Leads to what is saved while the text in the form is not. */
export interface SavedInstead {
  readonly before: string
  readonly link: Link
  readonly after: string
}

export interface PendingModel {
  readonly by: string
  readonly isOwn: boolean
  /** Undefined for people who may not see the suggestion. */
  readonly href: string | undefined
  readonly time: DisplayTime
}

interface LinkResult {
  readonly id: string
  readonly title: string
}

export interface PagePreview {
  readonly title: string
  readonly summary: string
  readonly theme: string
  readonly tags: readonly string[]
  readonly html: SafeHtml
}

interface Choice {
  readonly value: string
  readonly text: string
}

interface PageFormModel
  extends PageModel, Omit<PageForm, 'pageTitle' | 'section' | 'pending'>, Omit<PageFormContents, 'errors'> {
  readonly breadcrumbs: readonly Breadcrumb[]
  /** Names the drafts of this form in the browser: the key it was sent with; empty when it is shown for the first time. */
  readonly sentKey: string
  readonly hiddenFields: readonly { readonly name: string; readonly value: string }[]
  readonly themes: readonly Choice[]
  readonly linkedKind: KindDefinition
  /** The pages that are linked, all ticked. */
  readonly linkChoices: readonly (Choice & { readonly checked: boolean })[]
  /** The pages found that are not linked yet. */
  readonly foundChoices: readonly Choice[]
  readonly foundNothing: boolean
  /** What was looked for, to repeat it. */
  readonly typedSearch: string
  /** How the author is shown, in a hidden field. */
  readonly shownAs: string
  readonly pending: readonly PendingModel[]
  readonly pendingHeading: string
  readonly shownAsChoices: ReturnType<typeof shownAsChoices>
  readonly limits: typeof limits
  readonly licence: string
}

const limits = {
  title: MAX_TITLE_LENGTH,
  summary: MAX_SUMMARY_LENGTH,
  body: MAX_BODY_LENGTH,
  tags: MAX_TAGS,
  note: MAX_NOTE_LENGTH,
} as const

export const pageFormView = view<PageFormModel>('review/page-form')

/** Shows the form with what was typed. */
export async function showPageForm(
  deps: Pick<Deps, 'db' | 'config'>,
  req: Request,
  res: Response,
  form: PageForm,
  contents: PageFormContents,
  status = 200,
): Promise<void> {
  const { definition } = form
  const { values, linkResults } = contents
  const linkedIds = [values['links'] ?? []].flat().filter(isId)
  const linkedPages = new Map((await listPagesByIds(deps.db, linkedIds)).map(page => [page.id, page]))
  const linkChoices = linkedIds
    .flatMap(id => linkedPages.get(id) ?? [])
    .map(page => ({ value: page.id, text: page.title, checked: true }))
  const pending = form.pending ?? []
  show(
    req,
    res,
    pageFormView,
    {
      ...form,
      ...contents,
      // Without linked pages there are no boxes to tick, so an error about links is shown where they are found.
      errors: contents.errors?.map(error =>
        error.field === 'links' && linkChoices.length === 0 ? { ...error, field: 'find' } : error,
      ),
      pageTitle: form.pageTitle ?? form.heading,
      section: form.section ?? definition.path,
      noindex: true,
      hideSearch: true,
      sentKey: sentKeyOf(req),
      hiddenFields: hiddenFieldsFor(values),
      themes: deps.config.themes.map(theme => ({ value: theme.slug, text: theme.name })),
      linkedKind: kinds[definition.linksTo],
      linkChoices,
      foundChoices: (linkResults ?? [])
        .filter(page => !linkedIds.includes(page.id))
        .map(page => ({ value: page.id, text: page.title })),
      foundNothing: linkResults?.length === 0,
      typedSearch: String(values['find'] ?? ''),
      shownAs: String(values['shownAs'] ?? ''),
      pending,
      pendingHeading:
        pending.length === 1
          ? 'A change to this page is already waiting for review:'
          : `${pending.length} changes to this page are already waiting for review:`,
      shownAsChoices: shownAsChoices(memberOf(req)),
      limits,
      licence: deps.config.contentLicence,
    },
    status,
  )
}

/** The key that the form was sent with; empty when it is shown for the first time. */
function sentKeyOf(req: Request): string {
  const key = (req.body as Record<string, unknown> | undefined)?.['key']
  return isId(key) ? key : ''
}

const hiddenFieldsFor = (values: FormValues): readonly { readonly name: string; readonly value: string }[] =>
  ['key', 'base'].flatMap(name => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? [{ name, value }] : []
  })

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
  form: PageForm,
): Promise<CompletedPageForm | undefined> {
  const parsed = parseForm(pageForm(deps.config, form.definition.kind), req.body)
  const values: FormValues = { key: newId(), ...parsed.values }
  if (values['intent'] === 'find') {
    // Somebody who looks for a link is not done yet, so errors in other fields are not shown.
    const typed = String(values['find'] ?? '').slice(0, MAX_SEARCH_LENGTH)
    const linkResults = await searchPages(deps.searcher, typed, form.definition.linksTo, LINK_RESULTS)
    await showPageForm(deps, req, res, form, { values, linkResults })
    return undefined
  }
  if (!parsed.ok) {
    await showPageForm(deps, req, res, form, { values, errors: parsed.errors }, 422)
    return undefined
  }
  const input = parsed.value
  const content = contentToSave(form, input)
  if (input.intent === 'preview') {
    await showPageForm(deps, req, res, form, { values, preview: await previewOf(deps, content) })
    return undefined
  }
  const { shownAs, note, key = newId() } = input
  return { input, values, submission: { content, shownAs, note, key } }
}

const contentToSave = (form: PageForm, input: PageInput): Content => ({
  title: input.title,
  summary: input.summary,
  theme: input.theme,
  tags: input.tags,
  links: input.links,
  body: form.isNew ? removeEmptySections(form.definition.kind, input.body) : input.body,
})

const previewOf = async (
  { config, renderer }: Pick<Deps, 'config' | 'renderer'>,
  content: Content,
): Promise<PagePreview> => ({
  title: content.title,
  summary: content.summary,
  theme: themeName(config, content.theme),
  tags: content.tags,
  html: (await renderer.render(content.body)).html,
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
