import { createRunFolder } from './run-folder.js'
import { startPostgres } from './postgres-server.js'
import { makeTemplates } from './templates.js'

/**
 * Runs once before all tests. Test files find what it prepares through the environment: TEST_FOLDER (a folder for the
 * files of this run, with the migrated SQLite database), TEST_POSTGRES_URL and TEST_POSTGRES_TEMPLATE (a migrated database).
 *
 * Set TEST_POSTGRES_URL to use a server of your own, with a user who may create databases.
 */
export default async function globalSetup() {
  const folder = createRunFolder()
  process.env.TEST_FOLDER = folder
  if (!process.env.TEST_POSTGRES_URL) {
    const server = await startPostgres(folder)
    process.env.TEST_POSTGRES_URL = server.url
    globalThis.stopPostgres = server.stop
  }
  const templates = await makeTemplates(folder, process.env.TEST_POSTGRES_URL)
  process.env.TEST_POSTGRES_TEMPLATE = templates.postgres
  globalThis.dropTemplates = templates.drop
}
