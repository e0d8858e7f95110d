import Sqlite from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { workerData } from 'piscina'
import type { RunSql, Sql, WorkerTask } from './types.js'

// Importing this module opens the worker thread's connection. Import it only from modules that `Db.runInWorker` runs.

/** The worker's answer. `failed` is an SQLite error code that points to the database file, not to the task. */
export type WorkerOutcome = { readonly result: unknown } | { readonly failed: string }

/** Size of the statement cache. A search has a few dozen statements, whose lists have a few fixed lengths. */
const MAX_PREPARED = 300

/** How long a read waits for a lock, in milliseconds. Only this worker waits. */
const BUSY_MILLISECONDS = 1_000

/** Size of the connection's page cache, in KiB. Large, because searches read the same index pages again and again. */
const CACHE_KIB = 64_000

const database = new Sqlite(workerData as string, { readonly: true, fileMustExist: true, timeout: BUSY_MILLISECONDS })
database.pragma(`cache_size = -${CACHE_KIB}`)

const statements = new LRUCache<string, Sqlite.Statement>({
  max: MAX_PREPARED,
  memoMethod: sql => database.prepare(sql),
})

const runSql: RunSql = <Row>({ sql, parameters }: Sql) =>
  Promise.resolve(statements.memo(sql).all(parameters) as readonly Row[])

/**
 * Wraps a task as the default export of a worker's module. The task reads one snapshot of the database, taken when it
 * starts.
 */
export const inWorker =
  <Input, Result>(task: WorkerTask<Input, Result>) =>
  async (input: Input): Promise<WorkerOutcome> => {
    try {
      database.exec('begin')
      return { result: await task(runSql, input) }
    } catch (error) {
      const { code = '' } = error as { code?: string }
      if (/^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN)/.test(code)) return { failed: code }
      throw error
    } finally {
      if (database.inTransaction) database.exec('rollback')
    }
  }
