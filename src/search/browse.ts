import { paged, type Cursor, type Paged } from '../platform/paging.js'
import { listPagesByIds, type PageHead } from '../pages/index.js'
import type { ListFacets, ListRowsRequest } from './request.js'
import type { Searcher } from './searcher.js'

/** Which pages to list, and in which order. */
export type BrowseOptions = Omit<ListRowsRequest, 'engine'>

/** A page of the list, in its order, with the cursor of the next one. */
export interface BrowseResults extends Paged<PageHead> {
  /** Counted over all pages of the kind, whatever their order and however many are listed. */
  readonly facets: ListFacets
}

/**
 * Lists the published pages of one kind, a page of the list at a time, with how many pages each further filter would
 * leave. Leaves out archived pages.
 * @throws Unavailable when the database cannot be read.
 */
export async function browse(searcher: Searcher, options: BrowseOptions): Promise<BrowseResults> {
  const { db } = searcher
  const { engine } = db
  const { kind, filters, coveredKinds, sort, paging } = options
  const request = { engine, kind, filters, coveredKinds }
  const found = await searcher.readListRows({ ...request, sort, paging })
  // The same counts serve every page of the list, in any order.
  const facets = await searcher.readListFacets(request)
  const { rows, next } = paged(found, paging, ({ id, sortKey }): Cursor => [String(sortKey), id])
  const ids = rows.map(row => row.id)
  const pages = new Map((await listPagesByIds(db, ids)).map(page => [page.id, page]))
  return { rows: ids.flatMap(id => pages.get(id) ?? []), next, facets }
}
