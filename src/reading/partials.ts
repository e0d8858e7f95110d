import { partial, type Link } from '../platform/http/index.js'

/** Sorts a list. The current order is shown as text. */
export interface SortLink extends Link {
  readonly isCurrent: boolean
}

/** The orders of a list, in one line. */
export const sortLinksPartial = partial<{ readonly sorts: readonly SortLink[] }>('partials/sort-links')
