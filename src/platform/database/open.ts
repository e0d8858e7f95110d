import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import type { Piscina } from 'piscina'
import { CannotStart, Unavailable } from '../errors.js'
import { builtFile } from '../paths.js'
import { openSqlite } from './sqlite.js'
import type { Schema } from './schema.js'
import type { Db, Engine, Tx } from './types.js'
import { createWorkQueue } from './work-queue.js'
import type { WorkerOutcome } from './worker.js'

/** How long we retry a transaction under contention before we ask the person to come back. */
const PATIENCE_MILLISECONDS = 5_000

export interface OpenOptions {
  /** How long a transaction under contention is retried before it fails. Tests of the failure wait less. */
  readonly patienceMilliseconds?: number
}

/** How long a serialized write waits for those before it. Longer, because none of these is tried again in vain. */
const MAX_QUEUE_MILLISECONDS = 20_000

/** Worker threads that read at once. Two let a second long read start before the first ends. */
const MAX_WORKERS = 2

/** A worker that is idle this long stops, and gives back its memory. */
const IDLE_WORKER_MILLISECONDS = 60_000

/**
 * Opens `sqlite:PATH` or `postgres://…`.
 * @throws CannotStart with one line that says what is wrong and what to do.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Db> {
  const { patienceMilliseconds = PATIENCE_MILLISECONDS } = options
  const inTransaction = new AsyncLocalStorage<true>()
  const onRead = (): void => {
    if (inTransaction.getStore()) throw new Error('a query on the root handle inside a transaction: pass the tx')
  }
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length)
    const { reader, writer, integrityProblems, version } = openSqlite(path, onRead)
    return assemble('sqlite', reader, writer, inTransaction, {
      patienceMilliseconds,
      version,
      ...workersOf(path),
      integrityProblems: async () => integrityProblems(),
      exclusively: work => work(), // each transaction already begins by locking out other writers
    })
  }
  // Loaded here, so that sites on SQLite start faster and need less memory.
  const { openPostgres } = await import('./postgres.js')
  const { reader, writer, pool } = openPostgres(url, onRead)
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    const { message, code } = error as Error & { code?: string }
    throw new CannotStart(
      `The PostgreSQL server in DATABASE_URL does not answer (${message || code}). ` +
        'Check the address and the user, and that the server is running.',
    )
  }
  return assemble('postgres', reader, writer, inTransaction, {
    patienceMilliseconds,
    pool,
    version: () => undefined,
    async integrityProblems() {
      const { rows } = await pool.query<{ name: string }>(
        `select conrelid::regclass || '.' || conname as name from pg_constraint where not convalidated
         union all select indexrelid::regclass::text from pg_index where not indisvalid`,
      )
      return rows.map(row => `constraint or index ${row.name} is not valid`)
    },
    async exclusively(work) {
      // A session's lock, not a transaction's: a serialisable transaction that waits for a lock goes on to read
      // from a snapshot older than what the lock's last holder committed.
      const client = await pool.connect()
      client.on('error', () => {})
      try {
        await client.query('set lock_timeout = 0; set statement_timeout = 0')
        await client.query(`select pg_advisory_lock(${ADVISORY_LOCK})`)
        return await work()
      } finally {
        await client.query(`select pg_advisory_unlock(${ADVISORY_LOCK})`).catch(() => {})
        client.release(true)
      }
    },
  })
}

/** Worker threads that read one SQLite file. They start when they are first needed. */
function workersOf(path: string): Required<Pick<Db, 'runInWorker'>> & { readonly stopWorkers: () => Promise<void> } {
  let pool: Promise<Piscina> | undefined
  const startPool = async (): Promise<Piscina> => {
    const { Piscina } = await import('piscina')
    return new Piscina({
      minThreads: 0,
      maxThreads: MAX_WORKERS,
      idleTimeout: IDLE_WORKER_MILLISECONDS,
      workerData: resolve(path),
    })
  }
  return {
    async runInWorker<Result>(module: string, input: unknown) {
      pool ??= startPool()
      const outcome = (await (await pool).run(input, { filename: builtFile(module) })) as WorkerOutcome
      if ('failed' in outcome) throw new Unavailable(`The database cannot be used: ${outcome.failed}`)
      return outcome.result as Result
    },
    async stopWorkers() {
      await (await pool)?.destroy()
    },
  }
}

/** Identifies our lock. Any number that no other program uses in the same PostgreSQL database. */
const ADVISORY_LOCK = 7_227_109

function assemble(
  engine: Engine,
  reader: Kysely<Schema>,
  writer: Kysely<Schema>,
  inTransaction: AsyncLocalStorage<true>,
  parts: Pick<Db, 'version' | 'integrityProblems' | 'exclusively' | 'pool' | 'runInWorker'> & {
    readonly patienceMilliseconds: number
    readonly stopWorkers?: () => Promise<void>
  },
): Db {
  const { patienceMilliseconds, stopWorkers, ...own } = parts
  let sqliteTurn: Promise<unknown> = Promise.resolve()
  const attempt = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction.run(true, () => writer.transaction().execute(work))

  async function persist<T>(work: (tx: Tx) => Promise<T>, deadline: number): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(work)
      } catch (error) {
        const { again, code } = error as { again?: boolean; code?: string }
        // A unique violation that repeats is not a race but a bug or a rule, and must surface.
        if (!again || (code === '23505' && tries > 1)) throw error
        if (Date.now() > deadline)
          throw error instanceof Unavailable ? error : new Unavailable('Too many changes at once', { cause: error })
        await wait(Math.random() * Math.min(100, 5 * 2 ** tries))
      }
    }
  }

  const serialized = createWorkQueue(MAX_QUEUE_MILLISECONDS)

  const db: Db = {
    engine,
    selectFrom: reader.selectFrom.bind(reader),
    with: reader.with.bind(reader),
    getExecutor: reader.getExecutor.bind(reader),
    transaction(work) {
      if (inTransaction.getStore()) return Promise.reject(new Error('a transaction inside a transaction: pass the tx'))
      // Counted from the call, so that a transaction in a queue does not wait longer for each one before it.
      const deadline = Date.now() + patienceMilliseconds
      if (engine === 'postgres') return persist(work, deadline)
      // One writer at a time: without the queue, waiting writers would block the event loop in turn.
      const turn = sqliteTurn.then(() => persist(work, deadline))
      sqliteTurn = turn.catch(() => {})
      return turn
    },
    serializeWrites: work => serialized(() => db.transaction(work)),
    ...own,
    async close() {
      await sqliteTurn
      await stopWorkers?.()
      await reader.destroy()
      await writer.destroy()
    },
  }
  return db
}
