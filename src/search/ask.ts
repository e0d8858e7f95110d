import type { Engine } from '../platform/database/index.js'

/** SQL with `?` for each parameter. */
export interface Sql {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/**
 * Work that asks the database as it goes, and does not know how: the same search runs on PostgreSQL, on SQLite in this
 * thread, and on SQLite in a worker. Each statement it gives out is answered with its rows.
 */
export type SqlTask<T> = Generator<Sql, T, unknown>

/** One part of SQL, to be put together with others. */
export const sql = (sql: string, ...parameters: readonly unknown[]): Sql => ({ sql, parameters })

export const joinSql = (parts: readonly Sql[], between: string): Sql => ({
  sql: parts.map(one => one.sql).join(between),
  parameters: parts.flatMap(one => one.parameters),
})

/**
 * The values of an `in (…)`. Their number is rounded up, the last one repeated, so that there are few different
 * statements. Nothing is in an empty one.
 */
export function listOf(values: readonly (string | number)[]): Sql {
  if (values.length === 0) return sql('(null)')
  const size = [1, 2, 4, 8, 20, 50, 200, 500, 1_000].find(one => one >= values.length) ?? values.length
  const all = [...values, ...Array.from({ length: size - values.length }, () => values.at(-1)!)]
  return sql(`(${all.map(() => '?').join(',')})`, ...all)
}

/** The pages as `p`, where nothing of them is asked but what that index holds: SQLite would rather read the rows, with their whole texts. */
export const pageTable = (engine: Engine): string => (engine === 'sqlite' ? 'page p indexed by page_found' : 'page p')

export function* ask<R>(...parts: readonly Sql[]): Generator<Sql, readonly R[], unknown> {
  return (yield joinSql(parts, ' ')) as readonly R[]
}

/** Runs it on what answers at once. */
export function runAtOnce<T>(answer: (statement: Sql) => readonly unknown[], work: SqlTask<T>): T {
  let step = work.next()
  while (!step.done) step = work.next(answer(step.value))
  return step.value
}
