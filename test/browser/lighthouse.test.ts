import { scoresOf } from './support/lighthouse.js'
import { demonstrationSite, type RunningSite } from './support/running-site.js'

let site: RunningSite
beforeAll(async () => {
  site = await demonstrationSite()
})
afterAll(() => site.stop())

test.each([
  ['the home page', '/', true],
  ['a barrier', '/barriers/websites-are-blocked-by-category', true],
  // Search engines are told not to index the results page, and it has no description for them.
  // Lighthouse counts both against it.
  ['the results page', '/search?q=websites+blocked', false],
])(
  '%s gets full marks from Lighthouse',
  async (_, path, isIndexed) => {
    const { of: scores, lost } = await scoresOf(site.address + path)
    const expected = { accessibility: 100, 'best-practices': 100, seo: isIndexed ? 100 : scores.seo }
    expect({
      scores,
      lost: lost.filter(audit => isIndexed || !/^seo: (is-crawlable|meta-description):/.test(audit)),
    }).toEqual({ scores: expected, lost: [] })
  },
  300_000,
)
