import { LRUCache } from 'lru-cache'
import { cachedUntilCommit, type Db } from '../platform/database/index.js'
import { FACETS_KEPT_MILLISECONDS, MAX_CACHED_LISTS } from './limits.js'
import type { ListRequest, ListResults } from './request.js'
import { isLarge, runList } from './run.js'

/** Reads the ids of one page of a list. @throws Unavailable when the database cannot be read. */
export type ReadListRows = (request: ListRequest) => Promise<ListResults['rows']>
/** Counts the facets of a list. @throws Unavailable when the database cannot be read. */
export type ReadListFacets = (request: ListRequest) => Promise<ListResults['facets']>

/** Reads the rows of lists, and keeps them until something is committed. */
export function cachedListRows(db: Db): ReadListRows {
  const read = cachedUntilCommit(db, MAX_CACHED_LISTS, async key => {
    const request = JSON.parse(key) as ListRequest
    return (await runList(db, request)).rows
  })
  return async request => (await read(JSON.stringify(request))) ?? []
}

/** Counts the facets of lists. The counts of a large wiki may be some time old; those of a small one never are. */
export function cachedListFacets(db: Db): ReadListFacets {
  const countFacets: ReadListFacets = async request => (await runList(db, request)).facets
  const cache = new LRUCache<string, ListResults['facets'], ListRequest>({
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
