import { boundedSearch } from '../../src/revisions/bounded-search.js'
import { linePairer } from '../../src/revisions/line-pairs.js'

const items = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name} ${i} of ${name}`)

test('a search for the shortest edits gives up before it spends more than its budget', () => {
  const budget = { left: 20_000 }
  const search = boundedSearch<string>(budget)
  expect(search(items(400, 'old'), items(400, 'new'))).toBeUndefined()
  expect(budget.left).toBeGreaterThanOrEqual(0)
  expect(budget.left).toBeLessThan(20_000)
  expect(search(['a', 'b', 'c'], ['a', 'x', 'c'])).toHaveLength(4)
})

test('pairing lines spends no more than its budget, and leaves some for later lines', () => {
  const budget = { left: 200_000 }
  const pairLines = linePairer(budget)
  pairLines(items(200, 'old'), items(200, 'new'))
  expect(budget.left).toBeGreaterThanOrEqual(0)
  expect(budget.left).toBeLessThan(200_000)
  expect(pairLines(['one fish', 'two birds'], ['one fish swims', 'two birds fly'])).toHaveLength(2)
})
