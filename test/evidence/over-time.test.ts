import { chartHtml, organisationChartLabels } from '../../src/evidence/over-time-html.js'
import { countOverTime, type DatedState } from '../../src/evidence/over-time.js'
import { type StatementState } from '../../src/evidence/states.js'

const reports = (
  ...briefs: readonly (readonly [subjectId: string, state: StatementState, happenedOn: string])[]
): readonly DatedState[] =>
  briefs.map(([subjectId, state, happenedOn], at) => ({
    subjectId,
    state,
    happenedOn,
    id: `id-${at}`,
    madeAt: `2026-03-04T00:00:0${at}.000Z`,
  }))

test.each<[string, readonly DatedState[], number, readonly string[]]>([
  ['nothing was said', [], 12, []],
  ['something was said today', reports(['a', 'facing', '2026-03-04']), 12, ['March 2026: 1 + 0']],
  [
    'periods in which nothing was said are as the one before',
    reports(['a', 'facing', '2025-01-31'], ['b', 'overcome', '2025-10-01']),
    12,
    [
      'Jan to March 2025: 1 + 0',
      'April to June 2025: 1 + 0',
      'July to Sept 2025: 1 + 0',
      'Oct to Dec 2025: 1 + 1',
      'Jan to March 2026: 1 + 1',
    ],
  ],
  [
    'twelve months are months',
    reports(['a', 'facing', '2025-04-30'], ['b', 'overcome', '2026-01-01']),
    12,
    [
      ...['April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'].map(
        name => `${name} 2025: 1 + 0`,
      ),
      ...['January', 'February', 'March'].map(name => `${name} 2026: 1 + 1`),
    ],
  ],
  [
    'more are quarters',
    reports(['a', 'facing', '2025-03-31'], ['b', 'overcome', '2026-01-01']),
    12,
    [
      'Jan to March 2025: 1 + 0',
      'April to June 2025: 1 + 0',
      'July to Sept 2025: 1 + 0',
      'Oct to Dec 2025: 1 + 0',
      'Jan to March 2026: 1 + 1',
    ],
  ],
  [
    'within a month the newest counts, in whatever order they come',
    reports(['a', 'overcome', '2026-02-01'], ['a', 'facing', '2026-01-01'], ['a', 'came-back', '2026-02-01']),
    12,
    ['January 2026: 1 + 0', 'February 2026: 1 + 0', 'March 2026: 1 + 0'],
  ],
  [
    'what came back is in the way again',
    reports(['a', 'facing', '2025-12-01'], ['a', 'worked-around', '2026-01-31'], ['a', 'came-back', '2026-02-01']),
    12,
    ['December 2025: 1 + 0', 'January 2026: 0 + 1', 'February 2026: 1 + 0', 'March 2026: 1 + 0'],
  ],
  [
    'only the last periods are shown, by all that was said before them',
    reports(['a', 'facing', '1990-01-01'], ['b', 'overcome', '1999-12-31'], ['c', 'facing', '2026-01-01']),
    2,
    ['Oct to Dec 2025: 1 + 1', 'Jan to March 2026: 2 + 1'],
  ],
  [
    'a year’s last quarter ends with the year',
    reports(['a', 'facing', '2024-12-31'], ['b', 'facing', '2025-01-01']),
    12,
    [
      'Oct to Dec 2024: 1 + 0',
      ...['Jan to March', 'April to June', 'July to Sept', 'Oct to Dec'].map(name => `${name} 2025: 2 + 0`),
      'Jan to March 2026: 2 + 0',
    ],
  ],
  [
    'the last is never before what was said last',
    reports(['a', 'facing', '2026-03-04'], ['a', 'overcome', '2026-05-01']),
    12,
    ['March 2026: 1 + 0', 'April 2026: 1 + 0', 'May 2026: 0 + 1'],
  ],
])('%s', (_, said, most, expected) => {
  expect(
    countOverTime(said, '2026-03-04', most).map(({ name, open, resolved: past }) => `${name}: ${open} + ${past}`),
  ).toEqual(expected)
})

test.each<[string, Parameters<typeof chartHtml>[0], string | undefined]>([
  ['one period is nothing to compare', [{ name: 'March 2026', open: 2, resolved: 0 }], undefined],
  [
    'the first and the last are said',
    [
      { name: 'Jan to March 2025', open: 1, resolved: 0 },
      { name: 'April to June 2025', open: 2, resolved: 0 },
      { name: 'July to Sept 2025', open: 4, resolved: 3 },
    ],
    'In Jan to March 2025, 1 organisation had faced it and none had got past it; by July to Sept 2025, 7 organisations had faced it and 3 had got past it',
  ],
])('a chart in one sentence: %s', (_, periods, expected) => {
  expect(/aria-label="([^"]*)"/.exec(String(chartHtml(periods, organisationChartLabels) ?? ''))?.[1]).toBe(expected)
})

test('a column is as tall as its figures, what is past at its foot', () => {
  const html = String(
    chartHtml(
      [
        { name: 'a', open: 1, resolved: 0 },
        { name: 'b', open: 1, resolved: 3 },
      ],
      organisationChartLabels,
    ),
  )
  expect([...html.matchAll(/<path class="app-chart__(\w+)" d="([^"]*)"/g)].map(found => found.slice(1))).toEqual([
    ['past', 'M69 15h42v33h-42z'],
    ['open', 'M9 37h42v11h-42zM69 4h42v11h-42z'],
  ])
})
