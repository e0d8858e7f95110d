import { allRoutes } from '../../src/app.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { textOf, titlesIn } from '../support/html.js'
import { decideBy, suggestChange, suggestNew } from '../support/review.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** Stands in every field of the suggestions; no reader may see it. */
const MARKER = /zibbermark/i

/** The slug that the new page would have if it were published. */
const SLUG = 'zibbermark-quillfrond-title'

const markedFields = (fields: Record<string, string> = {}): Record<string, string> => ({
  title: 'Zibbermark quillfrond title',
  summary: 'Zibbermark quillfrond summary.',
  tags: 'zibbermark, quillfrond',
  body: '## Zibbermark heading\n\nZibbermark quillfrond body.\n',
  note: 'Zibbermark note',
  shownAs: 'kind',
  theme: 'procurement',
  ...fields,
})

/** Query strings to try on a route, besides none. */
const queries: Readonly<Record<string, readonly string[]>> = {
  '/search': ['q=quillfrond', 'q=quillfrond&kind=barrier'],
  '/barriers': ['tag=quillfrond', 'theme=procurement', 'sort=title'],
  '/barriers/new': ['q=quillfrond'],
  '/barriers/:slug/compare': ['from=1&to=1', 'from=1&to=2'],
  '/barriers/:slug/edit': ['restore=1', 'restore=2'],
}

describe.each(engines)('unpublished text on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  let page: PageHead
  let ids: readonly string[]
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn({ name: 'Wren Zibbermark', email: 'zibbermark@testshire.example' })).browser
    moderator = (await site.signedIn({ role: 'moderator', name: 'Mo Derate' })).browser
    page = await site.page('barrier', { title: 'In plain sight', theme: 'security' })
  })
  afterAll(() => site.close())

  function slugsFor(path: string): readonly string[] {
    if (path.startsWith('/organisations')) return ['testshire-council']
    if (path.startsWith('/barriers')) return [page.slug, SLUG]
    return ['nothing']
  }

  /** The addresses of a route, with slugs, numbers and ids that exist, and some that would exist if text leaked. */
  function addressesOf(path: string): readonly string[] {
    const values: Readonly<Record<string, readonly string[]>> = {
      slug: slugsFor(path),
      id: ids,
      number: ['1', '2'],
      secret: ['none'],
    }
    let addresses: readonly string[] = [path]
    for (const [, name] of path.matchAll(/:(\w+)/g)) {
      if (!values[name!]) throw new Error(`${path}: add values for :${name}`)
      addresses = addresses.flatMap(address => values[name!]!.map(value => address.replace(`:${name}`, value)))
    }
    return addresses.flatMap(address => [address, ...(queries[path] ?? []).map(query => `${address}?${query}`)])
  }

  /** Fetches every address. Returns those whose response contains the marker, and how many pages could be read. */
  async function readAll(browser: Browser): Promise<{ readonly leaks: readonly string[]; readonly read: number }> {
    const leaks: string[] = []
    let read = 0
    const paths = allRoutes(site.deps)
      .filter(route => route.method === 'get')
      .map(route => route.path)
    for (const address of new Set(paths.flatMap(addressesOf))) {
      const { status, text, headers } = await browser.get(address)
      if (status >= 500) leaks.push(`${address} failed with ${status}`)
      if (status === 200) read++
      const response = [text, JSON.stringify(headers)].join('\n')
      if (MARKER.test(address.includes(SLUG) ? response.replaceAll(SLUG, '') : response))
        leaks.push(`${address} (${status})`)
    }
    return { leaks, read }
  }

  async function expectNoLeaks(): Promise<void> {
    const { browser: other } = await site.signedIn()
    for (const [browser, minimum] of [
      [site.visitor(), 25],
      [other, 35],
    ] as const) {
      const { leaks, read } = await readAll(browser)
      expect(leaks).toEqual([])
      expect(read).toBeGreaterThan(minimum)
    }
    for (const id of ids) {
      for (const suffix of ['', '/amend', '/versions/1'])
        expect((await other.get(`/suggestions/${id}${suffix}`)).status).toBe(404)
      expect((await other.get(`/review/${id}`)).status).toBe(404)
      expect((await site.visitor().get(`/suggestions/${id}`)).headers['location']).toBe(
        `/sign-in?return=${encodeURIComponent(`/suggestions/${id}`)}`,
      )
    }
    expect((await other.get(`/barriers/${SLUG}`)).status).toBe(404)
    for (const address of ['/search?q=quillfrond', '/barriers?tag=quillfrond', '/barriers?theme=procurement'])
      expect(titlesIn((await other.get(address)).text)).toEqual([])
  }

  test('a suggestion that waits cannot be found by visitors or other members', async () => {
    ids = [
      await suggestNew(author, markedFields()),
      await suggestChange(author, page, markedFields({ title: 'Zibbermark renamed', tags: 'zibbermark' })),
    ]
    expect(textOf((await author.get(`/suggestions/${ids[0]}`)).text)).toMatch(MARKER)
    expect(textOf((await moderator.get(`/review/${ids[1]}`)).text)).toMatch(MARKER)
    await expectNoLeaks()
  })

  test('a suggestion cannot be found after changes were asked for and it was amended', async () => {
    await decideBy(moderator, ids[1]!, 'request-changes', { message: 'Zibbermark is what?' })
    await author.submitForm(`/suggestions/${ids[1]}/amend`, pageFields(markedFields({ summary: 'Zibbermark again.' })))
    await expectNoLeaks()
  })

  test('a rejected or withdrawn suggestion cannot be found, and the log gives no title of a rejected new page', async () => {
    await decideBy(moderator, ids[0]!, 'reject', { reason: 'identifies-someone', message: 'Zibbermark is a person.' })
    await author.sendWithToken(`/suggestions/${ids[1]}`, {}, `/suggestions/${ids[1]}/withdraw`)
    await expectNoLeaks()
    const log = await site.visitor().get('/moderation-log')
    expect(titlesIn(log.text)).toEqual(['Rejected: a new barrier'])
    expect(textOf(log.text)).toMatch(/by Mo Derate · It identifies a person$/)
  })

  test('derived data holds only what is published', async () => {
    const { db } = site.deps
    expect((await db.selectFrom('page').select('title').execute()).map(row => row.title)).toEqual([page.title])
    expect(await db.selectFrom('page_tag').selectAll().execute()).toEqual([])
    expect((await site.visitor().get(addressOf(page))).status).toBe(200)
    expect(textOf((await site.visitor().get('/')).text)).toMatch(/bodies: 1 barriers? /)
  })
})
