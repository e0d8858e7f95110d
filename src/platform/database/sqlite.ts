import Sqlite from 'better-sqlite3'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import { LRUCache } from 'lru-cache'
import { CannotStart, Unavailable } from '../errors.js'
import type { KeepsCompiledQueries } from './prepared.js'
import type { Schema } from './schema.js'

/** How long SQLite itself waits for a lock, which blocks the event loop. After that we retry without blocking. */
const BUSY_MILLISECONDS = 30

/** Size of the statement cache: more than all variants of the site's queries. Each takes a few kilobytes. */
const MAX_PREPARED_STATEMENTS = 500

/** Before 3.51.3, a checkpoint race could lose a committed transaction from the WAL (https://sqlite.org/wal.html). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const

const isOlder = (version: string): boolean => {
  const parts = version.split('.').map(Number)
  for (const [i, least] of OLDEST_SAFE_SQLITE.entries()) {
    if ((parts[i] ?? 0) !== least) return (parts[i] ?? 0) < least
  }
  return false
}

/** The two connections to one file. For the functions, see `Db`. */
export interface SqliteConnections {
  readonly reader: Kysely<Schema>
  readonly writer: Kysely<Schema>
  readonly integrityProblems: () => readonly string[]
  readonly version: () => number | undefined
}

/**
 * Opens two connections to one file: a writer, and a reader that sees only committed data.
 * @throws CannotStart when the file cannot be opened, read or written, or is damaged.
 */
export function openSqlite(path: string, onRead: () => void): SqliteConnections {
  const writer = openFile(path)
  try {
    const version = writer.prepare('select sqlite_version()').pluck().get() as string
    if (isOlder(version))
      throw new CannotStart(
        `SQLite ${version} can lose data in a write-ahead log. Install better-sqlite3 with SQLite 3.51.3 or newer.`,
      )
    writer.pragma('journal_mode = WAL')
    writer.pragma('synchronous = FULL')
    writer.pragma('foreign_keys = ON')
    const reader = openFile(path)
    reader.pragma('query_only = ON')
    // Changes when another connection commits, as the writer does.
    const dataVersion = reader.prepare('pragma data_version').pluck()
    return {
      reader: kyselyOn(new SqliteDriver(reader, onRead)),
      writer: kyselyOn(new SqliteDriver(writer)),
      integrityProblems: () => integrityProblemsOf(path),
      version: () => {
        try {
          return dataVersion.get() as number
        } catch {
          return undefined // the read that follows fails too, and reports why
        }
      },
    }
  } catch (error) {
    writer.close()
    throw asCannotStart(error, path)
  }
}

/**
 * Runs SQLite's integrity checks on a new connection. On a connection that has searched before, FTS5 compares its cached
 * index with the stored one and reports any later change as corruption.
 */
function integrityProblemsOf(path: string): readonly string[] {
  const database = openFile(path)
  try {
    return [
      ...(database.pragma('integrity_check') as { integrity_check: string }[])
        .map(row => row.integrity_check)
        .filter(line => line !== 'ok'),
      ...(database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]).map(
        row => `table ${row.table}, row ${row.rowid}: refers to a row of ${row.parent} that does not exist`,
      ),
    ]
  } catch (error) {
    return [`the file is damaged: ${(error as Error).message}`]
  } finally {
    database.close()
  }
}

function openFile(path: string): Sqlite.Database {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const database = new Sqlite(path, { timeout: BUSY_MILLISECONDS })
    database.pragma('cache_size = -16000')
    database.prepare('select count(*) from sqlite_master').get()
    // SQLite silently opens a file that it may only read, and turns write transactions into read transactions.
    accessSync(path, constants.W_OK)
    return database
  } catch (error) {
    throw asCannotStart(error, path)
  }
}

function asCannotStart(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
    return new CannotStart(
      `The database ${path} is damaged or is not an SQLite file. ` +
        'Restore it from a backup, or name another file in DATABASE_URL.',
    )
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new CannotStart(`The database ${path} is locked by another process. Stop that process, then start again.`)
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS')
    return new CannotStart(`The database ${path} is read-only. Let this user write to the file and to its folder.`)
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR') || code === 'ENOTDIR' || code === 'EEXIST')
    return new CannotStart(
      `The database ${path} cannot be opened. ` +
        'Check that its folder exists, that the disk works and that this user may write there.',
    )
  return error
}

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? ''

/** Turns SQLite's own failures into `Unavailable`, and leaves other errors alone. @see https://sqlite.org/rescode.html */
function translateError(error: unknown): unknown {
  const code = codeOf(error)
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return Object.assign(new Unavailable('The database is locked by another process.', { cause: error }), {
      canRetry: true,
    })
  if (/^SQLITE_(FULL|READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN)/.test(code))
    return new Unavailable(`The database cannot be used: ${code}.`, { cause: error })
  return error
}

const kyselyOn = (driver: Driver): Kysely<Schema> =>
  new Kysely<Schema>({
    dialect: {
      createAdapter: () => new UnqueuedSqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })

/**
 * Stops Kysely from queueing for the connection. Writers already queue in `Db.transaction`, and readers need no queue.
 * Kysely's own queue (0.29) also stays locked for ever after `acquireConnection` throws, as the reader's can.
 */
class UnqueuedSqliteAdapter extends SqliteAdapter implements KeepsCompiledQueries {
  readonly compiledQueries = new Map<unknown, CompiledQuery>()

  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/**
 * One better-sqlite3 connection with a cache of prepared statements. Write transactions start with BEGIN IMMEDIATE. The
 * caller must run one transaction at a time. Readers need not wait for each other, because statements run synchronously.
 */
class SqliteDriver implements Driver {
  readonly #database: Sqlite.Database
  readonly #statements: LRUCache<string, Sqlite.Statement>
  readonly #onUse: () => void
  readonly #ended = new WeakSet<DatabaseConnection>()

  constructor(database: Sqlite.Database, onUse: () => void = () => {}) {
    this.#database = database
    this.#statements = new LRUCache({ max: MAX_PREPARED_STATEMENTS, memoMethod: sql => database.prepare(sql) })
    this.#onUse = onUse
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#onUse()
    const connection: DatabaseConnection = {
      executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
        if (this.#ended.has(connection)) throw new Error('a query after its transaction ended')
        return this.#run<R>(query)
      },
      async *streamQuery() {
        throw new Error('streaming is not used')
      },
    }
    return connection
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    try {
      const statement = this.#statements.memo(query.sql)
      if (statement.reader) return { rows: statement.all(query.parameters) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(query.parameters).changes) }
    } catch (error) {
      throw translateError(error)
    }
  }

  async beginTransaction(): Promise<void> {
    this.#run(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(): Promise<void> {
    this.#run(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(): Promise<void> {
    // A full disk or a damaged file makes SQLite roll back by itself.
    if (this.#database.inTransaction) this.#run(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#ended.add(connection)
  }

  async destroy(): Promise<void> {
    this.#database.close()
  }
}
