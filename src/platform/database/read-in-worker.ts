import type { CompiledQuery } from 'kysely'
import type { Db } from './types.js'

/**
 * Runs a query that is slow on a large database, and returns its rows. If `isLarge`, SQLite runs it in a worker thread,
 * so that it does not block the event loop.
 * @throws Unavailable when the database file cannot be read.
 */
export async function readInWorker<Row>(
  db: Db,
  isLarge: boolean,
  query: { compile(): CompiledQuery<Row> },
): Promise<readonly Row[]> {
  const compiled = query.compile()
  if (!isLarge || !db.runInWorker) return (await db.getExecutor().executeQuery(compiled)).rows
  const { sql, parameters } = compiled
  return db.runInWorker('src/platform/database/read-worker.js', { sql, parameters })
}
