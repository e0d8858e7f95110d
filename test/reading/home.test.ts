import { engines } from '../support/databases.js'
import { documentOf, linksIn, linkIn, textOf, titlesIn } from '../support/html.js'
import { organisation, signInAt, submitStatement } from '../support/evidence.js'
import { allTitles } from '../support/lists.js'
import { joinPatterns } from '../support/patterns.js'
import { republish } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('on %s', engine => {
  let site: TestSite
  beforeEach(async () => {
    site = await testSite(engine)
  })
  afterEach(() => site.close())

  test('every page of an empty site works and says what to do', async () => {
    const visitor = site.visitor()
    expect(textOf((await visitor.get('/')).text)).toMatch(
      joinPatterns(
        /what gets in the way of digital working, what got round it, and where\..*/,
        / Nobody has documented a barrier yet\. Document the first one/,
      ),
    )
    expect(textOf((await visitor.get('/activity')).text)).toBe(
      'Recent changes Nothing has changed yet. Pages appear here when they are published or changed. Document a barrier',
    )
    expect(textOf((await visitor.get('/moderation-log')).text)).toContain('No decisions yet.')
    for (const list of ['/barriers', '/solutions'])
      expect(textOf((await visitor.get(list)).text)).toContain('Nothing here yet')
    expect(textOf((await visitor.get('/search?q=anything')).text)).toContain('Nothing found')
  })

  test('the home page offers only kinds of organisation at which a solution worked', async () => {
    const solution = await site.page('solution')
    const kinds = async (): Promise<readonly string[]> =>
      documentOf((await site.visitor().get('/')).text)('select[name=organisation-kind] option')
        .toArray()
        .map(option => option.attribs['value'] ?? '')
    expect(await kinds()).toEqual([])
    const { browser: council } = await signInAt(site, await organisation(site, 'Ashshire Council'))
    const { browser: agency } = await signInAt(site, await organisation(site, 'Ash Agency', 'executive-agency'))
    await submitStatement(council, solution, { state: 'worked' })
    await submitStatement(agency, solution, { state: 'failed' })
    expect(await kinds()).toEqual(['council'])
  })

  test('the home page shows how many pages there are, the newest barriers and recent changes', async () => {
    for (let n = 1; n <= 7; n++) {
      site.clock.pass(60)
      const theme = n === 1 ? 'it-and-access' : 'security'
      await site.page('barrier', { title: `Barrier ${n}`, theme: n <= 4 ? theme : 'procurement' })
    }
    const solution = await site.page('solution', { title: 'The one solution', theme: 'security' })
    site.clock.pass(7_200)
    await republish(site, solution, { summary: 'Changed.' }, 'Somebody else')
    const home = await site.visitor().get('/')
    expect(textOf(home.text)).toMatch(/bodies: 7 barriers to digital working, 1 solution , and/)
    expect(titlesIn(home.text)).toEqual(['Barrier 7', 'Barrier 6', 'Barrier 5', 'Barrier 4', 'Barrier 3'])
    expect(textOf(home.text)).toContain('Barrier 7 It is in the way. Needs a solution Procurement')
    expect(textOf(home.text)).toMatch(/IT and access 1 barrier Culture .*Security 3 barriers Procurement 3 barriers/)
    expect(textOf(home.text)).toMatch(
      /Recent changes The one solution changed just now The one solution published 2 hours ago Barrier 7 published 2 hours ago/,
    )
  })

  test('the home page links to example searches for the very words that it shows', async () => {
    const examples = linksIn((await site.visitor().get('/')).text, '.app-search__examples')
    expect(examples.map(({ text }) => text)).toContain('too many signatures')
    for (const { text, href } of examples) expect(href).toBe(`/search?${new URLSearchParams({ q: text }).toString()}`)
  })

  test('the changes of one page and of all pages list every published change, newest first, with a link to the differences', async () => {
    const page = await site.page('barrier', { title: 'Changed often' })
    for (let n = 2; n <= 45; n++) {
      if (n % 10 === 0) site.clock.pass(60)
      await republish(site, page, { title: n === 45 ? 'Changed most often' : page.title, summary: `Change ${n}` })
    }
    const visitor = site.visitor()
    expect((await allTitles(visitor, '/activity')).map(titles => titles.length)).toEqual([40, 5])
    const { text } = await visitor.get('/activity')
    expect(new Set(titlesIn(text))).toEqual(new Set(['Changed most often']))
    expect(linkIn(text, 'what changed in revision 45 of Changed most often')).toBe(
      '/barriers/changed-most-often/compare?from=44&to=45',
    )
    await site.page('solution', { title: 'Another page' })
    const own = await allTitles(visitor, '/barriers/changed-most-often/activity')
    expect(own.map(titles => titles.length)).toEqual([40, 5])
    expect(new Set(own.flat())).toEqual(new Set(['Changed most often']))
  })
})
