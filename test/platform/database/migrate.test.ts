import { sql } from 'kysely'
import { migrations } from '../../../migrations/index.js'
import { systemClock } from '../../../src/platform/clock.js'
import {
  migrate,
  openDatabase,
  pendingMigrations,
  type Db,
  type Migration,
  type Rebuilders,
  type Tx,
} from '../../../src/platform/database/index.js'
import { rebuilders } from '../../../src/maintenance/index.js'
import { CannotStart } from '../../../src/platform/errors.js'
import { emptyDatabase, engines, failureOf, type TestDatabase } from '../../support/databases.js'
import { joinPatterns } from '../../support/patterns.js'

const names = migrations.map(migration => migration.name)

describe.each(engines)('migrating on %s', engine => {
  let database: TestDatabase
  const handles: Db[] = []
  const open = async (): Promise<Db> => {
    const db = await openDatabase(database.url)
    handles.push(db)
    return db
  }
  beforeEach(async () => {
    database = await emptyDatabase(engine)
  })
  afterEach(async () => {
    for (const db of handles.splice(0)) await db.close()
    await database.drop()
  })

  const applied = async (db: Db): Promise<readonly string[]> =>
    (await db.selectFrom('migration').select('name').orderBy('name').execute()).map(row => row.name)

  test('creates the schema the first time and changes nothing the second time', async () => {
    const db = await open()
    expect(await pendingMigrations(db, migrations)).toEqual(names)
    expect(await migrate(db, systemClock, migrations, rebuilders)).toEqual(names)
    expect(await pendingMigrations(db, migrations)).toEqual([])
    expect(await migrate(db, systemClock, migrations, rebuilders)).toEqual([])
    expect(await applied(db)).toEqual(names)
    expect(await db.integrityProblems()).toEqual([])
  })

  test('from several handles at once applies each migration once', async () => {
    const dbs = [await open(), await open(), await open()]
    const each = await Promise.all(dbs.map(db => migrate(db, systemClock, migrations, rebuilders)))
    expect(each.flat().sort()).toEqual([...names])
    expect(await applied(dbs[0]!)).toEqual(names)
  })

  test('leaves nothing of a migration that failed, and continues from there once it is corrected', async () => {
    const db = await open()
    const good: Migration = { name: '001-good', statements: () => ['create table one (a integer)'] }
    const broken: Migration = {
      name: '002-second',
      statements: () => ['create table two (a integer)', 'create table one (a integer)'],
    }
    const corrected: Migration = { name: '002-second', statements: () => ['create table two (a integer)'] }
    expect(await failureOf(migrate(db, systemClock, [good, broken], rebuilders))).toMatch(/one.*exists/)
    expect(await applied(db)).toEqual(['001-good'])
    expect(await failureOf(sql`select * from two`.execute(db))).toMatch(/two/)
    expect(await migrate(db, systemClock, [good, corrected], rebuilders)).toEqual(['002-second'])
    expect((await sql`select * from two`.execute(db)).rows).toEqual([])
  })

  test('rebuilds stale data once, after the last migration', async () => {
    const db = await open()
    const calls: string[] = []
    const counting: Rebuilders = {
      index: async tx => {
        const { rows } = await sql<{ b: number | null }>`select b from source`.execute(tx)
        calls.push(`rebuilt from ${rows.length} rows`)
      },
    }
    const first: Migration = {
      name: '001-first',
      statements: () => ['create table source (a integer)', 'insert into source values (1)'],
      makesStale: ['index'],
    }
    const second: Migration = {
      name: '002-second',
      statements: () => ['alter table source add column b integer'],
      makesStale: ['index'],
    }
    await migrate(db, systemClock, [first, second], counting)
    expect(calls).toEqual(['rebuilt from 1 rows'])
    await migrate(db, systemClock, [first, second], counting)
    expect(calls).toHaveLength(1)
  })

  test('rebuilds stale data at the next start if the process stopped before or during the rebuild', async () => {
    const db = await open()
    const migration: Migration = {
      name: '001-first',
      statements: () => ['create table derived (a integer)'],
      makesStale: ['index'],
    }
    const fill = (tx: Tx) => sql`insert into derived values (1)`.execute(tx)
    const stopped: Rebuilders = {
      index: async tx => {
        await fill(tx)
        throw new Error('stopped')
      },
    }
    expect(await failureOf(migrate(db, systemClock, [migration], stopped))).toBe('stopped')
    expect(await applied(db)).toEqual(['001-first'])
    expect((await sql`select * from derived`.execute(db)).rows).toEqual([])
    await migrate(db, systemClock, [migration], { index: fill })
    expect((await sql`select * from derived`.execute(db)).rows).toHaveLength(1)
  })

  test('refuses to continue if nothing can rebuild the stale data', async () => {
    const db = await open()
    const migration: Migration = { name: '001-first', statements: () => [], makesStale: ['index'] }
    expect(await failureOf(migrate(db, systemClock, [migration], {}))).toMatch(/nothing rebuilds .*"index"/)
  })

  test('indexes the pages of a database that is older than the index of headings', async () => {
    const db = await open()
    const beforeSearch = migrations.filter(({ name }) => name < '003')
    await migrate(db, systemClock, beforeSearch, rebuilders)
    await db.transaction(async tx => {
      await sql`insert into page (id, seq, kind, slug, sort_key, title, summary, theme, tags, links, body, hash, number,
          revision_id, changed_at, changed_by, created_at)
        values ('p', 1, 'barrier', 'a', 'a', 'Ventilation', 'It is hot.', 'security', '[]', '[]', '## Fans', 'h', 1,
          'r', '2026-01-01', 'someone', '2026-01-01')`.execute(tx)
    })
    await migrate(db, systemClock, migrations, rebuilders)
    const { rows } = await sql<{ title: string; headings: string }>`select title, headings from page_search`.execute(db)
    expect(rows).toHaveLength(1)
    expect(rows[0]!.title).toContain('ventilation')
    expect(rows[0]!.headings).toContain('fans')
    expect((await sql`select name from stale_data`.execute(db)).rows).toEqual([])
  })

  test('refuses a schema that is newer than the program and leaves it alone', async () => {
    const db = await open()
    await migrate(db, systemClock, [...migrations, { name: '999-from-the-future', statements: () => [] }], rebuilders)
    const refused = migrate(db, systemClock, migrations, rebuilders)
    await expect(refused).rejects.toThrow(CannotStart)
    await expect(refused).rejects.toThrow(
      joinPatterns(
        /^The database has a newer schema than this version of Unblock \(it has "999-from-the-future"\)\. /,
        /Start the newer version, or restore .*\.$/,
      ),
    )
    await expect(pendingMigrations(db, migrations)).rejects.toThrow(CannotStart)
    expect(await applied(db)).toEqual([...names, '999-from-the-future'])
  })
})
