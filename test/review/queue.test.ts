import type { Member } from '../../src/accounts/index.js'
import { engines } from '../support/databases.js'
import { textOf, titlesIn } from '../support/html.js'
import { allTitles } from '../support/lists.js'
import { decideBy, suggestChange, suggestQuietly } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('the review queue on %s', engine => {
  let site: TestSite
  let author: { browser: Browser; member: Member }
  let moderator: Browser
  beforeEach(async () => {
    site = await testSite(engine)
    author = await site.signedIn()
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterEach(() => site.close())

  test('the queue is empty at first', async () => {
    expect(textOf((await moderator.get('/review')).text)).toMatch(
      /^Review Published .* No suggestions are waiting for review/,
    )
  })

  test('the queue shows the oldest suggestions first, with their age, kind, theme and note', async () => {
    const page = await site.page('solution', { title: 'Ask twice', theme: 'procurement' })
    await suggestChange(author.browser, page, { summary: 'Ask thrice.', note: 'Twice is not enough' })
    site.clock.pass(3 * 86_400)
    await suggestQuietly(site, author.member, 'barrier', { title: 'Nobody asks' })
    site.clock.pass(3_600)
    const { text } = await moderator.get('/review')
    expect(titlesIn(text)).toEqual(['Ask twice', 'Nobody asks'])
    expect(textOf(text)).toMatch(
      new RegExp(
        '2 suggestions are waiting, .* ' +
          'Ask twice “Twice is not enough” Changed page solution Procurement waiting 3 days by .* ' +
          'Nobody asks New page barrier Security waiting 1 hour by',
      ),
    )
  })

  test('the queue can be filtered by kind, theme and whether the page is new', async () => {
    const page = await site.page('barrier', { title: 'Old barrier', theme: 'security' })
    await suggestChange(author.browser, page, { summary: 'Changed.' })
    for (const [kind, theme] of [
      ['barrier', 'procurement'],
      ['solution', 'procurement'],
      ['solution', 'security'],
    ] as const)
      await suggestQuietly(site, author.member, kind, { title: `${kind} ${theme}`, theme })
    const expected: readonly (readonly [string, readonly string[]])[] = [
      ['', ['Old barrier', 'barrier procurement', 'solution procurement', 'solution security']],
      ['kind=barrier', ['Old barrier', 'barrier procurement']],
      ['kind=solution&theme=security', ['solution security']],
      ['theme=procurement', ['barrier procurement', 'solution procurement']],
      ['change=changed', ['Old barrier']],
      ['change=new&kind=barrier', ['barrier procurement']],
      ['theme=skills-and-people', []],
      ['kind=&theme=&change=', ['Old barrier', 'barrier procurement', 'solution procurement', 'solution security']],
    ]
    for (const [query, titles] of expected)
      expect([query, titlesIn((await moderator.get(`/review?${query}`)).text)]).toEqual([query, titles])
    expect(textOf((await moderator.get('/review?theme=skills-and-people')).text)).toContain(
      'No suggestions match this filter',
    )
  })

  test('a suggestion whose theme was amended is found under the new theme only', async () => {
    const page = await site.page('barrier')
    const id = await suggestChange(author.browser, page, { theme: 'procurement' })
    await author.browser.sendWithToken(`/suggestions/${id}/amend`, {
      title: page.title,
      summary: 'In short.',
      body: 'Text.',
      theme: 'data-and-privacy',
      tags: '',
      shownAs: 'kind',
    })
    expect(titlesIn((await moderator.get('/review?theme=procurement')).text)).toEqual([])
    expect(titlesIn((await moderator.get('/review?theme=data-and-privacy')).text)).toEqual([page.title])
  })

  test('the pages of the queue miss and repeat nothing, even when many suggestions were sent in the same instant', async () => {
    const titles = Array.from({ length: 45 }, (_, n) => `Number ${n + 1}`)
    for (const [n, title] of titles.entries()) {
      if (n % 15 === 0) site.clock.pass(60)
      await suggestQuietly(site, author.member, n % 2 === 0 ? 'barrier' : 'solution', { title })
    }
    const pages = await allTitles(moderator, '/review')
    expect(pages.map(page => page.length)).toEqual([20, 20, 5])
    expect(pages.flat()).toEqual(titles)
    expect((await allTitles(moderator, '/review?kind=barrier')).flat()).toEqual(titles.filter((_, n) => n % 2 === 0))
    expect((await allTitles(author.browser, '/account/suggestions')).flat()).toEqual(titles.toReversed())
  })

  test('each suggestion leads to the next and shows how many are waiting', async () => {
    const page = await site.page('barrier')
    const first = await suggestChange(author.browser, page, { summary: 'One.' })
    const second = await suggestChange(author.browser, page, { body: 'Two.' })
    const { text } = await moderator.get(`/review/${first}`)
    expect(textOf(text)).toContain('1 of 2 waiting, oldest first')
    expect(text).toContain(`href="/review/${second}"`)
    await decideBy(moderator, first, 'publish')
    expect(textOf((await moderator.get(`/review/${second}`)).text)).toContain('1 of 1 waiting')
  })

  test('a cursor before the first suggestion shows the queue from its start', async () => {
    await suggestQuietly(site, author.member, 'barrier', { title: 'Still here' })
    expect(titlesIn((await moderator.get('/review?after=WyIxIiwiMiJd')).text)).toEqual(['Still here'])
  })

  test.each([
    'after=nonsense',
    'after=%00',
    'after=W10',
    'kind=nonsense',
    'theme=weather',
    'change=often',
    'kind=barrier&kind=solution',
  ])('the queue refuses the query string ?%s', async query => {
    expect((await moderator.get(`/review?${query}`)).status).toBe(400)
  })
})
