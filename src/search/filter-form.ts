import { findOrganisationBySlug, isOrganisationKind, kindHeadings, listOrganisationSlugs } from '../accounts/index.js'
import { barrierStates, pageStateLabels, solutionStates, type PageState } from '../evidence/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { withQuery } from '../platform/http/index.js'
import { slugOf } from '../platform/slug.js'
import { storageProblem } from '../platform/text.js'
import { isKind, kinds, allKinds, normaliseTag, themeName, type Kind } from '../pages/index.js'
import type { Filters } from './conditions.js'
import type { FacetCount, Facets } from './request.js'

/** How many values of a field may be asked for at once. */
const MOST_VALUES = 24

const SHOWN_TAGS = 12

/** Each field of the filters by the name of its parameter. */
const parameters = {
  kind: 'kind',
  theme: 'theme',
  tag: 'tag',
  status: 'status',
  organisation: 'organisation',
  organisationKind: 'organisation-kind',
} as const satisfies Record<keyof Filters, string>

type Field = keyof typeof parameters

const fields = Object.keys(parameters) as readonly Field[]

/** What a query string asks for; a parameter may be given several times. @throws Refused (400) for what cannot be read, or far too much. */
export function filtersFromParams(query: Readonly<Record<string, unknown>>): Filters {
  const found: Partial<Record<Field, readonly string[]>> = {}
  for (const field of fields) {
    const values = [query[parameters[field]] ?? []]
      .flat()
      .map(String)
      .filter(value => value !== '')
    if (values.length > MOST_VALUES)
      throw new Refused(`The address asks for more than ${MOST_VALUES} values of one filter.`, 400)
    if (values.some(value => storageProblem(value) !== undefined))
      throw new Refused('The address has a character that cannot be read.', 400)
    if (values.length > 0)
      found[field] = [...new Set(field === 'tag' ? values.map(value => normaliseTag(value) ?? value) : values)]
  }
  return found as Filters
}

/** A filter as a parameter. */
export type QueryParam = readonly [string, string]

export const filterParams = (filters: Filters): readonly QueryParam[] =>
  fields.flatMap(field => (filters[field] ?? []).map(value => [parameters[field], value] as const))

/** `path` with these parameters, several of one name kept. */
export function withParams(path: string, given: readonly QueryParam[]): string {
  const present = given.filter(([, value]) => value !== '')
  return present.length === 0
    ? withQuery(path, {})
    : `${path}?${new URLSearchParams(present as [string, string][]).toString()}`
}

/** A value that was asked for, in words, and the filters without it. */
export interface AppliedFilter {
  readonly field: Field
  readonly value: string
  readonly text: string
  readonly without: Filters
}

/**
 * The filters sorted into those that name something and those that do not, which are passed over and said to be.
 * `unknown` is a sentence each.
 */
export async function resolveFilters(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  given: Filters,
): Promise<{
  readonly filters: Filters
  readonly unknown: readonly string[]
  readonly chosen: readonly AppliedFilter[]
}> {
  const filters = await resolved(db, given)
  const known: Partial<Record<Field, string[]>> = {}
  const unknown: string[] = []
  const texts: { field: Field; value: string; text: string }[] = []
  for (const field of fields) {
    for (const value of filters[field] ?? []) {
      const text = await textOf(field, value)
      if (text === undefined) unknown.push(`There is no ${what[field]} “${value.slice(0, 60)}”, so it was passed over.`)
      else {
        ;(known[field] ??= []).push(value)
        texts.push({ field, value, text })
      }
    }
  }
  const without = (field: Field, value: string): Filters =>
    ({ ...known, [field]: known[field]?.filter(one => one !== value) }) as Filters
  return {
    filters: known as Filters,
    unknown,
    chosen: texts.map(one => ({ ...one, without: without(one.field, one.value) })),
  }

  async function textOf(field: Field, value: string): Promise<string | undefined> {
    if (field === 'organisation') return (await findOrganisationBySlug(db, value))?.name
    if (field === 'theme')
      return config.themes.some(theme => theme.slug === value) ? themeName(config, value) : undefined
    if (field === 'tag') return normaliseTag(value)
    return labelOf(field, value)
  }
}

/**
 * What people type for a value in place of its own name: a status by the words of its tag, the beginning of an
 * organisation's name, a kind of organisation where a kind of page is meant by `kind:`.
 */
async function resolved(db: Deps['db'], filters: Filters): Promise<Partial<Record<Field, readonly string[]>>> {
  const kind = (filters.kind ?? []) as readonly string[]
  const ofOrganisation = kind.flatMap(value => organisationKindOf(value) ?? [])
  const organisation: string[] = []
  for (const value of filters.organisation ?? []) organisation.push(...(await organisationsOf(db, value)))
  return {
    ...filters,
    organisation,
    kind: kind.filter(value => organisationKindOf(value) === undefined),
    organisationKind: [
      ...new Set([
        ...(filters.organisationKind ?? []).map(value => organisationKindOf(value) ?? value),
        ...ofOrganisation,
      ]),
    ],
    status: (filters.status ?? []).map(
      value =>
        states.find(state => slugOf(pageStateLabels[state].text) === value || slugOf(statusText(state)) === value) ??
        value,
    ),
  }
}

