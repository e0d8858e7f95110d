/**
 * The partials that stand for components of the GOV.UK Design System. Their options have the names that the design
 * system's own macros use, as far as we need them. test/views/components.test.ts holds their HTML to that of
 * govuk-frontend, and lists where ours differs.
 */
import type { FieldError } from './forms.js'
import type { Breadcrumb, Link } from './page-model.js'
import { partial } from './views.js'

interface Text {
  readonly text: string
}

interface TextWithClasses extends Text {
  readonly classes?: string | undefined
}

/** What was typed into a field, as a parsed form gives it back. A field that was sent twice has several values. */
export type FieldValue = string | readonly string[] | undefined

interface FieldOptions {
  readonly name: string
  /** The same as the name, unless several forms of a page have a field of this name. */
  readonly id?: string
  readonly hint?: Text | undefined
  /** All errors of the form: the field shows the one with its id. */
  readonly errors?: readonly FieldError[] | undefined
  readonly classes?: string
}

interface LabelledFieldOptions extends FieldOptions {
  readonly label: TextWithClasses & {
    /** Ends the label for screen readers, where several forms of a page have the same one. */
    readonly visuallyHiddenText?: string
  }
  readonly value?: FieldValue
}

interface TypedFieldOptions extends LabelledFieldOptions {
  readonly autocomplete?: string
  readonly spellcheck?: boolean
  /** The most characters that the field takes. It is shown below the field, and our script counts down. */
  readonly maxlength?: number
}

export const inputPartial = partial<
  TypedFieldOptions & {
    readonly type?: 'text' | 'email' | 'password' | 'search'
    readonly inputmode?: 'numeric'
    readonly autocapitalize?: 'none'
  }
>('partials/input')

export const textareaPartial = partial<
  TypedFieldOptions & {
    readonly rows?: number
    /** How our script counts: a text of one line, several lines without the white space around, or all as typed. */
    readonly counted?: 'line' | 'trimmed' | 'whole'
  }
>('partials/textarea')

export interface SelectItem {
  readonly value: string
  readonly text: string
}

export const selectPartial = partial<LabelledFieldOptions & { readonly items: readonly SelectItem[] }>(
  'partials/select',
)

interface ChoiceItem {
  readonly value: string
  readonly text: string
  readonly hint?: Text | undefined
}

interface GroupOptions extends FieldOptions {
  readonly fieldset: { readonly legend: TextWithClasses }
}

export const radiosPartial = partial<
  GroupOptions & { readonly items: readonly ChoiceItem[]; readonly value?: FieldValue }
>('partials/radios')

export const checkboxesPartial = partial<
  GroupOptions & { readonly items: readonly (ChoiceItem & { readonly checked?: boolean })[] }
>('partials/checkboxes')

/** The legend or label of a field has been printed: what stands between it and the field. */
export const fieldNotesPartial = partial<{
  readonly id: string
  readonly hint: Text | undefined
  readonly error: FieldError | undefined
}>('partials/field-notes')

export const fieldHeadPartial = partial<{
  readonly id: string
  readonly label: LabelledFieldOptions['label']
  readonly hint: Text | undefined
  readonly error: FieldError | undefined
}>('partials/field-head')

/** Prints nothing where there is no error. */
export const errorSummaryPartial = partial<{ readonly errors: readonly FieldError[] | undefined }>(
  'partials/error-summary',
)

export const insetTextPartial = partial<Text>('partials/inset-text')

export const warningTextPartial = partial<
  Text & {
    /** Printed after the text, as its day. */
    readonly time?: ShownTime
    /** Printed after the time. */
    readonly after?: string
  }
>('partials/warning-text')

/** An instant as views print it: `<time datetime={iso} title={exact}>{day}</time>`. */
export interface ShownTime {
  readonly iso: string
  readonly exact: string
  readonly day: string
}

/** What was just done, with ways to go on. */
export const notificationBannerPartial = partial<{
  readonly heading: string
  readonly text?: string
  readonly links?: readonly Link[]
  /** False where something else on the page takes the focus. */
  readonly autofocus: boolean
}>('partials/notification-banner')

interface PaginationLink {
  readonly href: string
  readonly text?: string
}

/** The links to the pages of a list before and after this one. Prints nothing where there is neither. */
export const paginationPartial = partial<{
  readonly previous?: PaginationLink | undefined
  readonly next?: PaginationLink | undefined
}>('partials/pagination')

export const breadcrumbsPartial = partial<{ readonly items: readonly Breadcrumb[] }>('partials/breadcrumbs')

export const summaryListPartial = partial<{ readonly rows: readonly { readonly key: Text; readonly value: Text }[] }>(
  'partials/summary-list',
)

/** The colours of a tag that the design system has. */
export type TagColour =
  'blue' | 'green' | 'grey' | 'magenta' | 'orange' | 'pink' | 'purple' | 'red' | 'teal' | 'turquoise' | 'yellow'

export interface Tag extends Text {
  readonly colour?: TagColour | undefined
}

export const tagPartial = partial<Tag>('partials/tag')
