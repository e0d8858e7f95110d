import { createRunFolder } from './run-folder.js'
import { startPostgres } from './postgres-server.js'
import { makeTemplates } from './templates.js'

/**
 * Runs once before all tests. Sets environment variables for the test files: TEST_FOLDER (a folder for the files of this
 * run, with the migrated SQLite database), TEST_POSTGRES_URL, and TEST_POSTGRES_TEMPLATE (a migrated database).
 *
 * To use your own server, set TEST_POSTGRES_URL. Its user must be allowed to create databases.
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
