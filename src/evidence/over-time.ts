import type { Instant } from '../platform/clock.js'
import { oldestFirst } from './positions.js'
import { isResolved, type StatementState } from './states.js'

export interface DatedState {
  /** What is counted, by its id: a barrier that an organisation faced, or an organisation that faced a barrier. */
  readonly subjectId: string
  readonly state: StatementState
  /** `2026-03-04` */
  readonly happenedOn: string
  readonly id: string
  readonly madeAt: Instant
}

/** How many were still in the way (or facing it), and how many got past, at the end of a period; in the last, so far. */
export interface Period {
  /** `Jan to March 2026`, `March 2026` */
  readonly name: string
  readonly open: number
  readonly resolved: number
}

/** Where all was said within so many months, a period is a month. */
const MAX_MONTHLY_PERIODS = 12

/**
 * The periods from the first that anything was said in to today's, at most the last `most` of them: months while there
 * are few, else quarters. The last agrees with what stands now. Without reports there are none.
 */
export function countOverTime(reports: readonly DatedState[], today: string, most: number): readonly Period[] {
  const sorted = [...reports].sort(oldestFirst)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last) return []
  const [from, to] = [monthOf(first.happenedOn), Math.max(monthOf(today), monthOf(last.happenedOn))]
  const { months, nameOf } = to - from < MAX_MONTHLY_PERIODS ? byMonth : byQuarter
  const periodOf = (month: number): number => Math.floor(month / months)
  const periods: Period[] = []
  const now = new Map<string, StatementState>()
  let at = 0
  for (let period = periodOf(from); period <= periodOf(to); period++) {
    for (; at < sorted.length && periodOf(monthOf(sorted[at]!.happenedOn)) <= period; at++)
      now.set(sorted[at]!.subjectId, sorted[at]!.state)
    const past = [...now.values()].filter(isResolved).length
    periods.push({ name: nameOf(period), open: now.size - past, resolved: past })
  }
  return periods.slice(-most)
}

/** Months since the year 0. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const quarterNames = ['Jan to March', 'April to June', 'July to Sept', 'Oct to Dec']

const byMonth = { months: 1, nameOf: (month: number): string => `${monthNames[month % 12]} ${Math.floor(month / 12)}` }
const byQuarter = {
  months: 3,
  nameOf: (quarter: number): string => `${quarterNames[quarter % 4]} ${Math.floor(quarter / 4)}`,
}
