import { scoresOf, type Scores } from './support/lighthouse.js'
import { demonstrationSite } from './support/running-site.js'

const pages = [
  ['the home page', '/', true],
  ['a barrier', '/barriers/websites-are-blocked-by-category', true],
  // Search engines are told not to index the results page, and it has no description for them.
  // Lighthouse counts both against it.
  ['the results page', '/search?q=websites+blocked', false],
] as const

let scores: readonly Scores[]
beforeAll(async () => {
  const site = await demonstrationSite()
  try {
    scores = await scoresOf(pages.map(([, path]) => site.address + path))
  } finally {
    await site.stop()
  }
}, 300_000)

test.each(pages.map(([name, , isIndexed], index) => ({ name, isIndexed, index })))(
  '$name gets full marks from Lighthouse',
  ({ isIndexed, index }) => {
    const { of: marks, lost } = scores[index]!
    const expected = { accessibility: 100, 'best-practices': 100, seo: isIndexed ? 100 : marks.seo }
    expect({
      marks,
      lost: lost.filter(audit => isIndexed || !/^seo: (is-crawlable|meta-description):/.test(audit)),
    }).toEqual({ marks: expected, lost: [] })
  },
)
