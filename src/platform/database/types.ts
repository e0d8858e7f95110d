import type { Kysely, Transaction } from 'kysely'
import type { Pool } from 'pg'
import type { Schema } from './schema.js'

/** Which database a site uses. */
export type Engine = 'sqlite' | 'postgres'

/** Reads, inside a transaction or outside one. A function that takes a `Reader` cannot write. */
export type Reader = Pick<Kysely<Schema>, 'selectFrom' | 'with' | 'getExecutor'>

/** Reads and writes in one transaction. Only a command opens one, with `db.transaction`. */
export type Tx = Transaction<Schema>

/** One SQL statement with a `?` for each parameter. */
export interface Sql {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Runs one statement and resolves to its rows. */
export type RunSql = <Row>(statement: Sql) => Promise<readonly Row[]>

/**
 * A function that a worker thread runs. It may await only `runSql`. Its input and result must be plain values, which can
 * be copied between threads.
 */
export type WorkerTask<Input, Result> = (runSql: RunSql, input: Input) => Promise<Result>

/** The database. Its own `selectFrom` reads committed data, and throws when called inside a transaction. */
export interface Db extends Reader {
  readonly engine: Engine
  /** PostgreSQL's connection pool, for libraries with their own SQL. */
  readonly pool?: Pool
  /**
   * Runs `work` in one serialisable write transaction, and commits when it resolves. Runs it again under contention, so
   * `work` must have no effects other than its SQL.
   * @throws Unavailable when the database stays locked or cannot be written.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Runs `work` like `transaction`, after all earlier calls have finished. Use it for writes to the same rows: otherwise
   * PostgreSQL would retry all but one of them again and again, and give up some.
   * @throws Unavailable when it waits too long, and as `transaction` does.
   */
  serializeWrites<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A number that changes with every commit by any process. Undefined where the database does not report commits. */
  version(): number | undefined
  /**
   * Runs a `WorkerTask` in a worker thread with its own read-only connection, so that a long read does not block the event
   * loop. `module` is a built module, relative to `dist`, whose default export is `inWorker(task)`. Only SQLite needs it:
   * PostgreSQL is a separate process anyway.
   * @throws Unavailable when the database file cannot be read.
   */
  readonly runInWorker?: <Result>(module: string, input: unknown) => Promise<Result>
  /** Runs the database's own integrity check. Returns one line for each problem. */
  integrityProblems(): Promise<readonly string[]>
  /** Runs `work` while no other process runs its own `exclusively`. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Closes all connections, after writes in progress. */
  close(): Promise<void>
}
