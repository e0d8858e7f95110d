import type { Kysely, Transaction } from 'kysely'
import type { Pool } from 'pg'
import type { Schema } from './schema.js'

export type Engine = 'sqlite' | 'postgres'

/** May read, inside a transaction or outside one. What takes a `Reader` cannot write. */
export type Reader = Pick<Kysely<Schema>, 'selectFrom' | 'with' | 'getExecutor'>

/** May write. Only a command makes one, by `db.transaction`. */
export type Tx = Transaction<Schema>

/** One SQL statement with a `?` for each parameter. */
export interface Sql {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Runs one statement and resolves to its rows. */
export type RunSql = <Row>(statement: Sql) => Promise<readonly Row[]>

/**
 * What a worker thread runs. It awaits nothing but `runSql`. Its input and result are plain values, so that they can be
 * copied between threads.
 */
export type WorkerTask<Input, Result> = (runSql: RunSql, input: Input) => Promise<Result>

/** The database. Its own `selectFrom` reads what is committed; inside a transaction it throws at once. */
export interface Db extends Reader {
  readonly engine: Engine
  /** PostgreSQL's pool, for a library that brings its own statements. */
  readonly pool?: Pool
  /**
   * Runs `work` in one serialisable write transaction and commits when it resolves. Under contention the whole of it
   * is run again, so `work` must do nothing but SQL.
   * @throws Unavailable when the database stays locked, or cannot be written.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Runs `work` like `transaction`, once the works passed here before it are done. For writes that change the same rows:
   * PostgreSQL would otherwise run all but one of them again and again, until it gave some up.
   * @throws Unavailable when it waited too long, and as `transaction` does.
   */
  serializeWrites<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A number that is another one once anything was committed, by any process. Undefined where the database does not tell. */
  version(): number | undefined
  /**
   * Runs a `WorkerTask` in a worker thread, with a read-only connection of its own, so that a long read does not block
   * the event loop. `module` is the built module whose default export `inWorker` made of the task, relative to `dist`.
   * Only SQLite has it: PostgreSQL is another process anyway.
   * @throws Unavailable when the database file cannot be read.
   */
  readonly runInWorker?: <Result>(module: string, input: unknown) => Promise<Result>
  /** Damage that the database's own integrity check finds, one line each; none is an empty list. */
  integrityProblems(): Promise<readonly string[]>
  /** Runs `work` while no other process is in its own `exclusively`. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}
