import { CompiledQuery } from 'kysely'
import type { Db, RunSql, Sql } from './types.js'

/** Runs SQL on `db` in this thread. PostgreSQL gets `$1`, `$2` … in place of each `?`. */
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
