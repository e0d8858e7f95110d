import type { ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { oldestFirst, type DatedStatement } from './statement-order.js'
import type { StatementState } from './states.js'

/** The parts of a statement that decide whether and how it counts. */
export interface CountableStatement extends DatedStatement {
  readonly memberId: string
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly shownAs: ShownAs
}

/** How an organisation fares with one page, from its people's statements. The newest one decides. */
export interface Position {
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  /** When the first statement was made in the latest unbroken run of this state. */
  readonly since: Instant
  readonly people: number
  /** The number of people in each state. Each person's newest statement counts. */
  readonly peopleByState: PeopleByState
}

/** The number of people in each state. States that nobody is in are left out. */
export type PeopleByState = Readonly<Partial<Record<StatementState, number>>>

/** The position that follows from an organisation's statements on one page; undefined if there are none. */
export function currentPosition(statements: readonly CountableStatement[]): Position | undefined {
  const sorted = [...statements].sort(oldestFirst)
  const newest = sorted.at(-1)
  if (!newest) return undefined
  // Later entries overwrite earlier ones, so each person keeps their newest state.
  const stateByPerson = new Map(sorted.map(statement => [statement.memberId, statement.state]))
  return {
    state: newest.state,
    linkedPageId: newest.linkedPageId,
    happenedOn: newest.happenedOn,
    since: startOfLatestRun(sorted, newest),
    people: stateByPerson.size,
    peopleByState: countPeople([...stateByPerson.values()]),
  }
}

/** When the current state was first reported: the start of the latest run of statements with the newest one's state. */
function startOfLatestRun(sorted: readonly CountableStatement[], newest: CountableStatement): Instant {
  const breakIndex = sorted.findLastIndex(statement => statement.state !== newest.state)
  return sorted
    .slice(breakIndex + 1)
    .map(statement => statement.madeAt)
    .reduce((earliest, madeAt) => (madeAt < earliest ? madeAt : earliest))
}

/** In the order of the states' names: the same counts make the same JSON. */
function countPeople(states: readonly StatementState[]): PeopleByState {
  const counts: Partial<Record<StatementState, number>> = {}
  for (const state of [...states].sort()) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** How a statement is shown that does not name its organisation. */
export const UNNAMED: ShownAs = 'kind'

/** Whether a statement may be shown beside its organisation's name, in any list. */
export const namesOrganisation = (statement: Pick<CountableStatement, 'shownAs'>): boolean =>
  statement.shownAs !== UNNAMED

/**
 * The statements of an organisation on one page that are counted and shown.
 *
 * If any of them names the organisation, only those that do. Otherwise the totals would reveal whose the unnamed ones
 * are. On a solution that the organisation wrote, unnamed ones never count: they cannot prove it, and that would
 * reveal them too.
 */
export function publiclyCountable<S extends Pick<CountableStatement, 'shownAs'>>(
  statements: readonly S[],
  isAuthor: boolean,
): readonly S[] {
  const named = statements.filter(namesOrganisation)
  return named.length > 0 || isAuthor ? named : statements
}
