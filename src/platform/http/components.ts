/**
 * Partials for components of the GOV.UK Design System. Their options are named after those of the design system's own
 * macros. test/views/components.test.ts compares their HTML with that of govuk-frontend, and lists the differences.
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

/** The value of a field, as a parsed form returns it. A field that was sent twice has several values. */
export type FieldValue = string | readonly string[] | undefined

interface FieldOptions {
  readonly name: string
  /** By default the name. Set it where several forms on a page have a field of this name. */
  readonly id?: string
  readonly hint?: Text | undefined
  /** All errors of the form. The field shows the one with its id. */
  readonly errors?: readonly FieldError[] | undefined
  readonly classes?: string
}

interface LabelledFieldOptions extends FieldOptions {
  readonly label: TextWithClasses & {
    /** Added to the label for screen readers, where several forms on a page have the same label. */
    readonly visuallyHiddenText?: string
  }
  readonly value?: FieldValue
}

interface TypedFieldOptions extends LabelledFieldOptions {
  readonly autocomplete?: string
  readonly spellcheck?: boolean
  /** Maximum number of characters. Shown below the field, where our script counts down. */
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
    /** How our script counts: text of one line, several lines without white space at the ends, or all text as entered. */
    readonly counted?: 'line' | 'trimmed' | 'whole'
  }
>('partials/textarea')

/** An option of a select. */
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

/** The hint and error between the legend or label of a field and the field itself. */
export const fieldNotesPartial = partial<{
  readonly id: string
  readonly hint: Text | undefined
  readonly error: FieldError | undefined
}>('partials/field-notes')

/** The label, hint and error above a field. */
export const fieldHeadPartial = partial<{
  readonly id: string
  readonly label: LabelledFieldOptions['label']
  readonly hint: Text | undefined
  readonly error: FieldError | undefined
}>('partials/field-head')

/** Prints nothing if there is no error. */
export const errorSummaryPartial = partial<{ readonly errors: readonly FieldError[] | undefined }>(
  'partials/error-summary',
)

export const insetTextPartial = partial<Text>('partials/inset-text')

export const warningTextPartial = partial<
  Text & {
    /** The day is printed after the text. */
    readonly time?: ShownTime
    /** Printed after the time. */
    readonly after?: string
    /** Attributes of its element, such as `role`. */
    readonly attributes?: Readonly<Record<string, string>>
  }
>('partials/warning-text')

/** An instant for views to print: `<time datetime={iso} title={exact}>{day}</time>`. */
export interface ShownTime {
  readonly iso: string
  readonly exact: string
  readonly day: string
}

/** Says what was just done, or why nothing was, with links to next steps. */
export const notificationBannerPartial = partial<{
  readonly type?: string
  readonly heading: string
  readonly text?: string
  readonly links?: readonly Link[]
  /** False if something else on the page takes the focus. */
  readonly autofocus: boolean
}>('partials/notification-banner')

interface PaginationLink {
  readonly href: string
  readonly text?: string
}

/** Links to the pages before and after this one in a list. Prints nothing if there are none. */
export const paginationPartial = partial<{
  readonly previous?: PaginationLink | undefined
  readonly next?: PaginationLink | undefined
}>('partials/pagination')

export const breadcrumbsPartial = partial<{ readonly items: readonly Breadcrumb[] }>('partials/breadcrumbs')

export const summaryListPartial = partial<{ readonly rows: readonly { readonly key: Text; readonly value: Text }[] }>(
  'partials/summary-list',
)

/** The tag colours of the design system. */
export type TagColour =
  'blue' | 'green' | 'grey' | 'magenta' | 'orange' | 'pink' | 'purple' | 'red' | 'teal' | 'turquoise' | 'yellow'

/** A coloured label, such as a state. */
export interface Tag extends Text {
  readonly colour?: TagColour | undefined
}

export const tagPartial = partial<Tag>('partials/tag')
