import { CompiledQuery } from 'kysely'
import { runSqlOn, type Db } from '../platform/database/index.js'
import { find } from './find.js'
import { MAX_PAGES_IN_THREAD } from './limits.js'
import { countListFacets, listRows } from './list.js'
import type {
  ListFacets,
  ListRequest,
  ListRows,
  ListRowsRequest,
  RankedHits,
  SearchRequest,
  SearchTask,
} from './request.js'
import type { Stemmer } from './stem.js'

/** Runs a search: in a worker where it would block the event loop, else in this thread. */
export async function runFind(db: Db, request: SearchRequest, stem: Stemmer): Promise<RankedHits> {
  if (db.runInWorker && (await isLarge(db))) return runInWorker<RankedHits>(db.runInWorker, { find: request })
  return find(runSqlOn(db), request, stem)
}

/** Lists pages: in a worker where it would block the event loop, else in this thread. */
export async function runListRows(db: Db, request: ListRowsRequest): Promise<ListRows> {
  if (db.runInWorker && (await isLarge(db))) return runInWorker<ListRows>(db.runInWorker, { listRows: request })
  return listRows(runSqlOn(db), request)
}

/** Counts the facets of a list: in a worker where it would block the event loop, else in this thread. */
export async function runCountListFacets(db: Db, request: ListRequest): Promise<ListFacets> {
  if (db.runInWorker && (await isLarge(db)))
    return runInWorker<ListFacets>(db.runInWorker, { countListFacets: request })
  return countListFacets(runSqlOn(db), request)
}

/** @throws Unavailable when the database file cannot be read. */
export const runInWorker = <Result>(run: NonNullable<Db['runInWorker']>, task: SearchTask): Promise<Result> =>
  run<Result>('src/search/worker.js', task)

/** Whether there are many pages, judged by the highest number given to one. */
export async function isLarge(db: Db): Promise<boolean> {
  const query = CompiledQuery.raw('select max(seq) as last from page')
  const { rows } = await db.getExecutor().executeQuery<{ last: number | null }>(query)
  return (rows[0]?.last ?? 0) > MAX_PAGES_IN_THREAD
}