const states: readonly PageState[] = [...new Set<PageState>([...barrierStates, ...solutionStates])]

/** `council`, `councils`, `nhs-bodies`: the kind that is meant. */
const organisationKindOf = (value: string): string | undefined =>
  isOrganisationKind(value) ? value : Object.entries(kindHeadings).find(([, heading]) => slugOf(heading) === value)?.[0]

/** The organisation of that slug, else those whose slugs begin so, as many as a filter takes; else what was given. */
async function organisationsOf(db: Deps['db'], value: string): Promise<readonly string[]> {
  if (await findOrganisationBySlug(db, value)) return [value]
  const begun = await listOrganisationSlugs(db, value, MOST_VALUES)
  return begun.length > 0 ? begun : [value]
}

const what: Readonly<Record<Field, string>> = {
  kind: 'kind of page',
  theme: 'theme',
  tag: 'tag',
  status: 'status',
  organisation: 'organisation',
  organisationKind: 'kind of organisation',
}

function labelOf(field: 'kind' | 'status' | 'organisationKind', value: string): string | undefined {
  if (field === 'kind') return isKind(value) ? kinds[value].heading : undefined
  if (field === 'status')
    return ([...barrierStates, ...solutionStates] as readonly string[]).includes(value)
      ? statusText(value as PageState)
      : undefined
  return isOrganisationKind(value) ? kindHeadings[value] : undefined
}

/** A barrier with a proven way round and a solution that is proven are one choice. */
const statusText = (state: PageState): string =>
  state === 'proven'
    ? 'Proven'
    : state === 'worked'
      ? 'Worked, not proven yet'
      : state === 'tried'
        ? 'Tried, has not worked yet'
        : pageStateLabels[state].text

export interface FacetGroup {
  readonly name: string
  readonly legend: string
  readonly options: readonly {
    readonly value: string
    readonly text: string
    /** How many pages it would leave: `12`, or `12 of the best`. */
    readonly count: string
    readonly checked: boolean
  }[]
}

interface FacetContext {
  /** The list's own kind, where it has one. */
  readonly kind?: Kind
  /** The filters that are ticked, with the names of organisations. */
  readonly chosen?: readonly AppliedFilter[]
  /** Whether only the best pages were counted for the fields that are costly to count. */
  readonly arePartial?: boolean
}

/** The fields that are counted on the best pages only, where very many match. */
const partlyCounted: ReadonlySet<Field> = new Set<Field>(['tag', 'organisation', 'organisationKind'])

/**
 * The filters as groups of checkboxes, each with how many pages it would leave. What is ticked is shown though nothing
 * is left of it.
 */
export function facetGroups(
  config: Deps['config'],
  facets: Partial<Facets>,
  filters: Filters,
  { kind, chosen = [], arePartial = false }: FacetContext = {},
): readonly FacetGroup[] {
  const names = new Map([
    ...(facets.organisation ?? []).map(one => [one.value, one.text] as const),
    ...chosen.filter(one => one.field === 'organisation').map(one => [one.value, one.text] as const),
  ])
  const countText = (field: Field, pages: number): string =>
    `${pages.toLocaleString('en-GB')}${arePartial && partlyCounted.has(field) ? ' of the best' : ''}`
  const group = (
    field: Field,
    legend: string,
    order: readonly string[] | undefined,
    text: (value: string) => string,
  ): FacetGroup => {
    const counts = new Map(
      ((facets as Partial<Record<Field, readonly FacetCount[]>>)[field] ?? []).map(one => [one.value, one.pages]),
    )
    const ticked = filters[field] as readonly string[] | undefined
    const values = order ?? [...counts.keys()].slice(0, SHOWN_TAGS)
    const shown = [...new Set([...values, ...(ticked ?? [])])].filter(
      value => counts.has(value) || ticked?.includes(value),
    )
    return {
      name: parameters[field],
      legend,
      options: shown.map(value => ({
        value,
        text: text(value),
        count: countText(field, counts.get(value) ?? 0),
        checked: ticked?.includes(value) === true,
      })),
    }
  }
  const shownStates: readonly string[] =
    kind === 'barrier' ? barrierStates : kind === 'solution' ? solutionStates : states
  const groups = [
    ...(kind === undefined
      ? [
          group(
            'kind',
            'Kind',
            allKinds.map(one => one.kind),
            value => labelOf('kind', value) ?? value,
          ),
        ]
      : []),
    group('status', 'How it stands', shownStates, value => labelOf('status', value) ?? value),
    group(
      'organisationKind',
      kind === 'solution' ? 'Worked at' : kind === 'barrier' ? 'Faced by' : 'Faced by, or worked at',
      Object.keys(kindHeadings),
      value => labelOf('organisationKind', value) ?? value,
    ),
    group(
      'theme',
      'Theme',
      config.themes.map(theme => theme.slug),
      value => themeName(config, value),
    ),
    group('tag', 'Tag', undefined, value => value),
    ...(facets.organisation
      ? [group('organisation', 'Organisation', undefined, value => names.get(value) ?? value)]
      : []),
  ]
  return groups.filter(one => one.options.length > 0)
}
