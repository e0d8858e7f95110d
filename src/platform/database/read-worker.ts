import Sqlite from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { workerData } from 'piscina'
import type { ReadOutcome } from './read-in-worker.js'

/** Runs in a worker thread, on a connection of its own that can only read: what is committed by the time a read begins. */
const database = new Sqlite(workerData as string, { readonly: true, fileMustExist: true, timeout: 1_000 })

const statements = new LRUCache<string, Sqlite.Statement>({ max: 50, memoMethod: sql => database.prepare(sql) })

export default function readInWorker({
  sql,
  parameters,
}: {
  readonly sql: string
  readonly parameters: readonly unknown[]
}): ReadOutcome {
  try {
    return { rows: statements.memo(sql).all(parameters) }
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (/^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN)/.test(code)) return { failed: code }
    throw error
  }
}
