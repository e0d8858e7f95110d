/** The partials of lists that can be filtered. */
import { partial, type HiddenField, type Link } from '../platform/http/index.js'
import type { FacetGroup } from './facet-groups.js'

/** The filters that are applied, each with a link that removes it, and a sentence for each that is unknown. */
export const chosenFiltersPartial = partial<{
  readonly chosen: readonly Link[]
  readonly unknown: readonly string[]
}>('partials/chosen-filters')

/** The form of all filters. `fields` are kept as they are when it is sent. */
export const filtersPartial = partial<{
  readonly action: string
  readonly fields: readonly HiddenField[]
  readonly groups: readonly FacetGroup[]
}>('partials/filters')
