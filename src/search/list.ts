import type { Engine } from '../platform/database/index.js'
import type { Kind } from '../pages/index.js'
import { ask, pageTable, sql, type SqlTask, type Sql } from './ask.js'
import { filterConditions, countsUnderKind, type Filters } from './conditions.js'
import type { FacetCount, Facets } from './find.js'

export type ListSort = 'newest' | 'proof' | 'title' | 'most-faced' | 'newest-evidence'

export interface ListRequest {
  readonly engine: Engine
  /** Which half is asked for; the other comes back empty. */
  readonly part: 'rows' | 'facets'
  readonly kind: Kind
  /** All but its `kind`, which is the list's own. */
  readonly filters: Filters
  readonly sort: ListSort
  /** The place of the last page seen. */
  readonly after?: readonly [string, string] | undefined
  readonly limit: number
  readonly coveredKinds: readonly string[]
}

export interface ListResults {
  readonly rows: readonly { readonly id: string; readonly place: string | number }[]
  /** Of all pages of the kind; those of a field's values count what the other fields let through. */
  readonly facets: Omit<Facets, 'kind' | 'organisation'>
}

/** What each order sorts by, and how. A number is written with zeros before it, so that places compare as text. */
const orders: Readonly<
  Record<ListSort, { readonly key: string; readonly id: string; readonly down: boolean; readonly number?: true }>
> = {
  newest: { key: 'p.changed_at', id: 'p.id', down: true },
  title: { key: 'p.sort_key', id: 'p.id', down: false },
  'most-faced': { key: 'e.organisations', id: 'e.page_id', down: true, number: true },
  proof: { key: 'e.proof_score', id: 'e.page_id', down: true, number: true },
  'newest-evidence': { key: `coalesce(e.newest_on, '')`, id: 'e.page_id', down: true },
}

/** Everything about a list but the pages themselves. */
export function* list({
  engine,
  part: half,
  kind,
  filters,
  sort,
  after,
  limit,
  coveredKinds,
}: ListRequest): SqlTask<ListResults> {
  const { key, id, down, number } = orders[sort]
  const limits = (but?: keyof Filters): readonly Sql[] =>
    [
      sql(`p.kind = ?`, kind),
      sql('p.archived_at is null'),
      ...filterConditions({ ...filters, kind: [], ...(but === undefined ? {} : { [but]: [] }) }, coveredKinds),
    ].flatMap((one, at) => (at === 0 ? [one] : [sql('and'), one]))
  // What comes first in a cross join is gone through first, in the order of an index of its own.
  const inOrder = sql(
    `from ${key.includes('e.') ? 'page_evidence e cross join page p' : 'page p cross join page_evidence e'} where e.seq = p.seq and`,
  )
  const from = sql(`from ${pageTable(engine)} join page_evidence e on e.seq = p.seq where`)
  const place = after && [number ? Number.parseInt(after[0], 10) || 0 : after[0], after[1]]
  const rows =
    half !== 'rows'
      ? []
      : yield* ask<{ id: string; place: string | number }>(
          sql(`select p.id as id, ${key} as place`),
          inOrder,
          ...limits(),
          ...(place ? [sql(`and (${key}, ${id}) ${down ? '<' : '>'} (?, ?)`, ...place)] : []),
          sql(`order by ${key}${down ? ' desc' : ''}, ${id}${down ? ' desc' : ''} limit ?`, limit),
        )
  if (half === 'rows') return { rows, facets: { theme: [], status: [], tag: [], organisationKind: [] } }
  const count = (what: string, but?: keyof Filters): Generator<Sql, readonly FacetCount[], unknown> =>
    ask<FacetCount>(
      sql(`select ${what} as value, count(*) as pages`),
      from,
      ...limits(but),
      sql(`group by ${what} order by pages desc, ${what}`),
    )
  return {
    rows,
    facets: {
      theme: yield* count('p.theme', 'theme'),
      status: yield* count('e.state', 'status'),
      tag: yield* ask<FacetCount>(
        sql(`select t.tag as value, count(*) as pages from page_tag t where t.page_id in (select p.id`),
        from,
        ...limits('tag'),
        sql(`) group by t.tag order by pages desc, t.tag limit 30`),
      ),
      organisationKind: yield* ask<FacetCount>(
        sql(
          `select o.kind as value, count(distinct s.page_id) as pages from organisation_position s join organisation o on o.id = s.organisation_id where`,
        ),
        countsUnderKind(coveredKinds),
        sql(`and s.page_id in (select p.id`),
        from,
        ...limits('organisationKind'),
        sql(`) group by o.kind order by pages desc, o.kind`),
      ),
    },
  }
}
