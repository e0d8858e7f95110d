import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Engine, Rebuilders } from '../../src/platform/database/index.js'

/** Both engines, for `describe.each(engines)('… on %s', engine => …)`. */
export const engines: readonly Engine[] = ['sqlite', 'postgres']

export interface TestDatabase {
  readonly url: string
  /** Deletes the database. Close all connections first. */
  drop(): Promise<void>
}

let created = 0

/** Creates an empty database without a schema. */
export async function emptyDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'sqlite' ? createSqlite() : createPostgres()
}

/** Creates a database with the schema and no rows, as a copy of the one that global-setup.js migrated. */
export async function freshDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'postgres') return createPostgres(prepared('TEST_POSTGRES_TEMPLATE'))
  const database = createSqlite()
  copyFileSync(join(prepared('TEST_FOLDER'), 'template.db'), database.url.slice('sqlite:'.length))
  return database
}

/** For a database of an older schema, in which today's code could rebuild nothing. */
export const withoutRebuilding: Rebuilders = { 'search-index': () => Promise.resolve() }

/**
 * Returns the message of the error that a promise rejects with, or 'none'. `toThrow` does not recognise a driver's errors,
 * which come from another realm.
 */
export const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  )

function createSqlite(): TestDatabase {
  const folder = mkdtempSync(join(prepared('TEST_FOLDER'), 'sqlite-'))
  return {
    url: `sqlite:${join(folder, 'unblock.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function createPostgres(template = 'template1'): Promise<TestDatabase> {
  const name = `${prepared('TEST_POSTGRES_TEMPLATE')}_${process.pid}_${++created}`
  await onServer(`create database ${name} template ${template}`)
  const url = new URL(prepared('TEST_POSTGRES_URL'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: prepared('TEST_POSTGRES_URL') })
  await client.connect()
  await client.query(statement)
  await client.end()
}

function prepared(name: string): string {
  const value = process.env[name]
  if (value === undefined)
    throw new Error(`${name} is not set: global-setup.js did not run. Run the tests with npm test.`)
  return value
}
