import Sqlite from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { workerData } from 'piscina'
import { runAtOnce } from './ask.js'
import { workOf, type Outcome, type Task } from './task.js'

/** Runs in a worker thread, on a connection of its own that can only read: what is committed by the time a task begins. */
const database = new Sqlite(workerData as string, { readonly: true, fileMustExist: true, timeout: 1_000 })
database.pragma('cache_size = -64000')

const statements = new LRUCache<string, Sqlite.Statement>({ max: 300, memoMethod: sql => database.prepare(sql) })

/** One task in one snapshot of the database. */
const answer = database.transaction((task: Task) =>
  runAtOnce(({ sql, parameters }) => statements.memo(sql).all(parameters), workOf(task)),
)

export default function searchInWorker(task: Task): Outcome {
  try {
    return { done: answer(task) }
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (/^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN)/.test(code)) return { failed: code }
    throw error
  }
}
