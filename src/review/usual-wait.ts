import type { Deps } from '../platform/deps.js'
import { addSeconds, type Instant } from '../platform/clock.js'
import { listDecisionTimings, type DecisionTiming } from './store.js'

/** Decisions that are looked at, of so many days. */
const DECISIONS_READ = 200
const DAYS_READ = 90

/** Fewer waits than this say nothing of the next one. */
const WAITS_FOR_MEDIAN = 5

const HOUR = 3_600_000
const DAY = 24 * HOUR

const steps: readonly (readonly [number, string])[] = [
  [HOUR, 'within an hour'],
  [4 * HOUR, 'within 4 hours'],
  [DAY, 'within a day'],
  [3 * DAY, 'within 3 days'],
  [7 * DAY, 'within a week'],
  [14 * DAY, 'within 2 weeks'],
  [31 * DAY, 'within a month'],
]

/**
 * How long suggestions waited for a moderator, in milliseconds: from each sending to the first decision on it, of those
 * decided since an instant.
 */
export function waitsOf(decided: readonly DecisionTiming[], since: Instant): readonly number[] {
  const waits = new Map<string, number>()
  for (const { suggestionId, sentAt, at } of decided) {
    const sending = `${suggestionId} ${sentAt}`
    const wait = Date.parse(at) - Date.parse(sentAt)
    if (at >= since) waits.set(sending, Math.min(wait, waits.get(sending) ?? wait))
  }
  return [...waits.values()]
}

/**
 * The median wait in words, rounded up: `within 3 days`. Undefined where there are too few to tell, and to whom has waited
 * longer already. Waits in milliseconds.
 */
export function usualWait(waits: readonly number[], waited = 0): string | undefined {
  if (waits.length < WAITS_FOR_MEDIAN) return undefined
  const sorted = [...waits].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  const step = steps.find(([most]) => median <= most)
  if (step === undefined) return 'after more than a month'
  return waited > step[0] ? undefined : step[1]
}

/** How soon a moderator usually looks at what is sent, or was at `since`, as measured; see `usualWait`. */
export async function usualWaitNow(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  since?: Instant,
): Promise<string | undefined> {
  const now = clock.now()
  return usualWait(
    waitsOf(await listDecisionTimings(db, DECISIONS_READ), addSeconds(now, (-DAYS_READ * DAY) / 1_000)),
    since === undefined ? 0 : Date.parse(now) - Date.parse(since),
  )
}
