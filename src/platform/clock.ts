/** An instant as fixed-width UTC ISO text, e.g. `2026-03-04T09:15:00.000Z`: sorts as text on every database. */
export type Instant = string

export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => new Date().toISOString() }

export const toInstant = (milliseconds: number): Instant => new Date(milliseconds).toISOString()

/** `instant` moved by `seconds`, which may be negative. */
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  toInstant(Date.parse(instant) + seconds * 1000)
