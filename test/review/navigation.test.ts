import { addressOf } from '../../src/pages/index.js'
import { linksIn, partOf, textOf } from '../support/html.js'
import { republish, suggestChange } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe('the navigation', () => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  /** A suggestion that conflicts with its page. */
  let id: string
  let pageAddress: string
  beforeAll(async () => {
    site = await testSite('sqlite')
    author = (await site.signedIn()).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
    const page = await site.page('barrier')
    pageAddress = addressOf(page)
    id = await suggestChange(author, page, { summary: 'Changed.' })
    await republish(site, page, { summary: 'Changed by somebody else.' })
  })
  afterAll(() => site.close())

  const currentIn = (html: string): string => textOf(partOf(html, '.govuk-service-navigation__link[aria-current]'))

  test.each([
    ['/review', 'Review'],
    ['/review/unreviewed', 'Review'],
    ['/review/:id', 'Review'],
    ['/review/:id/resolve', 'Review'],
    ['/suggestions/:id', 'Review'],
    ['/suggestions/:id/versions/1', 'Review'],
    [':page/edit', 'Barriers'],
    [':page/archive', 'Barriers'],
  ])('for a moderator, %s is in the section %s', async (path, section) => {
    const { text } = await moderator.get(path.replace(':id', id).replace(':page', pageAddress))
    expect(currentIn(text)).toBe(section)
  })

  test.each(['/account/suggestions', '/suggestions/:id', '/suggestions/:id/versions/1', '/suggestions/:id/amend'])(
    'for its author, %s is in the section My suggestions',
    async path => {
      const { text } = await author.get(path.replace(':id', id))
      expect(currentIn(text)).toBe('My suggestions')
    },
  )

  test('the breadcrumbs of a suggestion lead each person back to their own list', async () => {
    const trail = async (browser: Browser, path: string): Promise<readonly string[]> =>
      linksIn((await browser.get(path)).text, '.govuk-breadcrumbs').map(link => link.href)
    expect(await trail(author, `/suggestions/${id}`)).toContain('/account/suggestions')
    expect(await trail(moderator, `/suggestions/${id}`)).toContain('/review')
    expect(await trail(author, `/suggestions/${id}/versions/1`)).toEqual(
      expect.arrayContaining(['/account/suggestions', `/suggestions/${id}`]),
    )
    expect(await trail(moderator, `/suggestions/${id}/versions/1`)).toEqual(
      expect.arrayContaining(['/review', `/suggestions/${id}`]),
    )
  })
})
