import type { Instant } from '../platform/clock.js'
import { shownAsChoices, type Member } from '../accounts/index.js'
import type { Config } from '../platform/deps.js'
import type { Breadcrumb, FieldError, FormValues, Link, PageModel } from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import type { SafeHtml } from '../platform/safe-html.js'
import {
  kinds,
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  type DisplayTime,
  type KindDefinition,
} from '../pages/index.js'
import { MAX_REVISION_NOTE_LENGTH } from '../revisions/index.js'
import type { ConflictModel } from './conflict-model.js'

/** How to show the form that writes a page: a new one, an edit, an amended suggestion or a resolved conflict. */
export interface PageFormSettings {
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
  readonly breadcrumbs: readonly Breadcrumb[]
  /** Whether headings that were left empty are dropped from the text. */
  readonly isNew?: boolean
  /** Whether somebody other than the author fills it in, who cannot change how the author is shown. */
  readonly keepsAuthor?: boolean
  /** Suggestions for the same page that wait for review. */
  readonly pending?: readonly PendingModel[]
}

/** What the form is shown with. */
export interface PageFormContents {
  readonly values: FormValues
  readonly errors?: readonly FieldError[]
  /** The pages found to link to; undefined when none were looked for. */
  readonly linkResults?: readonly FoundPage[]
  readonly preview?: PagePreview
  readonly conflict?: FormConflict | undefined
  /** Whether the form offers to keep both versions of the lines that conflict. */
  readonly asksToKeepBoth?: boolean
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
  /** Undefined for people who may not see the suggestion: nothing about it is published yet, its author neither. */
  readonly by: SafeHtml | undefined
  readonly isOwn: boolean
  /** Undefined for people who may not see the suggestion. */
  readonly href: string | undefined
  readonly time: DisplayTime
}

export interface FoundPage {
  readonly id: string
  readonly title: string
  readonly archivedAt: Instant | null
}

export interface PagePreview {
  readonly title: string
  readonly summary: string
  readonly theme: string
  readonly tags: readonly string[]
  /** The titles of the linked pages. */
  readonly links: readonly string[]
  readonly html: SafeHtml
}

interface Choice {
  readonly value: string
  readonly text: string
}

export interface PageFormModel
  extends PageModel, Omit<PageFormSettings, 'pageTitle' | 'section' | 'pending'>, Omit<PageFormContents, 'errors'> {
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
  readonly noteHint: string
}

const WHO_SEES_NOTE = 'Everyone can see this in the page’s history.'

const limits = {
  title: MAX_TITLE_LENGTH,
  summary: MAX_SUMMARY_LENGTH,
  body: MAX_BODY_LENGTH,
  tags: MAX_TAGS,
  note: MAX_REVISION_NOTE_LENGTH,
} as const

/** Who fills in the form, and what it needs to know. */
interface PageFormContext {
  readonly config: Pick<Config, 'themes' | 'contentLicence'>
  readonly actor: Member
  /** The key that the form was sent with; empty when it is shown for the first time. */
  readonly sentKey: string
  /** The pages that the typed links lead to. */
  readonly linkedPages: readonly FoundPage[]
}

/** What the view prints for a form and its contents. */
export function pageFormModel(
  form: PageFormSettings,
  contents: PageFormContents,
  context: PageFormContext,
): PageFormModel {
  const { config, actor, sentKey, linkedPages } = context
  const { values } = contents
  return {
    ...form,
    ...contents,
    ...linkFields(form, contents, linkedPages),
    ...pendingFields(form),
    errors: shownErrors(contents, linkedPages),
    pageTitle: form.pageTitle ?? form.heading,
    section: form.section ?? form.definition.path,
    noindex: true,
    hideSearch: true,
    sentKey,
    hiddenFields: hiddenFields(values),
    themes: config.themes.map(theme => ({ value: theme.slug, text: theme.name })),
    shownAs: String(values['shownAs'] ?? ''),
    shownAsChoices: shownAsChoices(actor),
    limits,
    licence: config.contentLicence,
    noteHint: `${form.isNew ? 'For example, how you know this' : 'What you changed, and why'}. ${WHO_SEES_NOTE}`,
  }
}

/** The ids of the pages that are ticked as linked. */
export const linkedIdsIn = (values: FormValues): readonly string[] => [values['links'] ?? []].flat().filter(isId)

function linkFields(
  { definition }: PageFormSettings,
  { values, linkResults }: PageFormContents,
  linkedPages: readonly FoundPage[],
): Pick<PageFormModel, 'linkedKind' | 'linkChoices' | 'foundChoices' | 'foundNothing' | 'typedSearch'> {
  const linkedIds = linkedIdsIn(values)
  const inOrder = linkedIds.flatMap(id => linkedPages.find(page => page.id === id) ?? [])
  const notLinked = (linkResults ?? []).filter(page => !linkedIds.includes(page.id))
  return {
    linkedKind: kinds[definition.linksTo],
    linkChoices: inOrder.map(page => ({ ...choiceOf(page), checked: true })),
    foundChoices: notLinked.map(choiceOf),
    foundNothing: linkResults?.length === 0,
    typedSearch: String(values['find'] ?? ''),
  }
}

const choiceOf = ({ id, title, archivedAt }: FoundPage): Choice => ({
  value: id,
  text: archivedAt === null ? title : `${title} (archived)`,
})

/** Without linked pages there are no boxes to tick, so an error about links is shown where they are found. */
const shownErrors = (
  { errors }: PageFormContents,
  linkedPages: readonly FoundPage[],
): readonly FieldError[] | undefined =>
  linkedPages.length > 0
    ? errors
    : errors?.map(error => (error.field === 'links' ? { ...error, field: 'find' } : error))

const pendingFields = ({ pending = [] }: PageFormSettings): Pick<PageFormModel, 'pending' | 'pendingHeading'> => ({
  pending,
  pendingHeading:
    pending.length === 1
      ? 'A change to this page is already waiting for review:'
      : `${pending.length} changes to this page are already waiting for review:`,
})

const hiddenFields = (values: FormValues): PageFormModel['hiddenFields'] =>
  ['key', 'base', 'sameTitleAs'].flatMap(name => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? [{ name, value }] : []
  })
