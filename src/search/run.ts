import { CompiledQuery } from 'kysely'
import type { Db } from '../platform/database/index.js'
import { Unavailable } from '../platform/errors.js'
import type { SqlTask } from './ask.js'
import type { RankedHits, SearchRequest } from './find.js'
import type { ListResults, ListRequest } from './list.js'
import { workOf, type Outcome, type Task } from './task.js'

/** Up to this many pages, a search on SQLite is over so soon that it is not worth a worker. */
const AT_ONCE = 2_000

export const runFind = async (db: Db, request: SearchRequest): Promise<RankedHits> =>
  (await run(db, { find: request })) as RankedHits
export const runList = async (db: Db, request: ListRequest): Promise<ListResults> =>
  (await run(db, { list: request })) as ListResults

/** Where it is done: by PostgreSQL, by SQLite in this thread, or by SQLite in a worker, which a large database is read in so as not to hold the event loop. */
async function run(db: Db, task: Task): Promise<RankedHits | ListResults> {
  if (!db.runInWorker || !(await isLarge(db))) return runHere(db, workOf(task))
  return runInWorker(db.runInWorker, task)
}

/** @throws Unavailable when the database file cannot be read. */
export async function runInWorker(
  runTask: NonNullable<Db['runInWorker']>,
  task: Task,
): Promise<RankedHits | ListResults> {
  const outcome = (await runTask('src/search/worker.js', task)) as Outcome
  if ('failed' in outcome) throw new Unavailable(`The database cannot be used: ${outcome.failed}`)
  return outcome.done
}

/** About: numbers are given in order. */
export async function isLarge(db: Db): Promise<boolean> {
  const { rows } = await db
    .getExecutor()
    .executeQuery<{ last: number | null }>(CompiledQuery.raw('select max(seq) as last from page'))
  return (rows[0]?.last ?? 0) > AT_ONCE
}

async function runHere<T>(db: Db, work: SqlTask<T>): Promise<T> {
  const executor = db.getExecutor()
  let step = work.next()
  while (!step.done) {
    const { sql, parameters } = step.value
    let n = 0
    const text = db.engine === 'postgres' ? sql.replaceAll('?', () => `$${++n}`) : sql
    step = work.next((await executor.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows)
  }
  return step.value
}
