import pg from 'pg'
import { openDatabase } from '../../../src/platform/database/index.js'
import { Unavailable } from '../../../src/platform/errors.js'
import { freshDatabase } from '../../support/databases.js'

test('a PostgreSQL connection lost inside a transaction makes the database unavailable and does not end the process', async () => {
  const database = await freshDatabase('postgres')
  const db = await openDatabase(database.url)
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  const interrupted = db.transaction(async tx => {
    await tx.selectFrom('page').select('id').execute()
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
    await new Promise(resolve => setTimeout(resolve, 50))
    await tx.selectFrom('page').select('id').execute()
  })
  await expect(interrupted).rejects.toThrow(Unavailable)
  expect(await db.selectFrom('page').select('id').execute()).toEqual([])
  await other.end()
  await db.close()
  await database.drop()
})
