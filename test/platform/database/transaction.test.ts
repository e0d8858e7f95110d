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

  test('keeps what it wrote when it succeeds, and returns the result of its work', async () => {
    expect(
      await db.transaction(async tx => {
        await add(tx, 'kept')
        return 'done'
      }),
    ).toBe('done')
    expect(await names()).toContain('kept')
  })

  test('keeps nothing that it wrote when its work throws', async () => {
    const before = await names()
    await expect(
      db.transaction(async tx => {
        await add(tx, 'lost')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await names()).toEqual(before)
  })

  test('keeps nothing when one of its statements fails, and the next transaction works', async () => {
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

  test('is invisible to other connections until it ends', async () => {
    let started: () => void = () => {}
    const hasStarted = new Promise<void>(resolve => {
      started = resolve
    })
    let finish: () => void = () => {}
    const mayFinish = new Promise<void>(resolve => {
      finish = resolve
    })
    const writing = db.transaction(async tx => {
      await add(tx, 'unseen')
      started()
      await mayFinish
    })
    await hasStarted
    expect(await names()).not.toContain('unseen')
    finish()
    await writing
    expect(await names()).toContain('unseen')
  })

  test('fails at once and keeps nothing if its work reads through the root handle', async () => {
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

  test('fails if another transaction starts inside it', async () => {
    await expect(db.transaction(() => db.transaction(async () => 'inner'))).rejects.toThrow(
      'a transaction inside a transaction',
    )
  })

  test('refuses queries through its handle after it has ended', async () => {
    let ended: Tx | undefined
    await db.transaction(async tx => {
      ended = tx
    })
    expect(await failureOf(add(ended!, 'late'))).toMatch(/transaction/i)
    expect(await names()).not.toContain('late')
  })

  test('does not lose a write when 50 of them read and then write at once', async () => {
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

  test('fails, and does not hang, if it breaks a constraint of the schema', async () => {
    expect(
      await failureOf(
        db.transaction(async tx => {
          await add(tx, 'twice')
          await add(tx, 'twice')
        }),
      ),
    ).toMatch(/unique/i)
  })

  test('is the only way to write, because the root handle is read-only', async () => {
    if (engine === 'sqlite') expect(await failureOf(sql`delete from organisation`.execute(db))).toMatch(/readonly/i)
    expect('insertInto' in db).toBe(false)
    expect('updateTable' in db).toBe(false)
    expect('deleteFrom' in db).toBe(false)
  })
})
