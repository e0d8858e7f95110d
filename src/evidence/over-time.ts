import type { Instant } from '../platform/clock.js'
import { inTime, isPast, type State } from './rules.js'

export interface Dated {
  readonly pageId: string
  readonly state: State
  /** `2026-03-04` */
  readonly happenedOn: string
  readonly id: string
  readonly madeAt: Instant
}

/** How many barriers were in the way, and how many got past, at the end of a quarter (or today, in the last). */
export interface Quarter {
  /** `Q1 2026` */
  readonly name: string
  readonly open: number
  readonly past: number
}

/** The quarters from the first that anything was said in to today's, at most `most` of them. Without reports there are none. */
export function overTime(reports: readonly Dated[], today: string, most: number): readonly Quarter[] {
  const sorted = [...reports].sort(inTime)
  const first = sorted[0]
  if (!first) return []
  const quarters: Quarter[] = []
  const now = new Map<string, State>()
  let at = 0
  for (let quarter = quarterOf(first.happenedOn); quarter <= quarterOf(today); quarter++) {
    for (; at < sorted.length && quarterOf(sorted[at]!.happenedOn) <= quarter; at++) now.set(sorted[at]!.pageId, sorted[at]!.state)
    const past = [...now.values()].filter(isPast).length
    quarters.push({ name: `Q${(quarter % 4) + 1} ${Math.floor(quarter / 4)}`, open: now.size - past, past })
  }
  return quarters.slice(-most)
}

/** Quarters since the year 0. */
const quarterOf = (day: string): number => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3)
