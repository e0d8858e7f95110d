import { engines } from '../support/databases.js'
import { textOf, titlesIn } from '../support/html.js'
import { allTitles } from '../support/lists.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const themes = ['security', 'procurement', 'policy-and-legal'] as const

describe.each(engines)('a list of pages on %s', engine => {
  let site: TestSite
  let visitor: Browser
  const created: { title: string; theme: string; tags: readonly string[] }[] = []
  beforeAll(async () => {
    site = await testSite(engine)
    visitor = site.visitor()
    for (let n = 1; n <= 60; n++) {
      // Twelve pages share each instant, and the order of the titles differs from the order of creation.
      if (n % 12 === 1) site.clock.pass(3_600)
      const page = {
        title: `${n % 2 === 0 ? 'The ' : ''}${String((n * 37) % 61).padStart(2, '0')} way`,
        theme: themes[n % 3]!,
        tags: [`tag ${n % 7}`, 'all'],
      }
      await site.page('solution', page)
      created.push(page)
    }
  })
  afterAll(() => site.close())

  const titles = (pages: readonly { title: string }[]): readonly string[] => pages.map(page => page.title)
  const sortByTitle = (titles: readonly string[]): readonly string[] =>
    titles.toSorted((a, b) => (a.replace(/^The /, '') < b.replace(/^The /, '') ? -1 : 1))

  test.each([
    ['newest first', '/solutions', () => titles(created).toReversed()],
    ['from A to Z, ignoring articles', '/solutions?sort=title', () => sortByTitle(titles(created))],
    [
      'of one theme',
      '/solutions?theme=procurement',
      () => titles(created.filter(page => page.theme === 'procurement')).toReversed(),
    ],
    [
      'with one tag',
      '/solutions?tag=tag+3',
      () => titles(created.filter(page => page.tags.includes('tag 3'))).toReversed(),
    ],
    [
      'with a tag in other capitals and spacing',
      '/solutions?tag=%20TAG%20%20%203',
      () => titles(created.filter(page => page.tags.includes('tag 3'))).toReversed(),
    ],
    [
      'of one theme, with one tag, from A to Z',
      '/solutions?theme=security&tag=all&sort=title',
      () => sortByTitle(titles(created.filter(page => page.theme === 'security'))),
    ],
  ])('%s shows each page once, 20 at a time', async (_, address, expected) => {
    const pages = await allTitles(visitor, address)
    expect(pages.flat()).toEqual(expected())
    expect(pages.length).toBe(Math.ceil(expected().length / 20))
  })

  test.each([
    ['of a theme without pages', '?theme=skills-and-people'],
    ['with a tag that no page has', '?tag=nowhere'],
    ['of a theme with a tag that none of its pages has', '?theme=security&tag=nowhere'],
  ])('%s is empty and says so', async (_, query) => {
    const { status, text } = await visitor.get(`/solutions${query}`)
    expect(status).toBe(200)
    expect(textOf(text)).toContain('No solutions match these filters')
    expect(titlesIn(text)).toEqual([])
  })

  test.each([
    ['a theme', '?theme=weather&tag=tag+3', 'We ignored the theme “weather” because it does not exist.'],
    ['a tag', '?tag=%3Cscript%3E&tag=tag+3', 'We ignored the tag “<script>” because it does not exist.'],
    ['a status', '?status=solved&tag=tag+3', 'We ignored the status “solved” because it does not exist.'],
    [
      'an organisation',
      '?organisation=nobody&tag=tag+3',
      'We ignored the organisation “nobody” because it does not exist.',
    ],
    [
      'a kind of organisation',
      '?organisation-kind=club&tag=tag+3',
      'We ignored the kind of organisation “club” because it does not exist.',
    ],
  ])('ignores %s that does not exist, says so, and applies the other filters', async (_, query, message) => {
    const { status, text } = await visitor.get(`/solutions${query}`)
    expect(status).toBe(200)
    expect(textOf(text)).toContain(message)
    expect(titlesIn(text)).toEqual(titles(created.filter(page => page.tags.includes('tag 3'))).toReversed())
  })

  test('filtered by two tags shows the pages that have either', async () => {
    const either = titles(
      created.filter(page => page.tags.includes('tag 3') || page.tags.includes('tag 4')),
    ).toReversed()
    expect(titlesIn((await visitor.get('/solutions?tag=tag+3&tag=tag+4')).text)).toEqual(either.slice(0, 20))
  })

  test.each([
    'after=nonsense',
    'after=%00',
    'after=W10',
    'after=WyJhIl0',
    'after=eyJhIjoxfQ',
    `after=${'a'.repeat(3_000)}`,
    'sort=colour',
    'sort=title&sort=newest',
    'tag=%00',
    'theme=a%00b',
    `theme=${'a&theme='.repeat(30)}b`,
  ])('refuses ?%.20s', async query => {
    expect((await visitor.get(`/solutions?${query}`)).status).toBe(400)
  })

  test('leaves out archived pages and their tags', async () => {
    const archived = await site.page('barrier', { title: 'Gone by now', tags: ['gone'] })
    await site.page('barrier', { title: 'Still about', tags: ['here'] })
    await site.deps.db.transaction(tx =>
      tx.updateTable('page').set({ archived_at: site.clock.now() }).where('id', '=', archived.id).execute(),
    )
    const { text } = await visitor.get('/barriers')
    expect(titlesIn(text)).toEqual(['Still about'])
    expect(textOf(text)).toContain('here (1)')
    expect(textOf(text)).not.toContain('gone')
  })
})
