import { kindHeadings } from '../accounts/index.js'
import type { Config } from '../platform/deps.js'
import { allKinds, themeName, type Kind } from '../pages/index.js'
import type { FilterField, Filters } from './filters.js'
import { allStates, labelOf, statesOfKind } from './filter-labels.js'
import { paramNames } from './filter-params.js'
import { MAX_EXAMINED, MAX_SHOWN_TAGS } from './limits.js'
import type { FacetCount, Facets } from './request.js'
import type { AppliedFilter } from './resolve-filters.js'

/** A filter as a group of checkboxes. */
export interface FacetGroup {
  readonly name: string
  readonly legend: string
  readonly options: readonly {
    readonly value: string
    readonly text: string
    /** How many pages it would leave: `12`, or `12 of the 40 best matches`. */
    readonly count: string
    readonly checked: boolean
  }[]
}

/** What the filters of a list or of results are made of. */
export interface FacetGroupOptions {
  readonly config: Pick<Config, 'themes'>
  readonly facets: Partial<Facets>
  readonly filters: Filters
  /** The kind of all listed pages, where they have one. */
  readonly kind?: Kind
  /** The filters that are ticked, with the names of organisations. */
  readonly applied?: readonly AppliedFilter[]
  /** Whether only the best pages were counted for the fields that are slow to count. */
  readonly arePartial?: boolean
}

/** The fields that are counted on the best pages only, where very many match. */
const partlyCounted: ReadonlySet<FilterField> = new Set<FilterField>(['tag', 'organisation', 'organisationKind'])

/** The order of the groups. */
const groupOrder: readonly FilterField[] = ['kind', 'status', 'organisationKind', 'theme', 'tag', 'organisation']

/** Groups of checkboxes for the filters. Leaves out groups without values, and values that would leave no page. */
export function facetGroups(options: FacetGroupOptions): readonly FacetGroup[] {
  return groupOrder
    .filter(field => field !== 'kind' || options.kind === undefined)
    .filter(field => field !== 'organisation' || options.facets.organisation !== undefined)
    .map(field => facetGroup(field, options))
    .filter(group => group.options.length > 0)
}

function facetGroup(field: FilterField, options: FacetGroupOptions): FacetGroup {
  const counted = (options.facets as Partial<Record<FilterField, readonly FacetCount[]>>)[field] ?? []
  const counts = new Map(counted.map(({ value, pages }) => [value, pages]))
  const ticked: readonly string[] = options.filters[field] ?? []
  const suffix = options.arePartial && partlyCounted.has(field) ? ` of the ${MAX_EXAMINED} best matches` : ''
  // A ticked value is shown even when no page is left for it, so that it can be unticked.
  const values = new Set([...valuesInOrder(field, options, [...counts.keys()]), ...ticked])
  return {
    name: paramNames[field],
    legend: legendOf(field, options.kind),
    options: [...values]
      .filter(value => counts.has(value) || ticked.includes(value))
      .map(value => ({
        value,
        text: textOf(field, value, options),
        count: `${(counts.get(value) ?? 0).toLocaleString('en-GB')}${suffix}`,
        checked: ticked.includes(value),
      })),
  }
}

const organisationKindLegends: Readonly<Record<Kind, string>> = { barrier: 'Faced by', solution: 'Worked at' }

function legendOf(field: FilterField, kind: Kind | undefined): string {
  switch (field) {
    case 'kind':
      return 'Page type'
    case 'status':
      return 'Status'
    case 'organisationKind':
      return kind === undefined ? 'Kind of organisation' : organisationKindLegends[kind]
    case 'theme':
      return 'Theme'
    case 'tag':
      return 'Tag'
    case 'organisation':
      return 'Organisation'
  }
}

/** The values of a field in the order in which they are shown; those of tags and organisations by their counts. */
function valuesInOrder(
  field: FilterField,
  { config, kind }: FacetGroupOptions,
  byCount: readonly string[],
): readonly string[] {
  switch (field) {
    case 'kind':
      return allKinds.map(definition => definition.kind)
    case 'status':
      return kind === undefined ? allStates : statesOfKind[kind]
    case 'organisationKind':
      return Object.keys(kindHeadings)
    case 'theme':
      return config.themes.map(theme => theme.slug)
    default:
      return byCount.slice(0, MAX_SHOWN_TAGS)
  }
}

function textOf(field: FilterField, value: string, { config, facets, kind, applied = [] }: FacetGroupOptions): string {
  switch (field) {
    case 'theme':
      return themeName(config, value)
    case 'tag':
      return value
    case 'organisation': {
      const named = [...applied.filter(filter => filter.field === field), ...(facets.organisation ?? [])]
      return named.find(organisation => organisation.value === value)?.text ?? value
    }
    default:
      return labelOf(field, value, kind) ?? value
  }
}
