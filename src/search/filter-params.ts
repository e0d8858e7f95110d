import { Refused } from '../platform/errors.js'
import { storageProblem } from '../platform/text.js'
import { normaliseTag } from '../pages/index.js'
import { filterFields, type FilterField, type Filters } from './filters.js'
import { MAX_FILTER_VALUES } from './limits.js'

/** The query parameter of each field. */
export const paramNames = {
  kind: 'kind',
  theme: 'theme',
  tag: 'tag',
  status: 'status',
  organisation: 'organisation',
  organisationKind: 'organisation-kind',
} as const satisfies Record<FilterField, string>

/**
 * Reads the filters in a query string, where a parameter may be repeated. The values may not exist: see
 * `resolveFilters`.
 * @throws Refused (400) for too many values, or characters that cannot be stored.
 */
export function filtersFromParams(query: Readonly<Record<string, unknown>>): Filters {
  const filters: Partial<Record<FilterField, readonly string[]>> = {}
  for (const field of filterFields) {
    const values = [query[paramNames[field]] ?? []].flat().map(String)
    const given = values.filter(value => value !== '')
    if (given.length > MAX_FILTER_VALUES)
      throw new Refused(`This address has more than ${MAX_FILTER_VALUES} values for one filter.`, 400)
    if (given.some(value => storageProblem(value) !== undefined))
      throw new Refused('This address has a character that we cannot read.', 400)
    if (given.length > 0) filters[field] = [...new Set(field === 'tag' ? given.map(tagOrValue) : given)]
  }
  return filters as Filters
}

const tagOrValue = (value: string): string => normaliseTag(value) ?? value

/** A query parameter: its name and its value. */
export type QueryParam = readonly [name: string, value: string]

/** The filters as query parameters, one for each value. */
export const filterParams = (filters: Filters): readonly QueryParam[] =>
  filterFields.flatMap(field => (filters[field] ?? []).map(value => [paramNames[field], value] as const))

/** `path` with those of the parameters that have a value. A name may be repeated. */
export function withParams(path: string, params: readonly QueryParam[]): string {
  const present = new URLSearchParams()
  for (const [name, value] of params) if (value !== '') present.append(name, value)
  return present.size === 0 ? path : `${path}?${present.toString()}`
}
