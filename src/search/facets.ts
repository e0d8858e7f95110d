import type { Candidate } from './candidates.js'
import { countsUnderOrganisationKind } from './conditions.js'
import { pageFields, type Filters } from './filters.js'
import type { SearchContext } from './context.js'
import { MAX_COUNTED_TAGS, MAX_ORGANISATION_FACETS } from './limits.js'
import type { FacetCount, Facets } from './request.js'
import { joinSql, listOf, sql } from './sql.js'

/** A kind of organisation that has evidence on a page. */
export interface OrganisationKindOnPage {
  /** The page's id. */
  readonly id: string
  readonly organisationKind: string
  /** How many organisations of the kind have evidence that may be counted under the kind. */
  readonly organisations: number
}

/** For each of these pages, the kinds of organisation that have evidence on it. */
export async function loadOrganisationKinds(
  { runSql, request }: SearchContext,
  pages: readonly Candidate[],
): Promise<readonly OrganisationKindOnPage[]> {
  if (pages.length === 0) return []
  return runSql<OrganisationKindOnPage>(
    joinSql([
      sql('select s.page_id as id, o.kind as "organisationKind", count(*) as organisations'),
      sql('from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id in'),
      listOf(pages.map(page => page.id)),
      sql('and'),
      countsUnderOrganisationKind(request.coveredKinds),
      sql('group by s.page_id, o.kind'),
    ]),
  )
}

/**
 * Counts the facets. A page's own fields are counted on all candidates, each as if it were not filtered. The others are
 * counted on the examined pages, whose kinds of organisation are `organisationKinds`.
 */
export async function countFacets(
  context: SearchContext,
  candidates: readonly Candidate[],
  examined: readonly Candidate[],
  organisationKinds: readonly OrganisationKindOnPage[],
): Promise<Facets> {
  const { filters } = context.request
  const countField = (field: PageField): readonly FacetCount[] =>
    countValues(candidates.filter(page => passesPageFilters(page, filters, field)).map(page => valueOf[field](page)))
  return {
    kind: countField('kind'),
    theme: countField('theme'),
    status: countField('status'),
    tag: await countTags(context, examined),
    organisation: await countOrganisations(context, examined),
    organisationKind: countValues(organisationKinds.map(({ organisationKind }) => organisationKind)),
  }
}

type PageField = (typeof pageFields)[number]

const valueOf: Readonly<Record<PageField, (page: Candidate) => string>> = {
  kind: page => page.kind,
  theme: page => page.theme,
  status: page => page.state,
}

/** Whether a page passes the filters on its own fields, or on all of them but one. */
export const passesPageFilters = (page: Candidate, filters: Filters, except?: PageField): boolean =>
  pageFields.every(field => {
    const values: readonly string[] | undefined = filters[field]
    return field === except || !values || values.includes(valueOf[field](page))
  })

async function countTags({ runSql }: SearchContext, pages: readonly Candidate[]): Promise<Facets['tag']> {
  if (pages.length === 0) return []
  return runSql<FacetCount>(
    joinSql([
      sql('select tag as value, count(*) as pages from page_tag where page_id in'),
      listOf(pages.map(page => page.id)),
      sql(`group by tag order by pages desc, tag limit ${MAX_COUNTED_TAGS}`),
    ]),
  )
}

/** Only statements that name their organisation are counted under its name. */
async function countOrganisations(
  { runSql }: SearchContext,
  pages: readonly Candidate[],
): Promise<Facets['organisation']> {
  if (pages.length === 0) return []
  return runSql<Facets['organisation'][number]>(
    joinSql([
      sql('select o.slug as value, o.name as text, count(*) as pages'),
      sql('from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id in'),
      listOf(pages.map(page => page.id)),
      sql('and s.named_state is not null group by o.slug, o.name'),
      sql(`order by pages desc, o.name limit ${MAX_ORGANISATION_FACETS}`),
    ]),
  )
}

/** How often each value occurs, the most frequent first. */
function countValues(values: readonly string[]): readonly FacetCount[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, pages]) => ({ value, pages }))
    .sort((a, b) => b.pages - a.pages || (a.value < b.value ? -1 : 1))
}
