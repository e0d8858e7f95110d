import { sql } from 'kysely'
import type { Db } from '../../src/platform/database/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase, type MigratedDatabase } from '../support/migrations.js'

/** A suggestion that a moderator merged with a newer revision, so that it has two versions. */
const rows = [
  `insert into member (id, email, name, passphrase_hash, role, trust, organisation_id, shown_as, created_at)
    values ('m', 'ada@oakshire.example', 'Ada', 'x', 'member', 'trusted', null, 'kind', '2026')`,
  `insert into suggestion (id, page_id, kind, is_new, state, waiting_on, author_id, amendment, theme, created_at,
    changed_at, closed_at, published_number)
    values ('s', 'p', 'barrier', 1, 'pending', 'moderator', 'm', 2, 'security', '2026', '2026', null, null)`,
  ...[
    [1, 'null'],
    [2, `'Mo'`],
  ].map(
    ([ordinal, resolver]) => `insert into amendment (suggestion_id, ordinal, base_revision_id, resolver_label, title,
      summary, theme, tags, links, body, hash, note, author_label, organisation_id, shown_as, created_at)
      values ('s', ${ordinal}, null, ${resolver}, 'Title ${ordinal}', 'In short', 'security', '["a tag"]', '["b"]',
      'Text ${ordinal}', 'hash ${ordinal}', 'A note', 'Ada', null, 'kind', '2026-0${ordinal}')`,
  ),
]

/** What both versions have in common. */
const common = {
  suggestion_id: 's',
  base_revision_id: null,
  summary: 'In short',
  theme: 'security',
  tags: '["a tag"]',
  links: '["b"]',
  note: 'A note',
  author_name: 'Ada',
  author_organisation: null,
  organisation_id: null,
  shown_as: 'kind',
}

describe.each(engines)('009-suggestion-versions on %s', engine => {
  let database: MigratedDatabase
  let db: Db
  beforeEach(async () => {
    database = await migratedDatabase(engine, '009-suggestion-versions', rows)
    db = database.db
  })
  afterEach(() => database.close())

  test('keeps every version of a suggestion, and which is the newest', async () => {
    const first = { number: 1, resolver_label: null, title: 'Title 1', body: 'Text 1', hash: 'hash 1' }
    const second = { number: 2, resolver_label: 'Mo', title: 'Title 2', body: 'Text 2', hash: 'hash 2' }
    expect(await db.selectFrom('suggestion_version').selectAll().orderBy('number').execute()).toEqual([
      { ...common, ...first, created_at: '2026-01' },
      { ...common, ...second, created_at: '2026-02' },
    ])
    expect(await db.selectFrom('suggestion').select(['id', 'version']).execute()).toEqual([{ id: 's', version: 2 }])
  })

  test('leaves no table under the old name', async () => {
    const { rows: tables } =
      engine === 'sqlite'
        ? await sql`select name from sqlite_master where name like '%amendment%'`.execute(db)
        : await sql`select relname from pg_class where relname like '%amendment%'`.execute(db)
    expect(tables).toEqual([])
    expect(await db.integrityProblems()).toEqual([])
  })
})
