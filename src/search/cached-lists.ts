import { LRUCache } from 'lru-cache'
import { cachedUntilCommit, type Db } from '../platform/database/index.js'
import { FACETS_KEPT_MILLISECONDS, MAX_CACHED_LISTS } from './limits.js'
import type { ListFacets, ListRequest, ListRows, ListRowsRequest } from './request.js'
import { isLarge, runCountListFacets, runListRows } from './run.js'

/** Reads the ids of one page of a list. @throws Unavailable when the database cannot be read. */
export type ReadListRows = (request: ListRowsRequest) => Promise<ListRows>
/** Counts the facets of a list. @throws Unavailable when the database cannot be read. */
export type ReadListFacets = (request: ListRequest) => Promise<ListFacets>

/** Reads the rows of lists, and keeps them until something is committed. */
export function cachedListRows(db: Db): ReadListRows {
  const read = cachedUntilCommit(db, MAX_CACHED_LISTS, key => runListRows(db, JSON.parse(key) as ListRowsRequest))
  return async request => (await read(JSON.stringify(request))) ?? []
}

/** Counts the facets of lists. The counts of a large wiki may be some time old; those of a small one never are. */
export function cachedListFacets(db: Db): ReadListFacets {
  const countFacets: ReadListFacets = request => runCountListFacets(db, request)
  const cache = new LRUCache<string, ListFacets, ListRequest>({
    max: MAX_CACHED_LISTS,
    ttl: FACETS_KEPT_MILLISECONDS,
    fetchMethod: (_key, _old, { context }) => countFacets(context),
  })
  return async request => {
    const version = (await isLarge(db)) ? 'any' : db.version()
    if (version === undefined) return countFacets(request)
    return (await cache.fetch(JSON.stringify([version, request]), { context: request }))!
  }
}
