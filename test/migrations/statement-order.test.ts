import { sql } from 'kysely'
import { engines } from '../support/databases.js'
import { migratedDatabase } from '../support/migrations.js'

test.each(engines)('010-statement-order sorts the index of statements as lists are sorted, on %s', async engine => {
  const { db, close } = await migratedDatabase(engine, '010-statement-order', [])
  const { rows } =
    engine === 'sqlite'
      ? await sql<{ definition: string }>`
          select sql as definition from sqlite_master where name = 'statement_newest'`.execute(db)
      : await sql<{ definition: string }>`
          select indexdef as definition from pg_indexes where indexname = 'statement_newest'`.execute(db)
  expect(rows).toEqual([
    { definition: expect.stringMatching(/statement .*\(page_id, happened_on, made_at, id\)/) as string },
  ])
  await close()
})
