import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Db } from './database/index.js'
import { Unavailable } from './errors.js'
import { sha256 } from './ids.js'
import { pluralise } from './text.js'

/** How many events are allowed for a key within a time that begins with the first. */
export interface Limit {
  readonly events: number
  readonly seconds: number
}

/** Counts events by key. Keys are stored only as hashes, so they may name people and networks. */
export interface RateLimiter {
  /**
   * Counts an event, or returns after how many seconds the next one is allowed. Counts before the caller acts, so that events
   * at the same time count too.
   * @throws Unavailable when it cannot be counted.
   */
  count(key: string): Promise<number | undefined>
  /** Takes one counted event back, because it turned out not to matter. */
  takeBack(key: string): Promise<void>
  /** Takes back all events of a key. */
  forget(key: string): Promise<void>
}

/** Gives each limit its counter. A limit keeps the counter that its name got first. */
export type RateLimiters = (name: string, limit: Limit) => RateLimiter

/** Creates the counters of a site when they are first needed. */
export function createRateLimiters(db: Db): RateLimiters {
  const limiters = new Map<string, RateLimiter>()
  return (name, limit) => {
    const limiter = limiters.get(name) ?? createRateLimiter(db, name, limit)
    limiters.set(name, limiter)
    return limiter
  }
}

/** Creates a limiter that counts in memory on SQLite, which has one process, and in the database on PostgreSQL. */
function createRateLimiter(db: Db, name: string, { events, seconds }: Limit): RateLimiter {
  const options = { points: events, duration: seconds, keyPrefix: name }
  const limiter =
    db.pool === undefined
      ? new RateLimiterMemory(options)
      : new RateLimiterPostgres({
          ...options,
          storeClient: db.pool,
          tableName: 'failed_attempt',
          tableCreated: true,
          clearExpiredByTimeout: true,
        })
  return {
    async count(key) {
      try {
        await limiter.consume(sha256(key))
        return undefined
      } catch (rejected) {
        // The library rejects with its own result when the limit is reached, and with an Error when counting failed.
        if (rejected instanceof Error) throw new Unavailable(rejected.message, { cause: rejected })
        return Math.ceil((rejected as { msBeforeNext: number }).msBeforeNext / 1000)
      }
    },
    async takeBack(key) {
      await limiter.reward(sha256(key))
    },
    async forget(key) {
      await limiter.delete(sha256(key))
    },
  }
}

/**
 * Returns the network that an address belongs to, as the key of a limit: an IPv4 address itself, or the first 64 bits of an
 * IPv6 address, because one customer gets at least as many.
 */
export function networkOf(ipAddress: string | undefined): string {
  const address = (ipAddress ?? '').replace(/%.*$/, '')
  if (!isIPv6(address)) return address
  const groups = groupsOf(address)
  const [high = 0, low = 0] = groups.slice(6)
  const isMappedIpv4 = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff
  if (isMappedIpv4) return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return groups
    .slice(0, 4)
    .map(group => group.toString(16))
    .join(':')
}

/** Returns the eight numbers of an IPv6 address. The URL parser brings every way of writing it to the same form. */
function groupsOf(address: string): readonly number[] {
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const numbers = (text: string) => text.split(':').flatMap(group => (group === '' ? [] : Number.parseInt(group, 16)))
  const [start, end] = [numbers(before), numbers(after ?? '')]
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end]
}

/** Says how long to wait, in the largest unit that fits: `1 minute`, `3 hours`. */
export function waitInWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 60 ? pluralise(minutes, 'minute') : pluralise(Math.ceil(minutes / 60), 'hour')
}
