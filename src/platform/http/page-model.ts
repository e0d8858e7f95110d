import type { SafeHtml } from '../safe-html.js'
import type { FieldError } from './forms.js'

/** A link with its text. */
export interface Link {
  readonly text: string
  readonly href: string
}

/** A step in the breadcrumbs. The last one, for the page itself, has no address. */
export interface Breadcrumb {
  readonly text: string
  readonly href?: string | undefined
}

/** A banner on the next page that confirms what was done. */
export interface Notice {
  /** `neutral` when nothing was done. */
  readonly type?: 'neutral'
  readonly heading: string
  readonly text: string
  readonly links?: readonly Link[]
}

/** Facts about the site, for the layout. */
export interface Site {
  readonly name: string
  readonly operatorName: string | undefined
  readonly operatorEmail: string
  readonly licence: string
  readonly licenceUrl: string
  readonly sourceUrl: string | undefined
  readonly css: string
  readonly icon: string
  readonly script: string
  readonly publicUrl: string
  /** Whether visitors can create an account. */
  readonly offersRegistration: boolean
  /** The description of a page that has none of its own, for search engines. */
  readonly description: string
  readonly footerLinks: readonly Link[]
}

/** An item of the navigation. */
export interface NavigationItem extends Link {
  readonly isCurrent: boolean
  /** Left out on a small screen, where another page leads to it. */
  readonly onlyWide?: boolean
}

/** The navigation of the header. */
export interface Navigation {
  readonly main: readonly NavigationItem[]
  readonly account: readonly NavigationItem[]
}

/** A hidden field of a form. */
export interface HiddenField {
  readonly name: string
  readonly value: string
}

/** A field that a person filled in, for a read-only text area. */
export interface UnsavedField {
  readonly label: string
  /** The text that was typed, or the words of the choice. */
  readonly value: string
  readonly rows: number
}

/** How forms label a field. `choices` has the words of each choice by its value, unless people type into the field. */
export interface FieldLabel {
  readonly label: string
  readonly choices?: Readonly<Record<string, string>>
}

/** The label of each field of a form by its name, or null for a field that people do not fill in. */
export type FieldLabels = Readonly<Record<string, FieldLabel | null>>

/** The member who is signed in, as the layout shows them. */
export interface SignedIn {
  readonly name: string
  readonly canReview: boolean
  readonly canManageMembers: boolean
  /** The key of this member's drafts in the browser's storage. */
  readonly draftsOf: string
}

/** What every view gets in addition to its own model. */
export interface CommonModel {
  readonly site: Site
  /** Undefined when nobody is signed in. */
  readonly actor: SignedIn | undefined
  /** The token for every form that posts. Undefined on pages that cannot have one. */
  readonly csrf: string | undefined
  readonly notice: Notice | undefined
  /** The key of the form that was just saved. The browser deletes its drafts of that form. */
  readonly saved: string | undefined
}

/** What a page tells the layout. The model of every view extends it. */
export interface PageModel {
  readonly pageTitle: string
  /** The item of the navigation that is marked as current. */
  readonly section?: string | undefined
  readonly breadcrumbs?: readonly Breadcrumb[] | undefined
  readonly errors?: readonly FieldError[] | undefined
  /** Asks search engines to leave the page out. */
  readonly noindex?: boolean | undefined
  /** The page's description in search engines. By default that of the site. */
  readonly description?: string | undefined
  /** The preferred address of a page that has several. */
  readonly canonical?: string | undefined
  /** Leaves the search box out of the header, on pages with one of their own. */
  readonly hideSearch?: boolean | undefined
  /** The query that the search box of the header shows. */
  readonly query?: string | undefined
}

/** The model of the layout. */
export type LayoutModel = PageModel & CommonModel & { readonly content: SafeHtml; readonly navigation: Navigation }
