import type { RunSql, Sql } from '../platform/database/index.js'
import { countsUnderOrganisationKind, filterConditions } from './conditions.js'
import type { FilterField } from './filters.js'
import { MAX_COUNTED_TAGS } from './limits.js'
import type { FacetCount, ListFacets, ListRequest, ListRows, ListRowsRequest, ListSort } from './request.js'
import { allOf, joinSql, pageTable, sql } from './sql.js'

interface ListOrder {
  readonly key: string
  /** Breaks ties. From the table of the key, so that one index serves both. */
  readonly id: string
  readonly isDescending: boolean
  readonly isNumber?: true
  /** The tables, in the order in which they are read: a cross join starts with the one whose index gives the order. */
  readonly tables: string
}

const pagesFirst = 'page p cross join page_evidence e'
const evidenceFirst = 'page_evidence e cross join page p'

const orders: Readonly<Record<ListSort, ListOrder>> = {
  newest: { key: 'p.changed_at', id: 'p.id', isDescending: true, tables: pagesFirst },
  title: { key: 'p.sort_key', id: 'p.id', isDescending: false, tables: pagesFirst },
  'most-faced': { key: 'e.organisations', id: 'e.page_id', isDescending: true, isNumber: true, tables: evidenceFirst },
  proof: { key: 'e.proof_score', id: 'e.page_id', isDescending: true, isNumber: true, tables: evidenceFirst },
  'newest-evidence': {
    key: `coalesce(e.newest_on, '')`,
    id: 'e.page_id',
    isDescending: true,
    tables: evidenceFirst,
  },
}

/** Reads one page of a list by SQL alone: see `find`. Leaves out archived pages. */
export async function listRows(runSql: RunSql, request: ListRowsRequest): Promise<ListRows> {
  const { key, id, isDescending, tables } = orders[request.sort]
  const direction = isDescending ? 'desc' : 'asc'
  return runSql(
    joinSql([
      sql(`select p.id as id, ${key} as "sortKey" from ${tables} where`),
      allOf([sql('e.seq = p.seq'), ...pageConditions(request), ...startConditions(request)]),
      sql(`order by ${key} ${direction}, ${id} ${direction} limit ?`, request.paging.size + 1),
    ]),
  )
}

/** The same comparison as `keysetPage` makes, for a key that may be a number. */
function startConditions({ sort, paging }: ListRowsRequest): readonly Sql[] {
  if (!paging.after) return []
  const { key, id, isDescending, isNumber } = orders[sort]
  const [sortKey, pageId] = paging.after
  const value = isNumber ? Number.parseInt(sortKey, 10) || 0 : sortKey
  return [sql(`(${key}, ${id}) ${isDescending ? '<' : '>'} (?, ?)`, value, pageId)]
}

/** The pages of the list that pass its filters, or all of them but one. */
function pageConditions({ kind, filters, coveredKinds }: ListRequest, except?: FilterField): readonly Sql[] {
  const others = { ...filters, kind: [], ...(except === undefined ? {} : { [except]: [] }) }
  return [sql('p.kind = ?', kind), sql('p.archived_at is null'), ...filterConditions(others, coveredKinds)]
}

/** Counts the facets of a list by SQL alone: see `find`. Leaves out archived pages. */
export async function countListFacets(runSql: RunSql, request: ListRequest): Promise<ListFacets> {
  const { engine, coveredKinds } = request
  const pagesFor = (field: FilterField): Sql =>
    joinSql([
      sql(`from ${pageTable(engine)} join page_evidence e on e.seq = p.seq where`),
      allOf(pageConditions(request, field)),
    ])
  const countColumn = (column: string, field: FilterField): Promise<readonly FacetCount[]> =>
    runSql<FacetCount>(
      joinSql([
        sql(`select ${column} as value, count(*) as pages`),
        pagesFor(field),
        sql(`group by ${column} order by pages desc, ${column}`),
      ]),
    )
  const countTags = (): Promise<readonly FacetCount[]> =>
    runSql<FacetCount>(
      joinSql([
        sql('select t.tag as value, count(*) as pages from page_tag t where t.page_id in (select p.id'),
        pagesFor('tag'),
        sql(`) group by t.tag order by pages desc, t.tag limit ${MAX_COUNTED_TAGS}`),
      ]),
    )
  const countOrganisationKinds = (): Promise<readonly FacetCount[]> =>
    runSql<FacetCount>(
      joinSql([
        sql('select o.kind as value, count(distinct s.page_id) as pages'),
        sql('from organisation_position s join organisation o on o.id = s.organisation_id where'),
        countsUnderOrganisationKind(coveredKinds),
        sql('and s.page_id in (select p.id'),
        pagesFor('organisationKind'),
        sql(') group by o.kind order by pages desc, o.kind'),
      ]),
    )
  return {
    theme: await countColumn('p.theme', 'theme'),
    status: await countColumn('e.state', 'status'),
    tag: await countTags(),
    organisationKind: await countOrganisationKinds(),
  }
}
