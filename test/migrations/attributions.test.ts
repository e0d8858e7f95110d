import type { Db } from '../../src/platform/database/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase, type MigratedDatabase } from '../support/migrations.js'

type Authored = readonly [
  label: string,
  organisation: string,
  shownAs: string,
  name: string | null,
  shown: string | null,
]

/** What the service stored, and the name and organisation that come of it. */
const authored: readonly Authored[] = [
  ['Ada Byron, Leeds City Council', `'leeds'`, 'name', 'Ada Byron', 'Leeds City Council'],
  ['Ada, HM Treasury, Leeds City Council', `'leeds'`, 'name', 'Ada, HM Treasury', 'Leeds City Council'],
  // Nobody checked what is in a name: without an organisation in the row all of it is the name.
  ['Ada Byron, Leeds City Council', 'null', 'name', 'Ada Byron, Leeds City Council', null],
  ['a member of staff at HM Treasury', 'null', 'name', 'a member of staff at HM Treasury', null],
  // The organisation was renamed since.
  ['Ada Byron, Leeds Council', `'leeds'`, 'name', 'Ada Byron, Leeds Council', null],
  [', Leeds City Council', `'leeds'`, 'name', ', Leeds City Council', null],
  ['Leeds City Council', `'leeds'`, 'name', 'Leeds City Council', null],
  ['', `'leeds'`, 'name', '', null],
  ['a member of staff at Leeds City Council', `'leeds'`, 'organisation', null, 'Leeds City Council'],
  ['a member of staff at a council', `'leeds'`, 'kind', null, 'a council'],
  ['a member of staff at Leeds Council', `'leeds'`, 'organisation', null, 'Leeds Council'],
  ['a member whose organisation is not listed', 'null', 'organisation', null, null],
  ['a member whose organisation is not listed', 'null', 'kind', null, null],
  ['Sample content', 'null', 'kind', 'Sample content', null],
  ['An importer', 'null', 'name', 'An importer', null],
]

const sql = (text: string): string => `'${text.replaceAll("'", "''")}'`

const content = `'T', 'S', 'security', '[]', '[]', 'B', 'h'`
const contentColumns = 'title, summary, theme, tags, links, body, hash'

const rows = [
  `insert into organisation (id, slug, name, kind, created_at) values ('leeds', 'leeds', 'Leeds City Council', 'council', '2026')`,
  `insert into member (id, email, name, passphrase_hash, role, trust, organisation_id, shown_as, created_at)
    values ('ada', 'ada@leeds.example', 'Ada', 'x', 'member', 'trusted', null, 'kind', '2026')`,
  ...authored.flatMap(([label, organisation, shownAs], n) => [
    `insert into page (id, seq, kind, slug, sort_key, ${contentColumns}, number, revision_id, changed_at, changed_by, created_at)
      values ('p${n}', ${n + 1}, 'barrier', 'p${n}', 't', ${content}, 1, 'r${n}', '2026', ${sql(label)}, '2026')`,
    `insert into revision (id, page_id, number, ${contentColumns}, note, author_label, organisation_id, shown_as, how,
      published_at, created_at) values ('r${n}', 'p${n}', 1, ${content}, '', ${sql(label)}, ${organisation}, '${shownAs}',
      'direct', '2026', '2026')`,
    `insert into suggestion (id, page_id, kind, is_new, state, waiting_on, author_id, version, theme, created_at, changed_at)
      values ('s${n}', 'p${n}', 'barrier', 0, 'pending', 'moderator', 'ada', 1, 'security', '2026', '2026')`,
    `insert into suggestion_version (suggestion_id, number, ${contentColumns}, note, author_label, organisation_id, shown_as,
      created_at) values ('s${n}', 1, ${content}, '', ${sql(label)}, ${organisation}, '${shownAs}', '2026')`,
    `insert into activity (id, at, verb, actor_label, page_id, number)
      values ('published${n}', '2026', 'page.published', ${sql(label)}, 'p${n}', 1)`,
    `insert into activity (id, at, verb, actor_label, suggestion_id)
      values ('made${n}', '2026', 'suggestion.made', ${sql(label)}, 's${n}')`,
  ]),
  `insert into activity (id, at, verb, actor_label, suggestion_id)
    values ('decided', '2026', 'review.rejected', 'Mo, Leeds City Council', 's0')`,
]

describe.each(engines)('013-attributions on %s', engine => {
  let database: MigratedDatabase
  let db: Db
  beforeAll(async () => {
    database = await migratedDatabase(engine, '013-attributions', rows)
    db = database.db
  })
  afterAll(() => database.close())

  const stored = async (id: string, query: { execute(): Promise<readonly object[]> }) => [id, await query.execute()]

  test.each(authored.map((row, n) => [...row, n] as const))(
    'splits “%s” of organisation %s, shown by %s',
    async (_label, _organisation, _shownAs, name, organisation, n) => {
      const author = [{ author_name: name, author_organisation: organisation }]
      const actor = [{ actor_name: name, actor_organisation: organisation }]
      const authorColumns = ['author_name', 'author_organisation'] as const
      const actorColumns = ['actor_name', 'actor_organisation'] as const
      expect([
        await stored('revision', db.selectFrom('revision').select(authorColumns).where('id', '=', `r${n}`)),
        await stored(
          'version',
          db.selectFrom('suggestion_version').select(authorColumns).where('suggestion_id', '=', `s${n}`),
        ),
        await stored('published', db.selectFrom('activity').select(actorColumns).where('id', '=', `published${n}`)),
        await stored('made', db.selectFrom('activity').select(actorColumns).where('id', '=', `made${n}`)),
        await stored(
          'page',
          db.selectFrom('page').select(['changed_by_name', 'changed_by_organisation']).where('id', '=', `p${n}`),
        ),
      ]).toEqual([
        ['revision', author],
        ['version', author],
        ['published', actor],
        ['made', actor],
        ['page', [{ changed_by_name: name, changed_by_organisation: organisation }]],
      ])
    },
  )

  test('takes what a moderator did as done by the name alone', async () => {
    const columns = ['actor_name', 'actor_organisation'] as const
    expect(await db.selectFrom('activity').select(columns).where('id', '=', 'decided').executeTakeFirst()).toEqual({
      actor_name: 'Mo, Leeds City Council',
      actor_organisation: null,
    })
  })

  test('keeps the database sound', async () => {
    expect(await db.integrityProblems()).toEqual([])
  })
})
