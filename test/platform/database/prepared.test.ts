import { openDatabase, prepared, type Db } from '../../../src/platform/database/index.js'
import { engines, freshDatabase, type TestDatabase } from '../../support/databases.js'

describe.each(engines)('a prepared read on %s', engine => {
  let databases: readonly TestDatabase[]
  let open: readonly Db[]
  beforeAll(async () => {
    databases = [await freshDatabase(engine), await freshDatabase(engine)]
    open = await Promise.all(databases.map(({ url }) => openDatabase(url)))
  })
  afterAll(async () => {
    for (const db of open) await db.close()
    for (const database of databases) await database.drop()
  })

  const addMembers = async (db: Db, names: readonly string[]): Promise<void> =>
    db.transaction(async tx => {
      for (const name of names)
        await tx
          .insertInto('organisation')
          .values({
            id: name,
            slug: name,
            name,
            kind: 'council',
            website: null,
            ended_on: null,
            created_at: '2026-01-01',
          })
          .execute()
    })

  test('is built once for each handle of each database, and then run with other values', async () => {
    let built = 0
    const read = prepared((db, name: string) => {
      built++
      return db.selectFrom('organisation').select('slug').where('name', '=', name)
    })
    const [first, second] = open as [Db, Db]
    await addMembers(first, ['a', 'b'])
    await addMembers(second, ['c'])
    expect(await read(first, 'a')).toEqual([{ slug: 'a' }])
    expect(await read(first, 'b')).toEqual([{ slug: 'b' }])
    expect(built).toBe(1)
    expect([await read(second, 'a'), await read(second, 'c')]).toEqual([[], [{ slug: 'c' }]])
    expect(built).toBe(2)
    await first.transaction(async tx => {
      expect([await read(tx, 'a'), await read(tx, 'c')]).toEqual([[{ slug: 'a' }], []])
    })
    expect(built).toBe(3)
  })
})
