import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { buttonsIn, documentOf, linksIn, mainIn, linkIn, textOf } from '../support/html.js'
import { joinPatterns } from '../support/patterns.js'
import { decideBy, republish, suggestChange } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('the history of a page on %s', engine => {
  let site: TestSite
  let visitor: Browser
  let page: PageHead
  let at: string
  beforeAll(async () => {
    site = await testSite(engine)
    visitor = site.visitor()
    const solution = await site.page('solution', { title: 'A linked way' })
    page = await site.page('barrier', {
      title: 'Kept in full',
      summary: 'At first.',
      tags: ['old'],
      theme: 'security',
      body: 'The first words stand here.\n\nThis line stays.\n',
    })
    at = addressOf(page)
    site.clock.pass(86_400)
    const author = await site.signedIn({ name: 'Ann Other' })
    const moderator = await site.signedIn({ role: 'moderator', name: 'Mo Derate' })
    const id = await suggestChange(author.browser, page, {
      body: 'The second words stand here.\n\nThis line stays.\n',
      tags: 'new',
      theme: 'procurement',
      links: solution.id,
      note: 'Better words',
      shownAs: 'name',
    })
    await decideBy(moderator.browser, id, 'publish')
    site.clock.pass(86_400)
    await moderator.browser.submitForm(`${at}/edit`, { summary: 'At last.', note: 'Sum it up', shownAs: 'kind' })
  })
  afterAll(() => site.close())

  const read = async (address: string): Promise<string> => textOf((await visitor.get(address)).text)

  test('lists every revision, newest first, with its number, date, author, note and reviewer', async () => {
    const text = await read(`${at}/history`)
    expect(text).toMatch(
      joinPatterns(
        /History of “Kept in full” .*Revision 3 Current Sum it up 6 March 2026 /i,
        /by a member of staff at a council · published without review/,
      ),
    )
    expect(text).toMatch(/Revision 2 Better words 5 March 2026 by Ann Other, Testshire Council · reviewed by Mo Derate/)
    expect(text).toMatch(/Revision 1 Made for a test 4 March 2026 by A test/)
    expect(linkIn((await visitor.get(`${at}/history`)).text, 'what changed in revision 2')).toBe(
      `${at}/compare?from=1&to=2`,
    )
  })

  test('offers to compare revisions only when there are several', async () => {
    const single = await site.page('barrier', { title: 'Written once' })
    const buttonsOf = async (address: string) => buttonsIn(mainIn((await visitor.get(`${address}/history`)).text))
    expect([await buttonsOf(addressOf(single)), await buttonsOf(at)]).toEqual([[], ['Compare']])
  })

  test('shows the content of any revision', async () => {
    expect(await read(`${at}/revisions/1`)).toMatch(
      /^Revision 1 of 3 Kept in full At first\. .*The first words .*Theme Security Tags old$/,
    )
    expect(await read(`${at}/revisions/2`)).toMatch(
      joinPatterns(
        /At first\. .*reviewed by Mo Derate “Better words” .*The second words .*/,
        /Theme Procurement Tags new Solutions A linked way$/,
      ),
    )
    expect(await read(`${at}/revisions/3`)).toMatch(/^Revision 3, the current version Kept in full At last\./)
  })

  test('offers members, but not visitors, to restore an earlier revision', async () => {
    const { browser } = await site.signedIn()
    const offered = async (browser: Browser, number: number): Promise<string | undefined> =>
      linkIn((await browser.get(`${at}/revisions/${number}`)).text, 'Restore this revision')
    expect(await offered(browser, 1)).toBe(`${at}/edit?restore=1`)
    expect(await offered(browser, 3)).toBeUndefined()
    expect(await offered(visitor, 1)).toBeUndefined()
  })

  test('compares two revisions field by field and marks changed words in the text', async () => {
    const { text } = await visitor.get(`${at}/compare?from=1&to=3`)
    expect(textOf(text)).toMatch(
      joinPatterns(
        /Changes from revision 1 to revision 3 .*Summary Before At first\. After At last\. /,
        /Theme Before Security After Procurement Tags Removed −old Added \+new /,
        /Linked pages Removed – Added \+A linked way Text: 1 line added, 1 removed/,
      ),
    )
    const $ = documentOf(text)
    // The style sheet shows one of the two layouts, together with its link.
    for (const layout of ['side', 'inline']) {
      const diff = $(`.app-diff--${layout}`)
      expect([diff.find('del').text(), diff.find('ins').text()]).toEqual(['first', 'second'])
      expect(diff.find('del').parent().text()).toContain('The first words stand here.')
      expect(diff.find('ins').parent().text()).toContain('The second words stand here.')
      expect(linksIn(text, 'main')).toContainEqual({
        text: 'Go to the first change in the text',
        href: `#${layout}-first-change`,
      })
    }
  })

  test.each([
    ['a revision with an older one', 'from=3&to=1', /Summary Before At last\. After At first\./],
    ['two revisions with the same text', 'from=2&to=3', /The text is the same\./],
    ['a revision with itself', 'from=2&to=2', /There are no differences\./],
  ])('compares %s', async (_, query, expected) => {
    expect(await read(`${at}/compare?${query}`)).toMatch(expected)
  })

  test.each([
    ...['0', '-1', '4', '1e9', '1000000000', '99999999999999999999', '01', '1.0', '%00', '..%2F1', 'one', '%E0%A4'].map(
      number => `/revisions/${number}`,
    ),
    '/compare',
    '/compare?from=1',
    '/compare?to=1',
    '/compare?from=0&to=1',
    '/compare?from=1&to=4',
    '/compare?from=a&to=b',
    '/history?before=0',
    '/history?before=nonsense',
  ])('answers “not found” at %s', async below => {
    expect((await visitor.get(`${at}${below}`)).status).toBe(404)
  })

  test('escapes everything that people wrote', async () => {
    const nasty = await site.page('barrier', {
      title: '<b>1</b>',
      summary: '<script>2</script>',
      tags: [],
      body: '<img src=x onerror=3>\n',
    })
    await republish(site, nasty, { title: '<i>4</i>', summary: '<u>5</u>', body: '<svg onload=6>\n' }, '<em>7</em>')
    for (const below of ['/history', '/revisions/1', '/revisions/2', '/compare?from=1&to=2', '/activity']) {
      expect((await visitor.get(`/barriers/i4i${below}`)).text).not.toMatch(/<(b>1|script|img|i>4|u>5|svg onload|em>7)/)
    }
  })

  test('is split into pages when it is long', async () => {
    const long = await site.page('solution', { title: 'Much changed' })
    for (let n = 2; n <= 52; n++) await republish(site, long, { summary: `Summary ${n}` })
    const first = await visitor.get('/solutions/much-changed/history')
    const numbers = (html: string): readonly string[] =>
      [...textOf(html).matchAll(/Revision (\d+) /g)].map(([, number]) => number!)
    expect(numbers(first.text)).toEqual(Array.from({ length: 50 }, (_, n) => String(52 - n)))
    expect(numbers((await visitor.get(linkIn(first.text, 'Older revisions')!)).text)).toEqual(['2', '1'])
  })
})
