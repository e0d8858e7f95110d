import { sql } from 'kysely'
import type { Clock } from '../clock.js'
import { CannotStart } from '../errors.js'
import type { Db, Engine, Reader, Tx } from './types.js'

export interface Migration {
  readonly name: string
  /** The statements, in order. `text` is the column type that compares by byte on either engine. */
  readonly statements: (engine: Engine, text: string) => readonly string[]
  /** Makes what is derived anew, in the same transaction: as the code of today makes it, which a statement cannot. */
  readonly afterwards?: (tx: Tx, engine: Engine) => Promise<unknown>
}

const textType = (engine: Engine): string => (engine === 'postgres' ? 'text collate "C"' : 'text')

/**
 * Brings the schema up to date: each migration in a transaction of its own, one process at a time, so that it is safe
 * to start two processes at once and to run it again after it was killed. Returns the names that were applied.
 * @throws CannotStart when the database was made by a newer version.
 */
export async function migrate(db: Db, clock: Clock, migrations: readonly Migration[]): Promise<readonly string[]> {
  return db.exclusively(() => applyInOrder(db, clock, migrations))
}

async function applyInOrder(db: Db, clock: Clock, migrations: readonly Migration[]): Promise<readonly string[]> {
  await refuseNewer(db, migrations)
  const applied: string[] = []
  for (const migration of migrations) {
    const didApply = await db.transaction(async tx => {
      await run(
        tx,
        `create table if not exists migration (name ${textType(db.engine)} primary key, at ${textType(db.engine)} not null)`,
      )
      const done = await tx.selectFrom('migration').select('name').where('name', '=', migration.name).executeTakeFirst()
      if (done) return false
      for (const statement of migration.statements(db.engine, textType(db.engine))) await run(tx, statement)
      await migration.afterwards?.(tx, db.engine)
      await tx.insertInto('migration').values({ name: migration.name, at: clock.now() }).execute()
      return true
    })
    if (didApply) applied.push(migration.name)
  }
  return applied
}

/** The names not yet applied, in order. @throws CannotStart when the database was made by a newer version. */
export async function pendingMigrations(db: Db, migrations: readonly Migration[]): Promise<readonly string[]> {
  const done = await refuseNewer(db, migrations)
  return migrations.map(migration => migration.name).filter(name => !done.has(name))
}

async function refuseNewer(db: Db, migrations: readonly Migration[]): Promise<ReadonlySet<string>> {
  const done = new Set(await appliedNames(db))
  const unknown = [...done].filter(name => !migrations.some(migration => migration.name === name))
  if (unknown.length > 0) {
    throw new CannotStart(
      `The database has a newer schema than this version of Unblock (it has "${unknown[0]}"). Start the newer version, or restore the backup made before the upgrade.`,
    )
  }
  return done
}

async function appliedNames(db: Db): Promise<readonly string[]> {
  if (!(await hasTable(db, db.engine, 'migration'))) return []
  const rows = await db.selectFrom('migration').select('name').execute()
  return rows.map(row => row.name)
}

async function hasTable(db: Reader, engine: Engine, table: string): Promise<boolean> {
  const { rows } =
    engine === 'sqlite'
      ? await sql`select 1 from sqlite_master where type = 'table' and name = ${table}`.execute(db)
      : await sql`select 1 where to_regclass(${table}) is not null`.execute(db)
  return rows.length > 0
}

const run = (tx: Tx, statement: string): Promise<unknown> => sql.raw(statement).execute(tx)
