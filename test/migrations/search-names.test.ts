import type { Db } from '../../src/platform/database/index.js'
import { findVocabularyProblems, listSynonymGroups, readIndexEntry } from '../../src/search/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase, type MigratedDatabase } from '../support/migrations.js'

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
  let database: MigratedDatabase
  let db: Db
  beforeEach(async () => {
    database = await migratedDatabase(engine, '008-search-names', rows)
    db = database.db
  })
  afterEach(() => database.close())

  test('keeps the synonyms', async () => {
    expect(await listSynonymGroups(db)).toEqual([{ id: 's', terms: ['vpn', 'remote access'], createdAt: '2026' }])
  })

  test('rebuilds the search index and its vocabulary', async () => {
    expect(await readIndexEntry(db, engine, 1)).toMatchObject({
      title: 'ink',
      body: 'why nobody knows',
      excerpt: 'Why – Nobody knows.',
    })
    expect(await findVocabularyProblems(db, engine)).toEqual([])
    expect((await db.selectFrom('search_word').select('word').orderBy('word').execute()).map(row => row.word)).toEqual([
      'ink',
      'knows',
      'nobody',
      'why',
    ])
  })
})
