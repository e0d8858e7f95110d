import { facetGroups } from '../../src/search/index.js'
import { MAX_EXAMINED } from '../../src/search/limits.js'

const facets = { kind: [{ value: 'barrier', pages: 1_200 }], tag: [{ value: 'video', pages: 12 }] }

test.each([
  ['all of them', false, ['1,200', '12']],
  ['only the best', true, ['1,200', `12 of the ${MAX_EXAMINED} best matches`]],
])('a tag has the number of pages among %s, if these were counted', (_, arePartial, counts) => {
  const groups = facetGroups({ config: { themes: [] }, facets, filters: {}, arePartial })
  expect(groups.flatMap(group => group.options.map(option => option.count))).toEqual(counts)
})
