import type { Engine, Sql } from '../platform/database/index.js'
import { LIST_SIZES } from './limits.js'

/** A piece of SQL with a `?` for each of `parameters`, to be joined with others. */
export const sql = (text: string, ...parameters: readonly unknown[]): Sql => ({ sql: text, parameters })

/** Puts pieces one after another, and their parameters with them. */
export const joinSql = (pieces: readonly Sql[], separator = ' '): Sql => ({
  sql: pieces.map(piece => piece.sql).join(separator),
  parameters: pieces.flatMap(piece => piece.parameters),
})

/** The conditions with `and` between them. */
export const allOf = (conditions: readonly Sql[]): Sql => joinSql(conditions, ' and ')

/** Each condition with `and` before it, to follow another condition. */
export const andEach = (conditions: readonly Sql[]): readonly Sql[] =>
  conditions.flatMap(condition => [sql('and'), condition])

/**
 * The values of an `in (…)`. The list is padded to one of a few lengths with its last value, so that few different
 * statements need preparing. No value is in an empty list.
 */
export function listOf(values: readonly (string | number)[]): Sql {
  if (values.length === 0) return sql('(null)')
  const size = LIST_SIZES.find(candidate => candidate >= values.length) ?? values.length
  const padding = Array.from({ length: size - values.length }, () => values.at(-1)!)
  return sql(`(${Array.from({ length: size }, () => '?').join(',')})`, ...values, ...padding)
}

/** The column of the search index with the page's number. */
export const seqColumn = (engine: Engine): string => (engine === 'sqlite' ? 'page_search.rowid' : 'page_search.seq')

/**
 * The table `page` as `p`, for statements that read only columns of the covering index `page_found`. SQLite's planner
 * would rather read the rows, which hold the whole texts.
 */
export const pageTable = (engine: Engine): string => (engine === 'sqlite' ? 'page p indexed by page_found' : 'page p')
