import { LRUCache } from 'lru-cache'
import type { Db } from './types.js'

/**
 * `read` of what is committed, remembered by key for at most `most` keys until anything at all is committed: an answer
 * is never older than the database. What is not found is not remembered. PostgreSQL does not say when that is, so there
 * each call reads.
 */
export function cachedUntilCommit<V extends object>(
  db: Db,
  most: number,
  read: (key: string) => Promise<V | undefined>,
): (key: string) => Promise<V | undefined> {
  const known = new LRUCache<string, { readonly version: number; readonly value: V }>({ max: most })
  return async key => {
    // Asked before reading: what is committed meanwhile makes the answer stale at once, not never.
    const version = db.version()
    if (version === undefined) return read(key)
    const hit = known.get(key)
    if (hit?.version === version) return hit.value
    const value = await read(key)
    if (value) known.set(key, { version, value })
    return value
  }
}
