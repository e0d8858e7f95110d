import type { Sql, WorkerTask } from './types.js'

/** Runs a single statement: the worker task behind `readInWorker`. */
const read: WorkerTask<Sql, readonly unknown[]> = (runSql, statement) => runSql(statement)

export default read
