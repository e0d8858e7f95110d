import type { Deps } from '../platform/deps.js'
import { addSeconds, type Instant } from '../platform/clock.js'
import { listDecisionTimings, type DecisionTiming } from './decision-store.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Only recent decisions tell how soon moderators answer now. */
const DAYS_CONSIDERED = 90
/** A median needs no more than this, and a busy site makes many in 90 days. */
const MAX_DECISIONS_READ = 200
/** With fewer waits than this a median is chance. */
const MIN_WAITS_FOR_MEDIAN = 5

/** Phrases for a wait, each with the longest wait, in milliseconds, that it describes. Rounded up, to keep the promise. */
const phrases: readonly { readonly upToMs: number; readonly text: string }[] = [
  { upToMs: HOUR_MS, text: 'within an hour' },
  { upToMs: 4 * HOUR_MS, text: 'within 4 hours' },
  { upToMs: DAY_MS, text: 'within a day' },
  { upToMs: 3 * DAY_MS, text: 'within 3 days' },
  { upToMs: 7 * DAY_MS, text: 'within a week' },
  { upToMs: 14 * DAY_MS, text: 'within 2 weeks' },
  { upToMs: 31 * DAY_MS, text: 'within a month' },
]
const LONGEST_PHRASE = 'after more than a month'

/** How soon moderators usually decide, from recent decisions: see `usualWait`. @param sentAt when the suggestion was sent, if it was. */
export async function loadUsualWait(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  sentAt?: Instant,
): Promise<string | undefined> {
  const now = clock.now()
  const timings = await listDecisionTimings(db, MAX_DECISIONS_READ)
  const since = addSeconds(now, (-DAYS_CONSIDERED * DAY_MS) / 1_000)
  const waitedMs = sentAt === undefined ? 0 : Date.parse(now) - Date.parse(sentAt)
  return usualWait(waitsInMs(timings, since), waitedMs)
}

/** How long each version waited for its first decision, in milliseconds, for decisions made at `since` or later. */
export function waitsInMs(timings: readonly DecisionTiming[], since: Instant): readonly number[] {
  const waits = new Map<string, number>()
  for (const { suggestionId, sentAt, at } of timings) {
    if (at < since) continue
    const version = `${suggestionId} ${sentAt}`
    const wait = Date.parse(at) - Date.parse(sentAt)
    waits.set(version, Math.min(wait, waits.get(version) ?? wait))
  }
  return [...waits.values()]
}

/**
 * The median wait in words, rounded up: `within 3 days`. Undefined when there are too few waits to tell, and when this
 * one has already taken longer. All waits are in milliseconds.
 */
export function usualWait(waits: readonly number[], waitedMs = 0): string | undefined {
  if (waits.length < MIN_WAITS_FOR_MEDIAN) return undefined
  const usual = median(waits)
  const phrase = phrases.find(({ upToMs }) => usual <= upToMs)
  if (phrase === undefined) return LONGEST_PHRASE
  return waitedMs > phrase.upToMs ? undefined : phrase.text
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]!
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2
}
