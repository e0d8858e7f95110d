import Sqlite from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { workerData } from 'piscina'
import type { RunSql, Sql, WorkerTask } from './types.js'

// Opens the connection of a worker thread. Only modules that `Db.runInWorker` runs may import this one.

/** What the worker answers. `failed` is the code of an SQLite failure that is the file's fault, not the task's. */
export type WorkerOutcome = { readonly result: unknown } | { readonly failed: string }

/** Statements kept prepared. A search has some dozens of shapes, with lists of a few fixed lengths. */
const MAX_PREPARED = 300

/** How long a read waits for a lock, in milliseconds. It holds up this worker only. */
const BUSY_MILLISECONDS = 1_000

/** A page cache of its own, in KiB: large, since the same index pages are read again and again. */
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
 * Makes a task the default export of a worker's module. It runs in one snapshot of the database: what was committed when
 * it began.
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
