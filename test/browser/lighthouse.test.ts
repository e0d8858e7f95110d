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
  // What is found for anybody's words is for no search engine, so it says that and describes itself to none: Lighthouse
  // counts both against it.
  ['search', '/search?q=websites+blocked', false],
])(
  '%s',
  async (_, path, isIndexed) => {
    const { of: scores, lost } = await scoresOf(site.address + path)
    const asked = { accessibility: 100, 'best-practices': 100, seo: isIndexed ? 100 : scores.seo }
    expect({
      scores,
      lost: lost.filter(one => isIndexed || !/^seo: (is-crawlable|meta-description):/.test(one)),
    }).toEqual({ scores: asked, lost: [] })
  },
  300_000,
)
