import type { Instant } from '../platform/clock.js'

/** What statements are sorted by. */
export interface DatedStatement {
  readonly id: string
  /** The day that it is about, `2026-03-04`. */
  readonly happenedOn: string
  readonly madeAt: Instant
}

/**
 * The one order of statements, on the screen and in SQL: by the day that a statement is about, then by when it was made.
 * A correction has the time of the statement that it replaces, and so its place, but an id of its own.
 */
export const statementOrder = ['happenedOn', 'madeAt', 'id'] as const satisfies readonly (keyof DatedStatement)[]

/** A statement's place in a list: the values of `statementOrder`. */
export type StatementCursor = readonly [happenedOn: string, madeAt: Instant, id: string]

export const statementCursor = ({ happenedOn, madeAt, id }: DatedStatement): StatementCursor => [happenedOn, madeAt, id]

/** Sorts statements by `statementOrder`. */
export function oldestFirst(a: DatedStatement, b: DatedStatement): number {
  const field = statementOrder.find(name => a[name] !== b[name])
  if (field === undefined) return 0
  return a[field] < b[field] ? -1 : 1
}

/** Sorts statements by `statementOrder`, reversed. */
export const newestFirst = (a: DatedStatement, b: DatedStatement): number => oldestFirst(b, a)
