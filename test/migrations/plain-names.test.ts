import { sql } from 'kysely'
import type { Db } from '../../src/platform/database/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase, type MigratedDatabase } from '../support/migrations.js'

/** One row in each table whose names change, and the rows that they refer to. */
const rows = [
  `insert into organisation (id, slug, name, kind, created_at) values ('o', 'oakshire', 'Oakshire', 'council', '2026')`,
  `insert into member (id, email, name, passphrase_hash, role, trust, organisation_id, shown_as, created_at)
    values ('m', 'ada@oakshire.example', 'Ada', 'x', 'member', 'trusted', 'o', 'kind', '2026')`,
  ...['barrier', 'solution'].map(
    (kind, at) =>
      `insert into page (id, seq, kind, slug, sort_key, title, summary, theme, tags, links, body, hash, number, revision_id,
        changed_at, changed_by, created_at)
        values ('${kind}', ${at + 1}, '${kind}', '${kind}', '', '', '', '', '[]', '[]', '', '', 1, 'r', '2026', 'Ada', '2026')`,
  ),
  `insert into statement (id, kind, page_id, organisation_id, member_id, state, other_id, approved_by, note, happened_on,
    shown_as, made_at) values ('s', 'report', 'barrier', 'o', 'm', 'overcome', 'solution', '', 'A note', '2026-01-02',
    'kind', '2026-01-03')`,
  `insert into standing (page_id, organisation_id, state, other_id, happened_on, since, people, voices, named_state)
    values ('barrier', 'o', 'overcome', 'solution', '2026-01-02', '2026-01-03', 2, '{"facing":1,"overcome":1}', null)`,
  `insert into page_evidence (seq, page_id, state, organisations, people, past, counts, proof, newest_on, proven_since, said)
    values (1, 'barrier', 'mostly-overcome', 1, 2, 1, '{"overcome":1}', 342372, '2026-01-02', '2026-01-03', 5)`,
]

describe.each(engines)('005-plain-names on %s', engine => {
  let database: MigratedDatabase
  let db: Db
  beforeEach(async () => {
    database = await migratedDatabase(engine, '005-plain-names', rows)
    db = database.db
  })
  afterEach(() => database.close())

  test('keeps the page that a statement names', async () => {
    expect(
      await db.selectFrom('statement').select(['id', 'state', 'linked_page_id', 'note', 'ended_at']).execute(),
    ).toEqual([{ id: 's', state: 'overcome', linked_page_id: 'solution', note: 'A note', ended_at: null }])
  })

  test('keeps the positions of organisations', async () => {
    expect(await db.selectFrom('organisation_position').selectAll().execute()).toEqual([
      {
        page_id: 'barrier',
        organisation_id: 'o',
        state: 'overcome',
        linked_page_id: 'solution',
        happened_on: '2026-01-02',
        since: '2026-01-03',
        people: 2,
        people_by_state: '{"facing":1,"overcome":1}',
        named_state: null,
      },
    ])
  })

  test('keeps the evidence of pages', async () => {
    expect(await db.selectFrom('page_evidence').selectAll().execute()).toEqual([
      {
        seq: 1,
        page_id: 'barrier',
        state: 'mostly-overcome',
        organisations: 1,
        people: 2,
        resolved_count: 1,
        organisations_by_state: '{"overcome":1}',
        proof_score: 342372,
        newest_on: '2026-01-02',
        proven_since: '2026-01-03',
        ledger_changes: 5,
      },
    ])
  })

  test('leaves nothing under an old name', async () => {
    const { rows: named } =
      engine === 'sqlite'
        ? await sql<{ name: string; definition: string }>`
            select name, coalesce(sql, '') as definition from sqlite_master
            where tbl_name in ('statement', 'organisation_position', 'page_evidence')`.execute(db)
        : await sql<{ name: string; definition: string }>`
            select indexname as name, indexdef as definition from pg_indexes
            where tablename in ('statement', 'organisation_position', 'page_evidence')`.execute(db)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(row => /standing|voices|other_id|\bpast\b|\bsaid\b/.test(row.name + row.definition))).toEqual(
      [],
    )
    expect(await db.integrityProblems()).toEqual([])
  })
})
