import { CompiledQuery } from 'kysely'
import type { Db, RunSql, Sql } from './types.js'

/** Returns a function that runs SQL on `db` in this thread. For PostgreSQL, replaces each `?` with `$1`, `$2` and so on. */
export function runSqlOn(db: Pick<Db, 'engine' | 'getExecutor'>): RunSql {
  const executor = db.getExecutor()
  return async <Row>({ sql, parameters }: Sql) => {
    const text = db.engine === 'postgres' ? withNumberedParameters(sql) : sql
    return (await executor.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows
  }
}

function withNumberedParameters(sql: string): string {
  let number = 0
  return sql.replaceAll('?', () => `$${++number}`)
}
