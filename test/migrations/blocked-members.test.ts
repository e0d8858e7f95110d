import { findMember } from '../../src/accounts/index.js'
import { listActivity } from '../../src/activity/index.js'
import { firstRows } from '../../src/platform/paging.js'
import { check } from '../../src/maintenance/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase } from '../support/migrations.js'

const id = '01900000-0000-7000-8000-000000000001'

test.each(engines)('014-blocked-members blocks nobody and keeps the log, on %s', async engine => {
  const { db, close } = await migratedDatabase(engine, '014-blocked-members', [
    `insert into member (id, email, name, passphrase_hash, role, trust, shown_as, created_at)
     values ('${id}', 'ada@testshire.example', 'Ada', 'x', 'admin', 'trusted', 'name', '2026-01-01T00:00:00.000Z')`,
    `insert into activity (id, at, verb, actor_id, actor_name)
     values ('${id}', '2026-01-02T00:00:00.000Z', 'member.role', '${id}', 'Ada')`,
  ])
  expect(await findMember(db, id)).toEqual({
    id,
    email: 'ada@testshire.example',
    name: 'Ada',
    role: 'admin',
    trust: 'trusted',
    shownAs: 'name',
    organisation: undefined,
  })
  const { rows } = await listActivity(db, ['member.role'], firstRows(10))
  expect(rows).toEqual([
    {
      id,
      at: '2026-01-02T00:00:00.000Z',
      verb: 'member.role',
      actorId: id,
      attribution: { name: 'Ada', organisation: undefined },
    },
  ])
  expect(await check(db)).toEqual([])
  await close()
})
