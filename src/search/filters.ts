import { slugOf } from '../platform/slug.js'
import { allKinds, normaliseTag, type Kind } from '../pages/index.js'
import type { SearchQuery } from './query.js'

/** The filters of a search or list. A page must match any value of each field. */
export interface Filters {
  readonly kind?: readonly Kind[]
  /** Slugs of themes. */
  readonly theme?: readonly string[]
  readonly tag?: readonly string[]
  /** States of pages: see `page_evidence.state`. */
  readonly status?: readonly string[]
  /** Slugs of organisations. */
  readonly organisation?: readonly string[]
  readonly organisationKind?: readonly string[]
}

/** The name of a filter. */
export type FilterField = keyof Filters

/** All filters. */
export const filterFields = ['kind', 'theme', 'tag', 'status', 'organisation', 'organisationKind'] as const

/** The fields that candidates hold themselves, so that filtering by them needs no further query. */
export const pageFields = ['kind', 'theme', 'status'] as const

/** The fields of which a filter is checked page by page, since it needs other tables. */
export const joinedFields = ['tag', 'organisation'] as const

/** Tells whether any of `fields` has a filter. */
export const hasFilter = (filters: Filters, fields: readonly FilterField[] = filterFields): boolean =>
  fields.some(field => (filters[field]?.length ?? 0) > 0)

/** The filters of a query, with values in the form in which they are stored. `resolveFilters` checks that they exist. */
export function filtersFromQuery({ filters }: SearchQuery): Filters {
  const slugs = (values: readonly string[]): readonly string[] => values.map(slugOf).filter(slug => slug !== '')
  return withoutEmpty({
    kind: slugs(filters.kind).map(kindFromSlug),
    theme: slugs(filters.theme),
    tag: filters.tag.flatMap(tag => normaliseTag(tag) ?? []),
    status: slugs(filters.status),
    organisation: slugs(filters.organisation),
    organisationKind: slugs(filters['organisation-kind']),
  })
}

/** The kind by its plural, as in `kind:barriers`; else the slug as it is. */
const kindFromSlug = (slug: string): Kind =>
  allKinds.find(definition => definition.plural === slug)?.kind ?? (slug as Kind)

/** The values of both, field by field: what was typed and what was ticked. */
export const mergeFilters = (a: Filters, b: Filters): Filters =>
  withoutEmpty(
    Object.fromEntries(
      filterFields.map(field => [field, [...new Set<string>([...(a[field] ?? []), ...(b[field] ?? [])])]]),
    ),
  )

const withoutEmpty = (filters: Filters): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, values]: [string, readonly string[]]) => values.length > 0))
