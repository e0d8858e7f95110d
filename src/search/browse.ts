import { listPagesByIds, type PageHead } from '../pages/index.js'
import type { ListRequest, ListResults } from './request.js'
import type { Searcher } from './searcher.js'

export type BrowseOptions = Omit<ListRequest, 'engine' | 'part'>

export interface BrowseResults {
  /** `place` is what `after` takes to continue after the page. */
  readonly rows: readonly (PageHead & { readonly place: readonly [string, string] })[]
  /** Counted over all pages of the kind, whatever their order and however many are listed. */
  readonly facets: ListResults['facets']
}

/**
 * Lists the published pages of one kind, from a place on, with how many pages each further filter would leave. Leaves
 * out archived pages.
 */
export async function browse(searcher: Searcher, options: BrowseOptions): Promise<BrowseResults> {
  const { db } = searcher
  const { engine } = db
  const rows = await searcher.readListRows({ ...options, engine, part: 'rows' })
  // The same counts serve every page of the list, in any order.
  const facets = await searcher.readListFacets({
    ...options,
    engine,
    part: 'facets',
    sort: 'newest',
    after: undefined,
    limit: 0,
  })
  const ids = rows.map(row => row.id)
  const pages = new Map((await listPagesByIds(db, ids)).map(page => [page.id, page]))
  return {
    facets,
    rows: rows.flatMap(({ id, sortKey }) => {
      const page = pages.get(id)
      return page ? [{ ...page, place: [String(sortKey), id] as const }] : []
    }),
  }
}
