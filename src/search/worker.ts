import { inWorker } from '../platform/database/worker.js'
import { find } from './find.js'
import { countListFacets, listRows } from './list.js'
import type { SearchTask } from './request.js'
import { cachedStemmer } from './stem.js'

/** This module is the root of a worker thread, so what the worker keeps between tasks is built here. */
const stem = cachedStemmer()

/** Runs a search, or reads or counts a list, in a worker thread: see `Db.runInWorker`. */
export default inWorker(async (runSql, task: SearchTask) => {
  if ('find' in task) return find(runSql, task.find, stem)
  if ('listRows' in task) return listRows(runSql, task.listRows)
  return countListFacets(runSql, task.countListFacets)
})
