import { sql } from 'kysely'
import { migrations } from '../../../migrations/index.js'
import { systemClock } from '../../../src/platform/clock.js'
import {
  migrate,
  openDatabase,
  pendingMigrations,
  type Db,
  type Migration,
} from '../../../src/platform/database/index.js'
import { CannotStart } from '../../../src/platform/errors.js'
import { emptyDatabase, engines, failureOf, type TestDatabase } from '../../support/databases.js'

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

  test('makes the schema once, and nothing the second time', async () => {
    const db = await open()
    expect(await pendingMigrations(db, migrations)).toEqual(names)
    expect(await migrate(db, systemClock, migrations)).toEqual(names)
    expect(await pendingMigrations(db, migrations)).toEqual([])
    expect(await migrate(db, systemClock, migrations)).toEqual([])
    expect(await applied(db)).toEqual(names)
    expect(await db.integrityProblems()).toEqual([])
  })

  test('from several handles at once applies each once', async () => {
    const dbs = [await open(), await open(), await open()]
    const each = await Promise.all(dbs.map(db => migrate(db, systemClock, migrations)))
    expect(each.flat().sort()).toEqual([...names])
    expect(await applied(dbs[0]!)).toEqual(names)
  })

  test('that fails half way leaves nothing of the migration that failed, and goes on from there when it is mended', async () => {
    const db = await open()
    const good: Migration = { name: '001-good', statements: () => ['create table one (a integer)'] }
    const broken: Migration = {
      name: '002-second',
      statements: () => ['create table two (a integer)', 'create table one (a integer)'],
    }
    const mended: Migration = { name: '002-second', statements: () => ['create table two (a integer)'] }
    expect(await failureOf(migrate(db, systemClock, [good, broken]))).toMatch(/one.*exists/)
    expect(await applied(db)).toEqual(['001-good'])
    expect(await failureOf(sql`select * from two`.execute(db))).toMatch(/two/)
    expect(await migrate(db, systemClock, [good, mended])).toEqual(['002-second'])
    expect((await sql`select * from two`.execute(db)).rows).toEqual([])
  })

  test('refuses a schema that is newer than the program, and leaves it alone', async () => {
    const db = await open()
    await migrate(db, systemClock, [...migrations, { name: '999-from-the-future', statements: () => [] }])
    const refused = migrate(db, systemClock, migrations)
    await expect(refused).rejects.toThrow(CannotStart)
    await expect(refused).rejects.toThrow(
      /^The database has a newer schema than this version of Unblock \(it has "999-from-the-future"\)\. Start the newer version, or restore .*\.$/,
    )
    await expect(pendingMigrations(db, migrations)).rejects.toThrow(CannotStart)
    expect(await applied(db)).toEqual([...names, '999-from-the-future'])
  })
})
