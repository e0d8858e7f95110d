import { sql } from 'kysely'
import type { Clock } from '../clock.js'
import { CannotStart } from '../errors.js'
import type { Db, Engine, Reader, Tx } from './types.js'

/** One change of the schema. It may change tables and rows by statements, but never runs code that derives data. */
export interface Migration {
  readonly name: string
  /** The statements, in order. `text` is the column type that compares by byte on either engine. */
  readonly statements: (engine: Engine, text: string) => readonly string[]
  /** Derived data that no longer fits the tables: it is rebuilt once, after the last migration. */
  readonly makesStale?: readonly string[]
}

/** For each kind of derived data, by the name that migrations give it, how to rebuild all of it. */
export type Rebuilders = Readonly<Record<string, (tx: Tx, engine: Engine) => Promise<unknown>>>

const textType = (engine: Engine): string => (engine === 'postgres' ? 'text collate "C"' : 'text')

/**
 * Brings the schema up to date, then rebuilds the derived data that migrations made stale. Each migration and each rebuild
 * is a transaction of its own and one process at a time does them, so it is safe to start two processes at once and to run
 * this again after it was killed. Returns the names of the migrations that were applied.
 * @throws CannotStart when the database was made by a newer version.
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

/** The tables that migrating itself needs. `stale_data` names the derived data that still has to be rebuilt. */
async function createOwnTables(db: Db): Promise<void> {
  const text = textType(db.engine)
  await db.transaction(async tx => {
    await run(tx, `create table if not exists migration (name ${text} primary key, at ${text} not null)`)
    await run(tx, `create table if not exists stale_data (name ${text} primary key)`)
  })
}

/** Returns whether it was applied now: false if it had been before. */
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

/** The mark goes in the transaction that rebuilds: after a kill the next start finds it again. */
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
