import { LRUCache } from 'lru-cache'
import type { Db } from './types.js'

/**
 * Caches the results of `read`, for at most `max` keys, until anything is committed to the database. A result is therefore
 * never stale. Does not cache `undefined`. On PostgreSQL, which does not report commits, every call reads.
 */
export function cachedUntilCommit<V extends object>(
  db: Pick<Db, 'version'>,
  max: number,
  read: (key: string) => Promise<V | undefined>,
): (key: string) => Promise<V | undefined> {
  const cache = new LRUCache<string, { readonly version: number; readonly value: V }>({ max })
  return async key => {
    // Read the version first: after a commit in between, the cached value must count as stale.
    const version = db.version()
    if (version === undefined) return read(key)
    const hit = cache.get(key)
    if (hit?.version === version) return hit.value
    const value = await read(key)
    if (value) cache.set(key, { version, value })
    return value
  }
}
