import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'

/** Test databases are called unblock_test_<run>_…, and a run connects as unblock_test_<run>. */
const PREFIX = 'unblock_test_'

/**
 * Creates a database with the schema and no rows on each engine, for the tests to copy. Uses the code in `dist`, because
 * jest does not transform code that runs before the tests.
 */
export async function makeTemplates(folder, serverUrl) {
  const run = `${PREFIX}${process.pid}`
  const server = new pg.Client({ connectionString: serverUrl, application_name: run })
  await server.connect()
  await dropAbandoned(server)

  const name = `${run}_template`
  await server.query(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrateAll([`sqlite:${join(folder, 'template.db')}`, url.href])

  return {
    postgres: name,
    async drop() {
      await server.query(`drop database if exists ${name} with (force)`)
      await server.end()
    },
  }
}

async function migrateAll(urls) {
  const { migrate, openDatabase } = await built('src/platform/database/index.js')
  const { systemClock } = await built('src/platform/clock.js')
  const { migrations } = await built('migrations/index.js')
  const { rebuilders } = await built('src/maintenance/index.js')
  for (const url of urls) {
    const db = await openDatabase(url)
    await migrate(db, systemClock, migrations, rebuilders)
    await db.close()
  }
}

function built(path) {
  const file = join(import.meta.dirname, '../../dist', path)
  if (!existsSync(file))
    throw new Error('Nothing is built yet. Run "npm run build", or "npm test", which builds first.')
  return import(pathToFileURL(file).href)
}

/** Drops the databases of killed runs, which have no connection any more. */
async function dropAbandoned(server) {
  const { rows } = await server.query(
    `select datname from pg_database
      where starts_with(datname, $1)
        and not exists (select 1 from pg_stat_activity where starts_with(datname, application_name || '_'))`,
    [PREFIX],
  )
  for (const { datname } of rows) await server.query(`drop database if exists "${datname}" with (force)`)
}
