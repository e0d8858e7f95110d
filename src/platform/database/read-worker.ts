import { inWorker } from './worker.js'
import type { Sql } from './types.js'

/** Runs a single statement in a worker thread: see `readInWorker`. */
export default inWorker((runSql, statement: Sql) => runSql(statement))
