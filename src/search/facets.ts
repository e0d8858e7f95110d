import type { Candidate } from './candidates.js'
import { countsUnderKind, pageFields, type Filters } from './conditions.js'
import type { SearchContext } from './context.js'
import { MAX_COUNTED_TAGS, MAX_ORGANISATION_FACETS } from './limits.js'
import type { FacetCount, Facets } from './request.js'
import { joinSql, listOf, sql } from './sql.js'

/** How many organisations of a kind have evidence on a page that may be counted under the kind. */
export interface KindOnPage {
  readonly id: string
  readonly kind: string
  readonly organisations: number
}

/** For each of these pages, the kinds of organisation that have evidence on it. */
export async function loadOrganisationKinds(
  { runSql, request }: SearchContext,
  pages: readonly Candidate[],
): Promise<readonly KindOnPage[]> {
  if (pages.length === 0) return []
  return runSql<KindOnPage>(
    joinSql([
      sql('select s.page_id as id, o.kind as kind, count(*) as organisations'),
      sql('from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id in'),
      listOf(pages.map(page => page.id)),
      sql('and'),
      countsUnderKind(request.coveredKinds),
      sql('group by s.page_id, o.kind'),
    ]),
  )
}

/**
 * Counts the facets. A page's own fields are counted on all candidates, each as if it were not filtered. The others are
 * counted on the pages in `sample`, whose kinds of organisation are `kinds`.
 */
export async function countFacets(
  context: SearchContext,
  candidates: readonly Candidate[],
  sample: readonly Candidate[],
  kinds: readonly KindOnPage[],
): Promise<Facets> {
  const { filters } = context.request
  const countField = (field: PageField): readonly FacetCount[] =>
    countValues(candidates.filter(page => passesPageFilters(page, filters, field)).map(page => valueOf[field](page)))
  return {
    kind: countField('kind'),
    theme: countField('theme'),
    status: countField('status'),
    tag: await countTags(context, sample),
    organisation: await countOrganisations(context, sample),
    organisationKind: countValues(kinds.map(({ kind }) => kind)),
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
