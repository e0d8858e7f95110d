import { sql } from 'kysely'
import { migrations } from '../../migrations/index.js'
import { rebuilders } from '../../src/maintenance/index.js'
import { systemClock } from '../../src/platform/clock.js'
import { migrate, openDatabase, type Db } from '../../src/platform/database/index.js'
import { findVocabularyProblems, listSynonymGroups, readIndexEntry } from '../../src/search/index.js'
import { emptyDatabase, engines, withoutRebuilding, type TestDatabase } from '../support/databases.js'

const before = migrations.slice(
  0,
  migrations.findIndex(migration => migration.name === '008-search-names'),
)

/** A group of synonyms, a page that is not in the index, and a word that is on no page. */
const rows = [
  `insert into synonym (id, words, created_at) values ('s', '["vpn","remote access"]', '2026')`,
  `insert into page (id, seq, kind, slug, sort_key, title, summary, theme, tags, links, body, hash, number, revision_id,
    changed_at, changed_by, created_at)
    values ('b', 1, 'barrier', 'b', '', 'Ink', '', '', '[]', '[]', '## Why

Nobody knows.', '', 1, 'r', '2026', 'Ada', '2026')`,
  `insert into search_word (word, pages) values ('kestrel', 1)`,
]

describe.each(engines)('008-search-names on %s', engine => {
  let database: TestDatabase
  let db: Db
  beforeEach(async () => {
    database = await emptyDatabase(engine)
    db = await openDatabase(database.url)
    await migrate(db, systemClock, before, withoutRebuilding)
    await db.transaction(async tx => {
      for (const row of rows) await sql.raw(row).execute(tx)
    })
    await migrate(db, systemClock, migrations, rebuilders)
  })
  afterEach(async () => {
    await db.close()
    await database.drop()
  })

  test('keeps the synonyms', async () => {
    expect(await listSynonymGroups(db)).toEqual([{ id: 's', terms: ['vpn', 'remote access'], createdAt: '2026' }])
  })

  test('rebuilds the search index and its vocabulary', async () => {
    expect(await readIndexEntry(db, engine, 1)).toMatchObject({ title: 'Ink', body: 'Why – Nobody knows.' })
    expect(await findVocabularyProblems(db, engine)).toEqual([])
    expect((await db.selectFrom('search_word').select('word').orderBy('word').execute()).map(row => row.word)).toEqual([
      'ink',
      'knows',
      'nobody',
      'why',
    ])
  })
})
