/** How often the meter looks. */
const INTERVAL_MILLISECONDS = 100

/** How late the event loop may be, in milliseconds, before we turn requests away: those that write first, readers last. */
const MAX_LAG_MILLISECONDS = { write: 1_000, read: 3_000 }

/** Tells whether the process has more to do than it can. */
export interface LoadMeter {
  /** Tells whether requests of this kind should be turned away. */
  isOverloaded(kind: keyof typeof MAX_LAG_MILLISECONDS): boolean
}

/**
 * Measures how late the event loop is. A single long wait, such as a slow disk, does not count: the loop must be late twice in
 * a row. `maxLag` is as `MAX_LAG_MILLISECONDS`.
 */
export function createLoadMeter(maxLag = MAX_LAG_MILLISECONDS): LoadMeter {
  let expectedAt = performance.now() + INTERVAL_MILLISECONDS
  let lastLag = 0
  let lag = 0
  setInterval(() => {
    const now = performance.now()
    lastLag = lag
    lag = Math.max(0, now - expectedAt)
    expectedAt = now + INTERVAL_MILLISECONDS
  }, INTERVAL_MILLISECONDS).unref()
  return { isOverloaded: kind => Math.min(lag, lastLag) > maxLag[kind] }
}
