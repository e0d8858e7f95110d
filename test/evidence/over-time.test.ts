import { overTime, type Dated } from '../../src/evidence/over-time.js'
import type { State } from '../../src/evidence/rules.js'

const reports = (...briefs: readonly (readonly [pageId: string, state: State, happenedOn: string])[]): readonly Dated[] =>
  briefs.map(([pageId, state, happenedOn], at) => ({ pageId, state, happenedOn, id: `id-${at}`, madeAt: `2026-03-04T00:00:0${at}.000Z` }))

test.each<[string, readonly Dated[], number, readonly string[]]>([
  ['nothing was said', [], 12, []],
  ['something was said today', reports(['a', 'facing', '2026-03-04']), 12, ['Q1 2026: 1 + 0']],
  ['quarters in which nothing was said are as the one before', reports(['a', 'facing', '2025-06-30'], ['b', 'overcome', '2025-10-01']), 12, ['Q2 2025: 1 + 0', 'Q3 2025: 1 + 0', 'Q4 2025: 1 + 1', 'Q1 2026: 1 + 1']],
  ['within a quarter the newest counts, in whatever order they come', reports(['a', 'overcome', '2026-02-01'], ['a', 'facing', '2026-01-01'], ['a', 'came-back', '2026-02-01']), 12, ['Q1 2026: 1 + 0']],
  ['what came back is in the way again', reports(['a', 'facing', '2025-07-01'], ['a', 'worked-around', '2025-10-31'], ['a', 'came-back', '2026-01-01']), 12, ['Q3 2025: 1 + 0', 'Q4 2025: 0 + 1', 'Q1 2026: 1 + 0']],
  ['only the last quarters are shown, by all that was said before them', reports(['a', 'facing', '1990-01-01'], ['b', 'overcome', '1999-12-31'], ['c', 'facing', '2026-01-01']), 2, ['Q4 2025: 1 + 1', 'Q1 2026: 2 + 1']],
  ['a year’s last quarter ends with the year', reports(['a', 'facing', '2025-12-31'], ['b', 'facing', '2026-01-01']), 12, ['Q4 2025: 1 + 0', 'Q1 2026: 2 + 0']],
])('%s', (_, said, most, expected) => {
  expect(overTime(said, '2026-03-04', most).map(({ name, open, past }) => `${name}: ${open} + ${past}`)).toEqual(expected)
})
