import { sql } from 'kysely'
import type { Clock } from '../clock.js'
import { CannotStart } from '../errors.js'
import type { Db, Engine, Reader, Tx } from './types.js'

/** One change of the schema. Its SQL may change tables and rows. It must not call code that derives data. */
export interface Migration {
  readonly name: string
  /** The statements, in order. `text` is the column type that compares byte by byte on either engine. */
  readonly statements: (engine: Engine, text: string) => readonly string[]
  /** Names of derived data that this migration invalidates. Rebuilt once, after the last migration. */
  readonly makesStale?: readonly string[]
}

/** Functions that rebuild derived data, by the name that migrations use in `makesStale`. */
export type Rebuilders = Readonly<Record<string, (tx: Tx, engine: Engine) => Promise<unknown>>>

const textType = (engine: Engine): string => (engine === 'postgres' ? 'text collate "C"' : 'text')

/**
 * Brings the schema up to date, then rebuilds the derived data that migrations made stale. Returns the names of the
 * migrations that it applied. Each migration and each rebuild is its own transaction, and only one process at a time runs
 * them. Two processes can therefore start at once, and a killed one can start again.
 * @throws CannotStart when a newer version created the database.
 */
export async function migrate(
  db: Db,
  clock: Clock,
  migrations: readonly Migration[],
  rebuilders: Rebuilders,
): Promise<readonly string[]> {
  return db.exclusively(async () => {
    await refuseNewer(db, migrations)
    await createOwnTables(db)
    const applied: string[] = []
    for (const migration of migrations) {
      if (await apply(db, clock, migration)) applied.push(migration.name)
    }
    await rebuildStale(db, rebuilders)
    return applied
  })
}

/** Creates the tables that migrations themselves need. `stale_data` lists the derived data still to rebuild. */
async function createOwnTables(db: Db): Promise<void> {
  const text = textType(db.engine)
  await db.transaction(async tx => {
    await run(tx, `create table if not exists migration (name ${text} primary key, at ${text} not null)`)
    await run(tx, `create table if not exists stale_data (name ${text} primary key)`)
  })
}

/** Applies a migration. Returns false if it had been applied before. */
async function apply(db: Db, clock: Clock, { name, statements, makesStale = [] }: Migration): Promise<boolean> {
  return db.transaction(async tx => {
    const done = await tx.selectFrom('migration').select('name').where('name', '=', name).executeTakeFirst()
    if (done) return false
    for (const statement of statements(db.engine, textType(db.engine))) await run(tx, statement)
    for (const stale of makesStale) {
      await tx
        .insertInto('stale_data')
        .values({ name: stale })
        .onConflict(conflict => conflict.doNothing())
        .execute()
    }
    await tx.insertInto('migration').values({ name, at: clock.now() }).execute()
    return true
  })
}

/** Rebuilds stale data. Removes each mark in the same transaction, so that a killed rebuild runs again. */
async function rebuildStale(db: Db, rebuilders: Rebuilders): Promise<void> {
  const stale = await db.selectFrom('stale_data').select('name').orderBy('name').execute()
  for (const { name } of stale) {
    const rebuild = rebuilders[name]
    if (!rebuild) throw new Error(`nothing rebuilds the stale data "${name}"`)
    await db.transaction(async tx => {
      await rebuild(tx, db.engine)
      await tx.deleteFrom('stale_data').where('name', '=', name).execute()
    })
  }
}

/** Lists the migrations still to apply, in order. @throws CannotStart when a newer version created the database. */
export async function pendingMigrations(db: Db, migrations: readonly Migration[]): Promise<readonly string[]> {
  const done = await refuseNewer(db, migrations)
  return migrations.map(migration => migration.name).filter(name => !done.has(name))
}

async function refuseNewer(db: Db, migrations: readonly Migration[]): Promise<ReadonlySet<string>> {
  const done = new Set(await appliedNames(db))
  const unknown = [...done].filter(name => !migrations.some(migration => migration.name === name))
  if (unknown.length > 0) {
    throw new CannotStart(
      `The database has a newer schema than this version of Unblock (it has "${unknown[0]}"). ` +
        'Start the newer version, or restore the backup from before the upgrade.',
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
