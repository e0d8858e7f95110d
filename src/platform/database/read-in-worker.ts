import type { CompiledQuery } from 'kysely'
import { Unavailable } from '../errors.js'
import type { Db } from './types.js'

/** What a worker makes of a read: `failed` names an SQLite failure that has to do with the file. */
export type ReadOutcome = { readonly rows: readonly unknown[] } | { readonly failed: string }

/**
 * Answers a read that takes long where there is much to read (`isMuch`): on SQLite in a worker, so that it does not hold
 * the event loop. @throws Unavailable when the database file cannot be read.
 */
export async function readInWorker<R>(
  db: Db,
  isMuch: boolean,
  query: { compile(): CompiledQuery<R> },
): Promise<readonly R[]> {
  const compiled = query.compile()
  if (!isMuch || !db.runInWorker) return (await db.getExecutor().executeQuery<R>(compiled)).rows
  const outcome = (await db.runInWorker('src/platform/database/read-worker.js', {
    sql: compiled.sql,
    parameters: compiled.parameters,
  })) as ReadOutcome
  if ('failed' in outcome) throw new Unavailable(`The database cannot be used: ${outcome.failed}`)
  return outcome.rows as readonly R[]
}
