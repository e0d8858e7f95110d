/** Our own partials that any slice can include, and those of the layout. */
import type { HiddenField, UnsavedField, LayoutModel, Link, NavigationItem } from './page-model.js'
import type { ShownTime, TagColour } from './components.js'
import { partial } from './views.js'

/** The token and the other hidden fields of a form that posts. */
export const hiddenFieldsPartial = partial<{
  readonly csrf: string | undefined
  readonly fields?: readonly HiddenField[] | undefined
}>('partials/hidden-fields')

/** Text for an empty list. */
export const emptyPartial = partial<{
  readonly heading?: string | undefined
  readonly text?: string | undefined
  readonly link?: Link | undefined
}>('partials/empty')

/** The search box of a page. `value` is the query that it shows. */
export const searchBoxPartial = partial<{ readonly label: string; readonly value: string }>('partials/search-box')

/** A panel that shows the state of a page or an organisation. */
export const statusPartial = partial<{
  readonly text: string
  readonly colour?: TagColour | undefined
  readonly tag?: string | undefined
  readonly detail?: string | undefined
  readonly time?: ShownTime | undefined
  readonly link?: Link | undefined
}>('partials/status')

/** Read-only text areas with what was entered, to read and copy. */
export const unsavedFieldsPartial = partial<{ readonly fields: readonly UnsavedField[] }>('partials/unsaved-fields')

export const siteHeaderPartial =
  partial<Pick<LayoutModel, 'site' | 'actor' | 'csrf' | 'navigation' | 'hideSearch' | 'query'>>('partials/site-header')

export const navigationItemPartial = partial<NavigationItem>('partials/navigation-item')

export const siteFooterPartial = partial<Pick<LayoutModel, 'site' | 'canonical'>>('partials/site-footer')
