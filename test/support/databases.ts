import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrations } from '../../migrations/index.js'
import { systemClock } from '../../src/platform/clock.js'
import { migrate, openDatabase, type Engine } from '../../src/platform/database/index.js'

/** Both engines: `describe.each(engines)('… on %s', engine => …)`. */
export const engines: readonly Engine[] = ['sqlite', 'postgres']

export interface TestDatabase {
  readonly url: string
  /** Removes it. Close every connection first. */
  drop(): Promise<void>
}

let made = 0
let template: Partial<Record<Engine, Promise<TestDatabase>>> = {}

/** An empty database with no schema. */
export async function emptyDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'unblock-test-'))
    return {
      url: `sqlite:${join(folder, 'unblock.db')}`,
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  return createPostgres()
}

/** A database with the whole schema and no rows: a copy of one that was migrated once. */
export async function freshDatabase(engine: Engine): Promise<TestDatabase> {
  const source = await (template[engine] ??= migrated(engine))
  if (engine === 'postgres') return createPostgres(new URL(source.url).pathname.slice(1))
  const copy = await emptyDatabase('sqlite')
  copyFileSync(source.url.slice('sqlite:'.length), copy.url.slice('sqlite:'.length))
  return copy
}

/** What a rejected promise says, else 'none'. A driver's own error is no Error of the test's realm, which `toThrow` asks for. */
export const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  )

async function migrated(engine: Engine): Promise<TestDatabase> {
  const database = await emptyDatabase(engine)
  const db = await openDatabase(database.url)
  await migrate(db, systemClock, migrations)
  await db.close()
  return database
}

async function createPostgres(from?: string): Promise<TestDatabase> {
  const admin = process.env['TEST_POSTGRES_URL']
  if (!admin) throw new Error('TEST_POSTGRES_URL is not set: run the tests with npm test')
  const name = `unblock_test_${process.pid}_${++made}`
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: admin })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`create database ${name}${from === undefined ? '' : ` template ${from}`}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}

afterAll(async () => {
  for (const one of Object.values(template)) await (await one).drop()
  template = {}
})
