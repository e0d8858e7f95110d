/** An instant as fixed-width UTC ISO text, such as `2026-03-04T09:15:00.000Z`. Sorts as text on every database. */
export type Instant = string

/** Tells the time. Tests pass one that they can set. */
export interface Clock {
  now(): Instant
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date().toISOString() }

/** Converts milliseconds since 1970 to an instant. */
export const toInstant = (milliseconds: number): Instant => new Date(milliseconds).toISOString()

/** Moves `instant` by `seconds`, which may be negative. */
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  toInstant(Date.parse(instant) + seconds * 1000)
