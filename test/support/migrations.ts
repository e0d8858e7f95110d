import { sql } from 'kysely'
import { migrations } from '../../migrations/index.js'
import { rebuilders } from '../../src/maintenance/index.js'
import { systemClock } from '../../src/platform/clock.js'
import { migrate, openDatabase, type Db, type Engine } from '../../src/platform/database/index.js'
import { emptyDatabase, withoutRebuilding } from './databases.js'

/** A database that was migrated with rows in it. Call `await close()` when done. */
export interface MigratedDatabase {
  readonly db: Db
  close(): Promise<void>
}

/** Creates a database as it was before the migration `name`, runs the statements `rows`, then applies all later migrations. */
export async function migratedDatabase(
  engine: Engine,
  name: string,
  rows: readonly string[],
): Promise<MigratedDatabase> {
  const database = await emptyDatabase(engine)
  const db = await openDatabase(database.url)
  const before = migrations.slice(
    0,
    migrations.findIndex(migration => migration.name === name),
  )
  await migrate(db, systemClock, before, withoutRebuilding)
  await db.transaction(async tx => {
    for (const row of rows) await sql.raw(row).execute(tx)
  })
  await migrate(db, systemClock, migrations, rebuilders)
  return {
    db,
    async close() {
      await db.close()
      await database.drop()
    },
  }
}
