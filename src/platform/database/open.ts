import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Piscina } from 'piscina'
import { CannotStart, Unavailable } from '../errors.js'
import { builtFile } from '../paths.js'
import type { PostgresHandles } from './postgres.js'
import { openSqlite } from './sqlite.js'
import type { Schema } from './schema.js'
import type { Db, Engine, Tx } from './types.js'
import { createWorkQueue } from './work-queue.js'
import type { WorkerOutcome } from './worker.js'

/** How long to retry a transaction under contention before giving up. */
const RETRY_MILLISECONDS = 5_000

/** How to open a database. */
export interface OpenOptions {
  /** How long to retry a transaction under contention, by default 5 seconds. Tests of the failure wait less. */
  readonly patienceMilliseconds?: number
}

/** How long a serialized write waits in its queue. Longer, because waiting there costs no retries. */
const MAX_QUEUE_MILLISECONDS = 20_000

/** Number of worker threads. Two let a second long read start before the first ends. */
const MAX_WORKERS = 2

/** How long an idle worker lives before it exits and frees its memory. */
const IDLE_WORKER_MILLISECONDS = 60_000

/**
 * Opens a database by its URL, `sqlite:PATH` or `postgres://…`.
 * @throws CannotStart with one line that says what is wrong and what to do.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Db> {
  const { patienceMilliseconds = RETRY_MILLISECONDS } = options
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
      exclusively: work => work(), // every transaction already locks out other writers from its start
    })
  }
  const { reader, writer, pool } = await connectPostgres(url, onRead)
  return assemble('postgres', reader, writer, inTransaction, {
    patienceMilliseconds,
    pool,
    version: () => undefined,
    integrityProblems: () => postgresIntegrityProblems(pool),
    exclusively: work => withAdvisoryLock(pool, work),
  })
}

/** Opens a pool of connections and tries one. @throws CannotStart if the server does not answer. */
async function connectPostgres(url: string, onRead: () => void): Promise<PostgresHandles> {
  // Imported here, so that sites on SQLite start faster and need less memory.
  const { openPostgres } = await import('./postgres.js')
  const handles = openPostgres(url, onRead)
  try {
    await handles.pool.query('select 1')
  } catch (error) {
    await handles.pool.end()
    const { message, code } = error as Error & { code?: string }
    throw new CannotStart(
      `The PostgreSQL server in DATABASE_URL does not answer (${message || code}). ` +
        'Check the address and the user, and that the server is running.',
    )
  }
  return handles
}

/** Lists the constraints and indexes that PostgreSQL has not validated, in words. */
async function postgresIntegrityProblems(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select conrelid::regclass || '.' || conname as name from pg_constraint where not convalidated
     union all select indexrelid::regclass::text from pg_index where not indisvalid`,
  )
  return rows.map(row => `constraint or index ${row.name} is not valid`)
}

/** Identifies our lock. Any number works that no other program uses in the same PostgreSQL database. */
const ADVISORY_LOCK = 7_227_109

/**
 * Runs `work` while no other process does the same with this database. Locks the session, not a transaction: after
 * waiting for a lock, a serialisable transaction still reads from a snapshot taken before the previous holder committed.
 */
async function withAdvisoryLock<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
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
}

/** Worker threads that read one SQLite file. The first call starts them. */
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
      if ('failed' in outcome) throw new Unavailable(`The database cannot be used: ${outcome.failed}.`)
      return outcome.result as Result
    },
    async stopWorkers() {
      await (await pool)?.destroy()
    },
  }
}

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
  const { patienceMilliseconds, stopWorkers, ...engineSpecific } = parts
  let lastSqliteWrite: Promise<unknown> = Promise.resolve()
  const attempt = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction.run(true, () => writer.transaction().execute(work))

  async function runWithRetries<T>(work: (tx: Tx) => Promise<T>, deadline: number): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(work)
      } catch (error) {
        const { canRetry, code } = error as { canRetry?: boolean; code?: string }
        // A unique violation that happens twice is not a race but a bug or a broken rule: report it.
        if (!canRetry || (code === '23505' && tries > 1)) throw error
        if (Date.now() > deadline)
          throw error instanceof Unavailable
            ? error
            : new Unavailable('There are too many changes at once.', { cause: error })
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
      // Starts at the call, so that time in the queue counts too.
      const deadline = Date.now() + patienceMilliseconds
      if (engine === 'postgres') return runWithRetries(work, deadline)
      // Queue the writers: otherwise each waiting writer would block the event loop in turn.
      const write = lastSqliteWrite.then(() => runWithRetries(work, deadline))
      lastSqliteWrite = write.catch(() => {})
      return write
    },
    serializeWrites: work => serialized(() => db.transaction(work)),
    ...engineSpecific,
    async close() {
      await lastSqliteWrite
      await stopWorkers?.()
      await reader.destroy()
      await writer.destroy()
    },
  }
  return db
}
