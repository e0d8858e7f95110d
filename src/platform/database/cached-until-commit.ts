import { LRUCache } from 'lru-cache'
import type { Db } from './types.js'

/**
 * Caches what `read` resolves to, by key and for at most `max` keys, until anything at all is committed, so that an
 * answer is never older than the database. `undefined` is not cached. On PostgreSQL, which does not tell when something
 * was committed, every call reads.
 */
export function cachedUntilCommit<V extends object>(
  db: Pick<Db, 'version'>,
  max: number,
  read: (key: string) => Promise<V | undefined>,
): (key: string) => Promise<V | undefined> {
  const cache = new LRUCache<string, { readonly version: number; readonly value: V }>({ max })
  return async key => {
    // The version is taken before reading: a commit in between makes the answer stale at once, not never.
    const version = db.version()
    if (version === undefined) return read(key)
    const hit = cache.get(key)
    if (hit?.version === version) return hit.value
    const value = await read(key)
    if (value) cache.set(key, { version, value })
    return value
  }
}
