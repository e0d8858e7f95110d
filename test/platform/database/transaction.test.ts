import { sql } from 'kysely'
import { openDatabase, type Db, type Tx } from '../../../src/platform/database/index.js'
import { engines, failureOf, freshDatabase, type TestDatabase } from '../../support/databases.js'

const organisation = (id: string, name = id) => ({
  id,
  slug: id,
  name,
  kind: 'council',
  website: null,
  ended_on: null,
  successor_id: null,
  created_at: '2026-03-04T09:00:00.000Z',
})

describe.each(engines)('a transaction on %s', engine => {
  let database: TestDatabase
  let db: Db
  beforeAll(async () => {
    database = await freshDatabase(engine)
    db = await openDatabase(database.url)
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  const add = (tx: Tx, id: string): Promise<unknown> => tx.insertInto('organisation').values(organisation(id)).execute()
  const names = async (): Promise<readonly string[]> =>
    (await db.selectFrom('organisation').select('name').orderBy('id').execute()).map(row => row.name)

  test('keeps what it wrote when it ends well, and gives what its work gives', async () => {
    expect(
      await db.transaction(async tx => {
        await add(tx, 'kept')
        return 'done'
      }),
    ).toBe('done')
    expect(await names()).toContain('kept')
  })

  test('leaves nothing of what it wrote when its work throws', async () => {
    const before = await names()
    await expect(
      db.transaction(async tx => {
        await add(tx, 'lost')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await names()).toEqual(before)
  })

  test('leaves nothing when one of its statements fails, and the next one works', async () => {
    const before = await names()
    expect(
      await failureOf(
        db.transaction(async tx => {
          await add(tx, 'first')
          await sql`select * from no_such_table`.execute(tx)
        }),
      ),
    ).toMatch(/no_such_table/)
    expect(await names()).toEqual(before)
    await db.transaction(tx => add(tx, 'after'))
    expect(await names()).toContain('after')
  })

  test('is not seen from outside before it ends', async () => {
    let inside: () => void = () => {}
    const began = new Promise<void>(resolve => {
      inside = resolve
    })
    let goOn: () => void = () => {}
    const held = new Promise<void>(resolve => {
      goOn = resolve
    })
    const writing = db.transaction(async tx => {
      await add(tx, 'unseen')
      inside()
      await held
    })
    await began
    expect(await names()).not.toContain('unseen')
    goOn()
    await writing
    expect(await names()).toContain('unseen')
  })

  test('does not let its work read through the root handle: that throws at once, and nothing stays', async () => {
    const before = await names()
    await expect(
      db.transaction(async tx => {
        await add(tx, 'root')
        return names()
      }),
    ).rejects.toThrow('a query on the root handle inside a transaction')
    await expect(db.transaction(async () => sql`select 1`.execute(db))).rejects.toThrow(
      'a query on the root handle inside a transaction',
    )
    expect(await names()).toEqual(before)
  })

  test('does not hold another inside it', async () => {
    await expect(db.transaction(() => db.transaction(async () => 'inner'))).rejects.toThrow(
      'a transaction inside a transaction',
    )
  })

  test('is over when it has ended: a query through its handle throws', async () => {
    let left: Tx | undefined
    await db.transaction(async tx => {
      left = tx
    })
    expect(await failureOf(add(left!, 'late'))).toMatch(/transaction/i)
    expect(await names()).not.toContain('late')
  })

  test('50 at once that each read and then write lose none of their writes', async () => {
    await db.transaction(tx =>
      add(tx, 'counter').then(() =>
        tx.updateTable('organisation').set({ name: '0' }).where('id', '=', 'counter').execute(),
      ),
    )
    await Promise.all(
      Array.from({ length: 50 }, () =>
        db.transaction(async tx => {
          const { name } = await tx
            .selectFrom('organisation')
            .select('name')
            .where('id', '=', 'counter')
            .executeTakeFirstOrThrow()
          await tx
            .updateTable('organisation')
            .set({ name: String(Number(name) + 1) })
            .where('id', '=', 'counter')
            .execute()
        }),
      ),
    )
    expect(await db.selectFrom('organisation').select('name').where('id', '=', 'counter').executeTakeFirst()).toEqual({
      name: '50',
    })
  })

  test('a rule of the schema that is broken is an error each time, not a wait', async () => {
    expect(
      await failureOf(
        db.transaction(async tx => {
          await add(tx, 'twice')
          await add(tx, 'twice')
        }),
      ),
    ).toMatch(/unique/i)
  })

  test('the root handle cannot write', async () => {
    if (engine === 'sqlite') expect(await failureOf(sql`delete from organisation`.execute(db))).toMatch(/readonly/i)
    expect('insertInto' in db).toBe(false)
    expect('updateTable' in db).toBe(false)
    expect('deleteFrom' in db).toBe(false)
  })
})
