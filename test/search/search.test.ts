import { parseQuery, search, filtersOf } from '../../src/search/index.js'
import { engines } from '../support/databases.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('search on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
    await site.page('barrier', { title: 'YouTube is blocked', body: 'Videos cannot be watched at the office.\n' })
    await site.page('barrier', { title: 'Calls drop', body: 'Every video call ends. See YouTube.\n' })
    await site.deps.db.transaction(async tx => {
      const rows = await tx.selectFrom('page').selectAll().execute()
      for (const row of rows) await tx.insertInto('page_evidence').values({ seq: row.seq, page_id: row.id, state: 'waiting', organisations: 0, people: 0, past: 0, counts: '{}', proof: 0, newest_on: null, proven_since: null }).execute()
    })
  })
  afterAll(() => site.close())

  const titles = async (typed: string): Promise<readonly string[]> => {
    const query = parseQuery(typed)
    return (await search(site.deps.db, { query, filters: filtersOf(query), sort: 'relevance', coveredKinds: [], limit: 10 })).hits.map(hit => hit.page.title)
  }

  test('a word', async () => {
    expect(await titles('youtube')).toEqual(['YouTube is blocked', 'Calls drop'])
  })
})
