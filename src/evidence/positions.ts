import type { ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { StatementState } from './states.js'

/** A statement, as far as the rules look at it. */
export interface CountableStatement {
  readonly id: string
  readonly memberId: string
  readonly state: StatementState
  readonly linkedPageId: string | null
  /** The day it speaks of, `2026-03-04`. */
  readonly happenedOn: string
  readonly madeAt: Instant
  readonly shownAs: ShownAs
}

/** Oldest first: by the day a statement speaks of, then by when it was made. A correction was made when what it corrects was. */
export const oldestFirst = (
  a: Pick<CountableStatement, 'id' | 'happenedOn' | 'madeAt'>,
  b: Pick<CountableStatement, 'id' | 'happenedOn' | 'madeAt'>,
): number => compareText(a.happenedOn, b.happenedOn) || compareText(a.madeAt, b.madeAt) || compareText(a.id, b.id)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What an organisation says now, from its people's statements on one page; undefined without any. The newest decides. */
export interface Position {
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  /** When it began to say so: its first statement since it last said something else. */
  readonly since: Instant
  readonly people: number
  /** How many of its people say what, each by their newest statement. */
  readonly peopleByState: PeopleByState
}

export type PeopleByState = Readonly<Partial<Record<StatementState, number>>>

export function currentPosition(statements: readonly CountableStatement[]): Position | undefined {
  const sorted = [...statements].sort(oldestFirst)
  const newest = sorted.at(-1)
  if (!newest) return undefined
  let since = newest.madeAt
  for (let at = sorted.length - 1; at >= 0 && sorted[at]!.state === newest.state; at--)
    if (sorted[at]!.madeAt < since) since = sorted[at]!.madeAt
  const byPerson = new Map(sorted.map(one => [one.memberId, one.state]))
  const voices: Partial<Record<StatementState, number>> = {}
  for (const state of [...byPerson.values()].sort()) voices[state] = (voices[state] ?? 0) + 1
  return {
    state: newest.state,
    linkedPageId: newest.linkedPageId,
    happenedOn: newest.happenedOn,
    since,
    people: byPerson.size,
    peopleByState: voices,
  }
}

/** Whether a statement may be shown beside its organisation's name, in any list. */
export const namesOrganisation = (statement: Pick<CountableStatement, 'shownAs'>): boolean =>
  statement.shownAs !== 'kind'

/**
 * Of what an organisation's people say of one page, what counts and is shown: the statements that name it, where there are
 * any, else those that tell its kind alone. Both side by side would tell, by the totals, whose the others are. Of a
 * solution that it wrote itself (`wroteIt`) nothing unnamed counts: that it proves nothing would tell whose it is.
 */
export function publiclyCountable<S extends Pick<CountableStatement, 'shownAs'>>(
  said: readonly S[],
  wroteIt: boolean,
): readonly S[] {
  const named = said.filter(namesOrganisation)
  return named.length > 0 ? named : wroteIt ? [] : said
}
