import { slugOf } from '../platform/slug.js'
import { allKinds, normaliseTag, type Kind } from '../pages/index.js'
import { filterFields, type Filters } from './conditions.js'
import type { Query } from './query.js'

/** The filters in a query, in the form that values are stored in; whether there is such a value is for `knownFilters` to say. */
export function filtersFromQuery({ filters }: Query): Filters {
  const slugs = (values: readonly string[]): readonly string[] => values.map(slugOf).filter(slug => slug !== '')
  return withoutEmpty({
    kind: slugs(filters.kind).map(slug => allKinds.find(one => one.plural === slug)?.kind ?? (slug as Kind)),
    theme: slugs(filters.theme),
    tag: filters.tag.flatMap(tag => normaliseTag(tag) ?? []),
    status: slugs(filters.status),
    organisation: slugs(filters.organisation),
    organisationKind: slugs(filters['organisation-kind']),
  })
}

/** Both, field by field: what was typed and what was ticked. */
export const mergeFilters = (a: Filters, b: Filters): Filters =>
  withoutEmpty(
    Object.fromEntries(
      filterFields.map(name => [name, [...new Set<string>([...(a[name] ?? []), ...(b[name] ?? [])])]]),
    ),
  )

const withoutEmpty = (filters: Filters): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, values]: [string, readonly string[]]) => values.length > 0))
