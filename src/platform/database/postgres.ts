import pg from 'pg'
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import { Unavailable } from '../errors.js'
import { sha256 } from '../ids.js'
import type { KeepsCompiledQueries } from './prepared.js'
import type { Schema } from './schema.js'

/** Maximum number of named statements: each keeps a plan in every server session. Further ones are sent unnamed. */
const MAX_NAMED_STATEMENTS = 400

/** The object id of the type `bigint`, which `count(*)` returns. */
const BIGINT_OID = 20

const ignore = (): void => {}

/** One server: a handle that only reads, one that writes, and the pool of connections behind both. */
export interface PostgresHandles {
  readonly reader: Kysely<Schema>
  readonly writer: Kysely<Schema>
  readonly pool: pg.Pool
}

/** Connects to one server. Returns `count(*)` as a number, since counts here stay far below 2^53. */
export function openPostgres(url: string, onRead: () => void): PostgresHandles {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === BIGINT_OID ? Number : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format),
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    lock_timeout: 5_000,
    types,
  })
  // The server closed an idle connection. Ignore it: the next query opens another, or reports why it cannot.
  pool.on('error', () => {})
  const names = statementNames()
  return {
    reader: kyselyOn(new PostgresDriver(pool, onRead, names)),
    writer: kyselyOn(new PostgresDriver(pool, () => {}, names)),
    pool,
  }
}

/** Names the first statements that run, so that the server prepares each only once for a connection. */
function statementNames(): (sql: string) => string | undefined {
  const names = new Map<string, string>()
  return sql => {
    const name = names.get(sql)
    if (name !== undefined || names.size >= MAX_NAMED_STATEMENTS) return name
    names.set(sql, `u${sha256(sql).slice(0, 24)}`)
    return names.get(sql)
  }
}

/**
 * Turns failures of the server or the connection into `Unavailable`, and marks errors that a retry can solve.
 * @see https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
function translateError(error: unknown): unknown {
  const code = (error as { code?: string } | null)?.code ?? ''
  const message = error instanceof Error ? error.message : ''
  if (code === '40001' || code === '40P01' || code === '23505') return Object.assign(error as Error, { canRetry: true })
  if (
    /^(08|53|55|57|58|XX)/.test(code) ||
    code === '25006' ||
    /^E[A-Z]+$/.test(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(message)
  )
    return new Unavailable(`The database cannot be used: ${code || message}.`, { cause: error })
  return error
}

const kyselyOn = (driver: Driver): Kysely<Schema> =>
  new Kysely<Schema>({
    dialect: {
      createAdapter: () => new StoringPostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })

/** Keeps the queries that `prepared` compiled. */
class StoringPostgresAdapter extends PostgresAdapter implements KeepsCompiledQueries {
  readonly compiledQueries = new Map<unknown, CompiledQuery>()
}

/** Runs queries as named prepared statements and transactions at the serialisable level. */
class PostgresDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #onUse: () => void
  readonly #nameOf: (sql: string) => string | undefined
  readonly #ends = new WeakMap<DatabaseConnection, () => void>()

  constructor(pool: pg.Pool, onUse: () => void, nameOf: (sql: string) => string | undefined) {
    this.#pool = pool
    this.#onUse = onUse
    this.#nameOf = nameOf
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#onUse()
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw translateError(error)
    })
    // When the server closes a connection in use, the client also emits an error, which would crash the process unhandled.
    client.on('error', ignore)
    let ended = false
    const nameOf = this.#nameOf
    const connection: DatabaseConnection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        if (ended) throw new Error('a query after its transaction ended')
        try {
          const name = nameOf(query.sql)
          const result = await client.query({
            text: query.sql,
            values: [...query.parameters],
            ...(name === undefined ? {} : { name }),
          })
          return {
            rows: result.rows as R[],
            ...(result.rowCount === null ? {} : { numAffectedRows: BigInt(result.rowCount) }),
          }
        } catch (error) {
          throw translateError(error)
        }
      },
      async *streamQuery() {
        throw new Error('streaming is not used')
      },
    }
    this.#ends.set(connection, () => {
      ended = true
      client.off('error', ignore)
      client.release()
    })
    return connection
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin isolation level serializable'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#ends.get(connection)?.()
  }

  async destroy(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end()
  }
}
