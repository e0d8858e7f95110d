import { inWorker } from '../platform/database/worker.js'
import { find } from './find.js'
import { list } from './list.js'
import type { SearchTask } from './request.js'
import { cachedStemmer } from './stem.js'

/** This module is the root of a worker thread, so what the worker keeps between tasks is built here. */
const stem = cachedStemmer()

/** Runs a search or a list in a worker thread: see `Db.runInWorker`. */
export default inWorker(async (runSql, task: SearchTask) =>
  'find' in task ? find(runSql, task.find, stem) : list(runSql, task.list),
)
