import { monthNames } from '../platform/dates.js'
import { oldestFirst, type DatedStatement } from './statement-order.js'
import { isResolved, type StatementState } from './states.js'

/** A state that was reported of one subject on one day. */
export interface DatedState extends DatedStatement {
  /** The id of what is counted: a barrier that an organisation faced, or an organisation that faced a barrier. */
  readonly subjectId: string
  readonly state: StatementState
}

/** The number of subjects that were open and resolved at the end of a period. The last period is not over yet. */
export interface Period {
  /** `Jan to March 2026`, `March 2026` */
  readonly name: string
  readonly open: number
  readonly resolved: number
}

/** A year or less is shown by month; anything longer by quarter. */
const MAX_MONTHLY_PERIODS = 12

/**
 * Counts the subjects at the end of each period from the first report to today, at most the last `maxPeriods`. The
 * last period agrees with the current state. Without reports there are no periods.
 */
export function countOverTime(reports: readonly DatedState[], today: string, maxPeriods: number): readonly Period[] {
  const sorted = [...reports].sort(oldestFirst)
  const oldest = sorted[0]
  const newest = sorted.at(-1)
  if (!oldest || !newest) return []
  const firstMonth = monthOf(oldest.happenedOn)
  const lastMonth = Math.max(monthOf(today), monthOf(newest.happenedOn))
  const { months, nameOf } = lastMonth - firstMonth < MAX_MONTHLY_PERIODS ? byMonth : byQuarter
  const periodOf = (month: number): number => Math.floor(month / months)
  const periods: Period[] = []
  const stateBySubject = new Map<string, StatementState>()
  let next = 0
  for (let period = periodOf(firstMonth); period <= periodOf(lastMonth); period++) {
    for (; next < sorted.length && periodOf(monthOf(sorted[next]!.happenedOn)) <= period; next++)
      stateBySubject.set(sorted[next]!.subjectId, sorted[next]!.state)
    const resolved = [...stateBySubject.values()].filter(isResolved).length
    periods.push({ name: nameOf(period), open: stateBySubject.size - resolved, resolved })
  }
  return periods.slice(-maxPeriods)
}

/** Months since the year 0. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

const quarterNames = ['Jan to March', 'April to June', 'July to Sept', 'Oct to Dec']

const byMonth = { months: 1, nameOf: (month: number): string => `${monthNames[month % 12]} ${Math.floor(month / 12)}` }
const byQuarter = {
  months: 3,
  nameOf: (quarter: number): string => `${quarterNames[quarter % 4]} ${Math.floor(quarter / 4)}`,
}
