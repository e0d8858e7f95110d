import { findOrganisationBySlug, isOrganisationKind, kindHeadings, listOrganisationSlugs } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { slugOf } from '../platform/slug.js'
import { truncateText } from '../platform/text.js'
import { allKinds, normaliseTag, themeName, type Kind } from '../pages/index.js'
import { filterFields, type FilterField, type Filters } from './filters.js'
import { allStates, fieldNames, labelOf, statusLabel } from './filter-labels.js'
import { MAX_FILTER_VALUES, MAX_QUOTED_VALUE_LENGTH } from './limits.js'

type Values = Partial<Record<FilterField, readonly string[]>>

/** A filter that is applied, with its label, and the filters that remain without it. */
export interface AppliedFilter {
  readonly field: FilterField
  readonly value: string
  readonly text: string
  readonly without: Filters
}

/** The given filters, as far as they mean something. */
export interface ResolvedFilters {
  /** Only values that exist. */
  readonly filters: Filters
  readonly applied: readonly AppliedFilter[]
  /** A sentence for each value that does not exist and is therefore ignored. */
  readonly unknown: readonly string[]
}

/**
 * Finds what the given filters mean: a status may be given by its label, an organisation by the beginning of its name,
 * and a kind of organisation in place of a kind of page.
 * @param kind the kind of all the pages that are filtered, where they have one: it decides the words of the labels.
 */
export async function resolveFilters(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  given: Filters,
  kind?: Kind,
): Promise<ResolvedFilters> {
  const candidates = await interpret(db, given)
  const labels: Omit<AppliedFilter, 'without'>[] = []
  const unknown: string[] = []
  for (const field of filterFields) {
    for (const value of candidates[field] ?? []) {
      const text = await labelFor(db, config, field, value, kind)
      if (text === undefined) unknown.push(ignoredText(field, value))
      else labels.push({ field, value, text })
    }
  }
  return {
    filters: filtersOf(labels),
    applied: labels.map(label => ({ ...label, without: filtersOf(labels.filter(other => other !== label)) })),
    unknown,
  }
}

const ignoredText = (field: FilterField, value: string): string =>
  `We ignored the ${fieldNames[field]} “${truncateText(value, MAX_QUOTED_VALUE_LENGTH)}” because it does not exist.`

function filtersOf(labels: readonly { readonly field: FilterField; readonly value: string }[]): Filters {
  const filters: Partial<Record<FilterField, string[]>> = {}
  for (const { field, value } of labels) (filters[field] ??= []).push(value)
  return filters as Filters
}

async function labelFor(
  db: Deps['db'],
  config: Deps['config'],
  field: FilterField,
  value: string,
  kind: Kind | undefined,
): Promise<string | undefined> {
  switch (field) {
    case 'organisation':
      return (await findOrganisationBySlug(db, value))?.name
    case 'theme':
      return config.themes.some(theme => theme.slug === value) ? themeName(config, value) : undefined
    case 'tag':
      return normaliseTag(value)
    default:
      return labelOf(field, value, kind)
  }
}

/** The values that are meant. They may still not exist. */
async function interpret(db: Deps['db'], filters: Filters): Promise<Values> {
  const kinds: readonly string[] = filters.kind ?? []
  const organisationKinds = [
    ...(filters.organisationKind ?? []).map(value => organisationKindFor(value) ?? value),
    ...kinds.flatMap(value => organisationKindFor(value) ?? []),
  ]
  const organisation: string[] = []
  for (const value of filters.organisation ?? []) organisation.push(...(await organisationsFor(db, value)))
  return {
    ...filters,
    organisation,
    kind: kinds.filter(value => organisationKindFor(value) === undefined),
    organisationKind: [...new Set(organisationKinds)],
    status: (filters.status ?? []).map(statusFor),
  }
}

/** The kind of organisation with this slug, or with a heading that has it: `council`, `councils`, `nhs-bodies`. */
function organisationKindFor(value: string): string | undefined {
  if (isOrganisationKind(value)) return value
  return Object.entries(kindHeadings).find(([, heading]) => slugOf(heading) === value)?.[0]
}

/** The organisation with this slug; else those whose slugs begin with it; else the value as it is. */
async function organisationsFor(db: Deps['db'], value: string): Promise<readonly string[]> {
  if (await findOrganisationBySlug(db, value)) return [value]
  const slugs = await listOrganisationSlugs(db, value, MAX_FILTER_VALUES)
  return slugs.length > 0 ? slugs : [value]
}

/** The state with this label, as its tag or its filter shows it; else the value as it is. */
const statusFor = (value: string): string =>
  allStates.find(state => [undefined, ...allKinds].some(of => slugOf(statusLabel(state, of?.kind)) === value)) ?? value
