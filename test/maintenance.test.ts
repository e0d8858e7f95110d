import { sql } from 'kysely'
import { archive } from '../src/review/index.js'
import { importHistory } from '../src/imports/index.js'
import { check, rebuild } from '../src/maintenance/index.js'
import type { PageHead } from '../src/pages/index.js'
import type { Tx } from '../src/platform/database/index.js'
import { engines } from './support/databases.js'
import { organisation, says, someoneAt, withdraws } from './support/evidence.js'
import { filesFolder, line } from './support/history.js'
import { titlesIn } from './support/screen.js'
import { decideBy, republish, suggestChange, suggestNew } from './support/review.js'
import { testSite, type TestSite } from './support/site.js'

describe.each(engines)('looking after the database on %s', engine => {
  let site: TestSite
  let page: PageHead
  let linked: PageHead
  let away: PageHead

  /** A bit of everything: renames, tags, links, suggestions in every state, an archived page, an import. */
  beforeAll(async () => {
    site = await testSite(engine)
    linked = await site.page('solution', { title: 'The way round' })
    page = await site.page('barrier', {
      title: 'The obstacle',
      tags: ['road', 'block'],
      links: [linked.id],
      body: 'A fallen oak.\n',
    })
    away = await site.page('barrier', { title: 'Put away' })
    page = await republish(site, page, { title: 'The great obstacle', tags: ['road', 'great'] })
    const author = (await site.signedIn()).browser
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    await decideBy(moderator, await suggestChange(author, page, { body: 'A fallen oak and an elm.\n' }), 'publish')
    await republish(site, page, { summary: 'It is in everybody’s way.' })
    await decideBy(moderator, await suggestNew(author), 'refuse', { reason: 'other', message: 'No.' })
    await suggestNew(author, { title: 'Waiting' })
    const speakers = [
      author,
      (await someoneAt(site, await organisation(site, 'Second Care', 'nhs-body'))).browser,
      (await someoneAt(site, await organisation(site, 'Third Agency', 'executive-agency'))).browser,
    ]
    for (const [at, speaker] of speakers.entries()) {
      await says(speaker, page, {
        state: at === 0 ? 'facing' : 'worked-around',
        other: at === 0 ? '' : linked.id,
        shownAs: at === 1 ? 'kind' : 'organisation',
      })
      await says(speaker, linked, { state: at === 2 ? 'failed' : 'worked', day: `${1 + at} 2 2026` })
    }
    await says(speakers[2]!, away)
    await says(speakers[1]!, page, { state: 'overcome', day: '1 3 2026', shownAs: 'organisation' })
    await withdraws(speakers[2]!, page)
    await site.deps.db.transaction(tx =>
      archive(tx, engine, { pageId: away.id, at: site.clock.now(), actorId: null, actorLabel: 'Somebody' }),
    )
    const files = filesFolder()
    await importHistory(site.deps, {
      file: files.write('h.jsonl', [line({ text: '# Brought in\n' }), line({ text: '' }), line({ op: 'D' })]),
      kind: 'solution',
      theme: 'security',
      source: 'h',
    })
    files.remove()
  })
  afterAll(() => site.close())

  const derived = [
    'page',
    'page_tag',
    'page_link',
    'page_address',
    'revision',
    'amendment',
    'activity',
    'statement',
    'organisation_position',
    'page_evidence',
  ] as const

  /** Every row of what holds pages, and the index, in an order of its own. */
  async function dump(): Promise<unknown> {
    const { db } = site.deps
    const tables: Record<string, readonly string[]> = {}
    for (const table of derived)
      tables[table] = (await db.selectFrom(table).selectAll().execute()).map(row => JSON.stringify(row)).sort()
    const index =
      engine === 'sqlite' ? sql`select rowid, * from page_search` : sql`select seq, document::text from page_search`
    tables['page_search'] = (await index.execute(db)).rows.map(row => JSON.stringify(row)).sort()
    return tables
  }

  const damage = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> => site.deps.db.transaction(work)

  /** What no rebuild can mend, to be put back by the test. */
  async function keep(): Promise<() => Promise<unknown>> {
    const { db } = site.deps
    const [revisions, amendments, addresses] = [
      await db.selectFrom('revision').selectAll().execute(),
      await db.selectFrom('amendment').selectAll().execute(),
      await db.selectFrom('page_address').selectAll().execute(),
    ]
    return () =>
      db.transaction(async tx => {
        for (const row of revisions)
          await tx
            .insertInto('revision')
            .values(row)
            .onConflict(on => on.column('id').doUpdateSet(row))
            .execute()
        for (const row of amendments)
          await tx
            .insertInto('amendment')
            .values(row)
            .onConflict(on => on.columns(['suggestion_id', 'ordinal']).doUpdateSet(row))
            .execute()
        for (const row of addresses)
          await tx
            .insertInto('page_address')
            .values(row)
            .onConflict(on => on.columns(['kind', 'slug']).doUpdateSet(row))
            .execute()
      })
  }

  const seqIn = async (tx: Tx, id: string): Promise<number> =>
    (await tx.selectFrom('page').select('seq').where('id', '=', id).executeTakeFirstOrThrow()).seq

  const stray = (tx: Tx, seq: number): Promise<unknown> =>
    (engine === 'sqlite'
      ? sql`insert into page_search (rowid, title, summary, tags, body) values (${seq}, 'stray', '', '', '')`
      : sql`insert into page_search (seq, document) values (${seq}, to_tsvector('english', 'stray'))`
    ).execute(tx)

  test('after a busy history everything is in order, checking changes nothing, and rebuilding makes the same rows', async () => {
    const before = await dump()
    expect(await check(site.deps.db)).toEqual([])
    expect(await dump()).toEqual(before)
    expect(await rebuild(site.deps.db)).toBe(4)
    expect(await dump()).toEqual(before)
  })

  const copy = 'barrier the-great-obstacle: its published copy, tags or links are not what revision 4 says'
  const index = 'barrier the-great-obstacle: the search index does not hold what revision 4 says'

  const said = 'barrier the-great-obstacle: what organisations say of it is not what the ledger adds up to'
  const tried = 'solution the-way-round: what organisations say of it is not what the ledger adds up to'

  describe('what is derived is found when it is off, and mended by a rebuild:', () => {
    test.each<readonly [string, (tx: Tx) => Promise<unknown>, readonly string[]]>([
      [
        'a page’s text',
        tx => tx.updateTable('page').set({ body: 'A small twig.\n' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a page’s title',
        tx => tx.updateTable('page').set({ title: 'No obstacle' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a page’s hash',
        tx =>
          tx
            .updateTable('page')
            .set({ hash: '0'.repeat(64) })
            .where('id', '=', page.id)
            .execute(),
        [copy],
      ],
      ['a page’s number', tx => tx.updateTable('page').set({ number: 7 }).where('id', '=', page.id).execute(), [copy]],
      [
        'who changed a page',
        tx => tx.updateTable('page').set({ changed_by: 'Nobody' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a tag too few',
        tx => tx.deleteFrom('page_tag').where('page_id', '=', page.id).where('tag', '=', 'road').execute(),
        [copy],
      ],
      ['a tag too many', tx => tx.insertInto('page_tag').values({ page_id: page.id, tag: 'spam' }).execute(), [copy]],
      ['a link too few', tx => tx.deleteFrom('page_link').where('from_id', '=', page.id).execute(), [copy]],
      [
        'a link too many',
        tx => tx.insertInto('page_link').values({ from_id: page.id, to_id: away.id, position: 1 }).execute(),
        [copy],
      ],
      [
        'a page missing from the index',
        async tx =>
          sql`delete from page_search where ${sql.ref(engine === 'sqlite' ? 'rowid' : 'seq')} = ${await seqIn(tx, page.id)}`.execute(
            tx,
          ),
        [index],
      ],
      [
        'an archived page in the index',
        async tx => stray(tx, await seqIn(tx, away.id)),
        [
          'barrier put-away: the search index does not hold what revision 1 says',
          expect.stringMatching(/^the search index holds number \d+, which is no page in any list$/) as string,
        ],
      ],
      [
        'what an organisation says',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ state: 'came-back' })
            .where('page_id', '=', page.id)
            .where('state', '=', 'facing')
            .execute(),
        [said],
      ],
      [
        'what it says by name',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ named_state: 'overcome' })
            .where('page_id', '=', page.id)
            .where('state', '=', 'facing')
            .execute(),
        [said],
      ],
      [
        'what it says by name is missing',
        tx =>
          tx.updateTable('organisation_position').set({ named_state: null }).where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'since when it says so',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ since: '2020-01-01T09:00:00.000Z' })
            .where('page_id', '=', linked.id)
            .execute(),
        [tried],
      ],
      [
        'how many of its people say so',
        tx => tx.updateTable('organisation_position').set({ people: 9 }).where('page_id', '=', linked.id).execute(),
        [tried],
      ],
      [
        'an organisation that is missing',
        tx =>
          tx.deleteFrom('organisation_position').where('page_id', '=', page.id).where('state', '=', 'facing').execute(),
        [said],
      ],
      [
        'an organisation that said nothing',
        async tx =>
          tx
            .insertInto('organisation_position')
            .values({
              ...(await tx
                .selectFrom('organisation_position')
                .selectAll()
                .where('page_id', '=', linked.id)
                .executeTakeFirstOrThrow()),
              page_id: (
                await tx
                  .selectFrom('page')
                  .select('id')
                  .where('id', 'not in', [page.id, linked.id, away.id])
                  .executeTakeFirstOrThrow()
              ).id,
            })
            .execute(),
        [
          expect.stringMatching(
            /^solution .*: what organisations say of it is not what the ledger adds up to$/,
          ) as string,
        ],
      ],
      [
        'an archived page’s organisations',
        tx => tx.deleteFrom('organisation_position').where('page_id', '=', away.id).execute(),
        ['barrier put-away: what organisations say of it is not what the ledger adds up to'],
      ],
      [
        'how a barrier stands',
        tx => tx.updateTable('page_evidence').set({ state: 'waiting' }).where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'how a solution stands',
        tx => tx.updateTable('page_evidence').set({ state: 'untried' }).where('page_id', '=', linked.id).execute(),
        [tried],
      ],
      [
        'a solution’s proof',
        tx =>
          tx
            .updateTable('page_evidence')
            .set({ proof_score: 1_000_000, proven_since: null })
            .where('page_id', '=', linked.id)
            .execute(),
        [tried],
      ],
      [
        'a count',
        tx => tx.updateTable('page_evidence').set({ organisations: 7 }).where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'the counts',
        tx =>
          tx
            .updateTable('page_evidence')
            .set({ organisations_by_state: '{"facing":1}' })
            .where('page_id', '=', page.id)
            .execute(),
        [said],
      ],
      [
        'the newest day',
        tx => tx.updateTable('page_evidence').set({ newest_on: null }).where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'a page without evidence',
        tx => tx.deleteFrom('page_evidence').where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'a page with the evidence of another number',
        tx => tx.updateTable('page_evidence').set({ seq: 999 }).where('page_id', '=', page.id).execute(),
        [said],
      ],
      [
        'no page at all in the index',
        tx => stray(tx, 9_999),
        ['the search index holds number 9999, which is no page in any list'],
      ],
    ])('%s', async (_, work, problems) => {
      const before = await dump()
      await damage(work)
      expect(await check(site.deps.db)).toEqual(problems)
      await rebuild(site.deps.db)
      expect(await check(site.deps.db)).toEqual([])
      expect(await dump()).toEqual(before)
    })
  })

  describe('what is not derived is found when it is off, and left as it is:', () => {
    test.each<readonly [string, (tx: Tx) => Promise<unknown>, string]>([
      [
        'a revision’s text',
        tx =>
          tx
            .updateTable('revision')
            .set({ body: 'Never said.\n' })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 1 is not what its hash says',
      ],
      [
        'a revision’s tags',
        tx =>
          tx
            .updateTable('revision')
            .set({ tags: '["other"]' })
            .where('page_id', '=', page.id)
            .where('number', '=', 2)
            .execute(),
        'barrier the-great-obstacle: revision 2 is not what its hash says',
      ],
      [
        'a revision’s hash',
        tx =>
          tx
            .updateTable('revision')
            .set({ hash: '0'.repeat(64) })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 1 is not what its hash says',
      ],
      [
        'a gap in the numbers',
        tx => tx.deleteFrom('revision').where('page_id', '=', page.id).where('number', '=', 3).execute(),
        'barrier the-great-obstacle: revision 4 stands where 3 should',
      ],
      [
        'a line that does not begin at 1',
        tx =>
          tx
            .updateTable('revision')
            .set({ number: 0 })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 0 stands where 1 should',
      ],
      [
        'a page without revisions',
        tx => tx.deleteFrom('revision').where('page_id', '=', linked.id).execute(),
        'solution the-way-round: has no revision',
      ],
      [
        'a suggestion’s text',
        tx => tx.updateTable('amendment').set({ title: 'Never suggested' }).where('title', '=', 'Waiting').execute(),
        'text 1 is not what its hash says',
      ],
      [
        'an address that leads nowhere',
        tx => tx.deleteFrom('page_address').where('slug', '=', 'the-great-obstacle').execute(),
        'its address is not among those that lead to it',
      ],
    ])('%s', async (_, work, problem) => {
      const putBack = await keep()
      await damage(work)
      const found = [expect.stringContaining(problem) as string]
      expect(await check(site.deps.db)).toEqual(found)
      await rebuild(site.deps.db)
      expect(await check(site.deps.db)).toEqual(found)
      await putBack()
      expect(await check(site.deps.db)).toEqual([])
    })
  })

  test('several kinds of damage are all listed', async () => {
    const putBack = await keep()
    await damage(async tx => {
      await tx.updateTable('revision').set({ body: 'Never said.\n' }).where('page_id', '=', page.id).execute()
      await tx.deleteFrom('page_tag').execute()
      await stray(tx, 9_999)
    })
    expect(await check(site.deps.db)).toHaveLength(7)
    await putBack()
    await rebuild(site.deps.db)
    expect(await check(site.deps.db)).toEqual([])
  })

  test('a rebuilt index finds what is published', async () => {
    await damage(tx => sql`delete from page_search`.execute(tx))
    expect(titlesIn((await site.visitor().get('/search?q=elm')).text)).toEqual([])
    await rebuild(site.deps.db)
    expect(titlesIn((await site.visitor().get('/search?q=elm')).text)).toEqual(['The great obstacle'])
  })
})
