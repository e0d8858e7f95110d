import type { Deps } from '../platform/deps.js'
import { later, type Instant } from '../platform/clock.js'
import { listDecided, type Decided } from './store.js'

/** Decisions that are looked at, of so many days. */
const DECISIONS_READ = 200
const DAYS_READ = 90

/** Fewer waits than this say nothing of the next one. */
const WAITS_FOR_MEDIAN = 5

const HOUR = 3_600_000
const DAY = 24 * HOUR

const steps: readonly (readonly [number, string])[] = [
  [HOUR, 'within an hour'], [4 * HOUR, 'within 4 hours'], [DAY, 'within a day'], [3 * DAY, 'within 3 days'], [7 * DAY, 'within a week'], [14 * DAY, 'within 2 weeks'], [31 * DAY, 'within a month'],
]

/**
 * How long suggestions waited for a moderator, in milliseconds: from each sending to the first decision on it, of those
 * decided since an instant.
 */
export function waitsOf(decided: readonly Decided[], since: Instant): readonly number[] {
  const waits = new Map<string, number>()
  for (const { suggestionId, sentAt, at } of decided) {
    const sending = `${suggestionId} ${sentAt}`
    const wait = Date.parse(at) - Date.parse(sentAt)
    if (at >= since) waits.set(sending, Math.min(wait, waits.get(sending) ?? wait))
  }
  return [...waits.values()]
}

/** The median wait in words, rounded up: `within 3 days`. Undefined where there are too few to tell. */
export function usualWait(waits: readonly number[]): string | undefined {
  if (waits.length < WAITS_FOR_MEDIAN) return undefined
  const sorted = [...waits].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return steps.find(([most]) => median <= most)?.[1] ?? 'after more than a month'
}

/** How soon a moderator usually looks at what is sent, as measured: `within 3 days`. Undefined where there is too little to tell. */
export const usualWaitNow = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<string | undefined> =>
  usualWait(waitsOf(await listDecided(db, DECISIONS_READ), later(clock.now(), -DAYS_READ * 24 * 3_600)))
