import { sql } from 'kysely'
import { byName } from '../src/accounts/index.js'
import { archive } from '../src/review/index.js'
import { importHistory } from '../src/imports/index.js'
import { check, rebuild } from '../src/maintenance/index.js'
import type { PageHead } from '../src/pages/index.js'
import type { Tx } from '../src/platform/database/index.js'
import { engines } from './support/databases.js'
import { organisation, submitStatement, signInAt, withdrawStatement } from './support/evidence.js'
import { line } from './support/history.js'
import { temporaryFolder } from './support/temporary-folder.js'
import { titlesIn } from './support/html.js'
import { decideBy, republish, suggestChange, suggestNew } from './support/review.js'
import { testSite, type TestSite } from './support/site.js'

describe.each(engines)('maintenance of the database on %s', engine => {
  let site: TestSite
  let page: PageHead
  let linked: PageHead
  let archivedPage: PageHead

  /** Makes renames, tags, links, suggestions in every state, evidence, an archived page and an import. */
  beforeAll(async () => {
    site = await testSite(engine)
    linked = await site.page('solution', { title: 'The way round' })
    page = await site.page('barrier', {
      title: 'The obstacle',
      tags: ['road', 'block'],
      links: [linked.id],
      body: 'A fallen oak.\n',
    })
    archivedPage = await site.page('barrier', { title: 'Put away' })
    page = await republish(site, page, { title: 'The great obstacle', tags: ['road', 'great'] })
    const author = (await site.signedIn()).browser
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    await decideBy(moderator, await suggestChange(author, page, { body: 'A fallen oak and an elm.\n' }), 'publish')
    await republish(site, page, { summary: 'It is in everybody’s way.' })
    await decideBy(moderator, await suggestNew(author), 'reject', { reason: 'other', message: 'No.' })
    await suggestNew(author, { title: 'Waiting' })
    const speakers = [
      author,
      (await signInAt(site, await organisation(site, 'Second Care', 'nhs-body'))).browser,
      (await signInAt(site, await organisation(site, 'Third Agency', 'executive-agency'))).browser,
    ]
    for (const [index, speaker] of speakers.entries()) {
      await submitStatement(speaker, page, {
        state: index === 0 ? 'facing' : 'worked-around',
        other: index === 0 ? '' : linked.id,
        shownAs: index === 1 ? 'kind' : 'organisation',
      })
      await submitStatement(speaker, linked, { state: index === 2 ? 'failed' : 'worked', day: `${1 + index} 2 2026` })
    }
    await submitStatement(speakers[2]!, archivedPage)
    await submitStatement(speakers[1]!, page, { state: 'overcome', day: '1 3 2026', shownAs: 'organisation' })
    await withdrawStatement(speakers[2]!, page)
    await site.deps.db.transaction(tx =>
      archive(tx, engine, {
        pageId: archivedPage.id,
        at: site.clock.now(),
        actorId: null,
        attribution: byName('Somebody'),
      }),
    )
    const files = temporaryFolder()
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
    'suggestion_version',
    'activity',
    'statement',
    'organisation_position',
    'page_evidence',
  ] as const

  /** Every row that holds pages or evidence, and the search index, each table sorted. */
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

  /** Saves the rows that a rebuild cannot repair, and returns a function that restores them. */
  async function saveOriginals(): Promise<() => Promise<unknown>> {
    const { db } = site.deps
    const revisions = await db.selectFrom('revision').selectAll().execute()
    const versions = await db.selectFrom('suggestion_version').selectAll().execute()
    const addresses = await db.selectFrom('page_address').selectAll().execute()
    return () =>
      db.transaction(async tx => {
        for (const row of revisions)
          await tx
            .insertInto('revision')
            .values(row)
            .onConflict(on => on.column('id').doUpdateSet(row))
            .execute()
        for (const row of versions)
          await tx
            .insertInto('suggestion_version')
            .values(row)
            .onConflict(on => on.columns(['suggestion_id', 'number']).doUpdateSet(row))
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

  const insertStrayEntry = (tx: Tx, seq: number): Promise<unknown> =>
    (engine === 'sqlite'
      ? sql`insert into page_search (rowid, title, summary, tags, body) values (${seq}, 'stray', '', '', '')`
      : sql`insert into page_search (seq, document) values (${seq}, to_tsvector('english', 'stray'))`
    ).execute(tx)

  test('after a busy history the check finds no problem, and neither check nor rebuild changes a row', async () => {
    const before = await dump()
    expect(await check(site.deps.db)).toEqual([])
    expect(await dump()).toEqual(before)
    expect(await rebuild(site.deps.db)).toBe(4)
    expect(await dump()).toEqual(before)
  })

  const copy = 'barrier the-great-obstacle: its published copy, tags or links do not match revision 4'
  const index = 'barrier the-great-obstacle: its search index entry does not match revision 4'

  const barrierEvidence = 'barrier the-great-obstacle: its totals do not match its reports'
  const solutionEvidence = 'solution the-way-round: its totals do not match its reports'

  describe('damage to derived data', () => {
    test.each<readonly [string, (tx: Tx) => Promise<unknown>, readonly string[]]>([
      [
        'a wrong text of a page',
        tx => tx.updateTable('page').set({ body: 'A small twig.\n' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a wrong title of a page',
        tx => tx.updateTable('page').set({ title: 'No obstacle' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a wrong hash of a page',
        tx =>
          tx
            .updateTable('page')
            .set({ hash: '0'.repeat(64) })
            .where('id', '=', page.id)
            .execute(),
        [copy],
      ],
      [
        'a wrong revision number of a page',
        tx => tx.updateTable('page').set({ number: 7 }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a wrong author of a page’s newest change',
        tx => tx.updateTable('page').set({ changed_by_name: 'Nobody' }).where('id', '=', page.id).execute(),
        [copy],
      ],
      [
        'a missing tag',
        tx => tx.deleteFrom('page_tag').where('page_id', '=', page.id).where('tag', '=', 'road').execute(),
        [copy],
      ],
      ['an extra tag', tx => tx.insertInto('page_tag').values({ page_id: page.id, tag: 'spam' }).execute(), [copy]],
      ['a missing link', tx => tx.deleteFrom('page_link').where('from_id', '=', page.id).execute(), [copy]],
      [
        'an extra link',
        tx => tx.insertInto('page_link').values({ from_id: page.id, to_id: archivedPage.id, position: 1 }).execute(),
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
        async tx => insertStrayEntry(tx, await seqIn(tx, archivedPage.id)),
        [
          'barrier put-away: its search index entry does not match revision 1',
          expect.stringMatching(/^search index entry \d+: belongs to no published page$/) as string,
        ],
      ],
      [
        'a wrong position of an organisation',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ state: 'came-back' })
            .where('page_id', '=', page.id)
            .where('state', '=', 'facing')
            .execute(),
        [barrierEvidence],
      ],
      [
        'a wrong named position of an organisation',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ named_state: 'overcome' })
            .where('page_id', '=', page.id)
            .where('state', '=', 'facing')
            .execute(),
        [barrierEvidence],
      ],
      [
        'a missing named position',
        tx =>
          tx.updateTable('organisation_position').set({ named_state: null }).where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'a wrong date of a position',
        tx =>
          tx
            .updateTable('organisation_position')
            .set({ since: '2020-01-01T09:00:00.000Z' })
            .where('page_id', '=', linked.id)
            .execute(),
        [solutionEvidence],
      ],
      [
        'a wrong number of people behind a position',
        tx => tx.updateTable('organisation_position').set({ people: 9 }).where('page_id', '=', linked.id).execute(),
        [solutionEvidence],
      ],
      [
        'a missing position',
        tx =>
          tx.deleteFrom('organisation_position').where('page_id', '=', page.id).where('state', '=', 'facing').execute(),
        [barrierEvidence],
      ],
      [
        'a position of an organisation that reported nothing',
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
                  .where('id', 'not in', [page.id, linked.id, archivedPage.id])
                  .executeTakeFirstOrThrow()
              ).id,
            })
            .execute(),
        [expect.stringMatching(/^solution .*: its totals do not match its reports$/) as string],
      ],
      [
        'missing positions on an archived page',
        tx => tx.deleteFrom('organisation_position').where('page_id', '=', archivedPage.id).execute(),
        ['barrier put-away: its totals do not match its reports'],
      ],
      [
        'a wrong state of a barrier',
        tx => tx.updateTable('page_evidence').set({ state: 'waiting' }).where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'a wrong state of a solution',
        tx => tx.updateTable('page_evidence').set({ state: 'untried' }).where('page_id', '=', linked.id).execute(),
        [solutionEvidence],
      ],
      [
        'a wrong proof of a solution',
        tx =>
          tx
            .updateTable('page_evidence')
            .set({ proof_score: 1_000_000, proven_since: null })
            .where('page_id', '=', linked.id)
            .execute(),
        [solutionEvidence],
      ],
      [
        'a wrong number of organisations',
        tx => tx.updateTable('page_evidence').set({ organisations: 7 }).where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'wrong numbers by state',
        tx =>
          tx
            .updateTable('page_evidence')
            .set({ organisations_by_state: '{"facing":1}' })
            .where('page_id', '=', page.id)
            .execute(),
        [barrierEvidence],
      ],
      [
        'a missing newest date',
        tx => tx.updateTable('page_evidence').set({ newest_on: null }).where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'a page without evidence',
        tx => tx.deleteFrom('page_evidence').where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'evidence under another page number',
        tx => tx.updateTable('page_evidence').set({ seq: 999 }).where('page_id', '=', page.id).execute(),
        [barrierEvidence],
      ],
      [
        'an index entry without a page',
        tx => insertStrayEntry(tx, 9_999),
        ['search index entry 9999: belongs to no published page'],
      ],
    ])('the check finds %s, and a rebuild repairs it', async (_, work, problems) => {
      const before = await dump()
      await damage(work)
      expect(await check(site.deps.db)).toEqual(problems)
      await rebuild(site.deps.db)
      expect(await check(site.deps.db)).toEqual([])
      expect(await dump()).toEqual(before)
    })
  })

  describe('damage to other data', () => {
    test.each<readonly [string, (tx: Tx) => Promise<unknown>, string]>([
      [
        'a wrong text of a revision',
        tx =>
          tx
            .updateTable('revision')
            .set({ body: 'Never said.\n' })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 1 does not match its hash',
      ],
      [
        'wrong tags of a revision',
        tx =>
          tx
            .updateTable('revision')
            .set({ tags: '["other"]' })
            .where('page_id', '=', page.id)
            .where('number', '=', 2)
            .execute(),
        'barrier the-great-obstacle: revision 2 does not match its hash',
      ],
      [
        'a wrong hash of a revision',
        tx =>
          tx
            .updateTable('revision')
            .set({ hash: '0'.repeat(64) })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 1 does not match its hash',
      ],
      [
        'a gap in the revision numbers',
        tx => tx.deleteFrom('revision').where('page_id', '=', page.id).where('number', '=', 3).execute(),
        'barrier the-great-obstacle: revision 4 is where revision 3 should be',
      ],
      [
        'revision numbers that do not begin at 1',
        tx =>
          tx
            .updateTable('revision')
            .set({ number: 0 })
            .where('page_id', '=', page.id)
            .where('number', '=', 1)
            .execute(),
        'barrier the-great-obstacle: revision 0 is where revision 1 should be',
      ],
      [
        'a page without revisions',
        tx => tx.deleteFrom('revision').where('page_id', '=', linked.id).execute(),
        'solution the-way-round: has no revision',
      ],
      [
        'a wrong version of a suggestion',
        tx =>
          tx
            .updateTable('suggestion_version')
            .set({ title: 'Never suggested' })
            .where('title', '=', 'Waiting')
            .execute(),
        'version 1 does not match its hash',
      ],
      [
        'an address that leads nowhere',
        tx => tx.deleteFrom('page_address').where('slug', '=', 'the-great-obstacle').execute(),
        'its address does not lead to it',
      ],
    ])('the check finds %s, and a rebuild leaves it as it is', async (_, work, problem) => {
      const restore = await saveOriginals()
      await damage(work)
      const problems = [expect.stringContaining(problem) as string]
      expect(await check(site.deps.db)).toEqual(problems)
      await rebuild(site.deps.db)
      expect(await check(site.deps.db)).toEqual(problems)
      await restore()
      expect(await check(site.deps.db)).toEqual([])
    })
  })

  test('the check lists every problem when there are several kinds of damage', async () => {
    const restore = await saveOriginals()
    await damage(async tx => {
      await tx.updateTable('revision').set({ body: 'Never said.\n' }).where('page_id', '=', page.id).execute()
      await tx.deleteFrom('page_tag').execute()
      await insertStrayEntry(tx, 9_999)
    })
    expect(await check(site.deps.db)).toHaveLength(7)
    await restore()
    await rebuild(site.deps.db)
    expect(await check(site.deps.db)).toEqual([])
  })

  test('a search finds published pages again after the index is rebuilt', async () => {
    await damage(tx => sql`delete from page_search`.execute(tx))
    expect(titlesIn((await site.visitor().get('/search?q=elm')).text)).toEqual([])
    await rebuild(site.deps.db)
    expect(titlesIn((await site.visitor().get('/search?q=elm')).text)).toEqual(['The great obstacle'])
  })
})
