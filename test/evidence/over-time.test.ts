import { chartHtml, organisationChartLabels } from '../../src/evidence/over-time-html.js'
import { countOverTime, type DatedState } from '../../src/evidence/over-time.js'
import { type StatementState } from '../../src/evidence/states.js'
import { documentOf, labelOf } from '../support/html.js'

const reports = (
  ...briefs: readonly (readonly [subjectId: string, state: StatementState, happenedOn: string])[]
): readonly DatedState[] =>
  briefs.map(([subjectId, state, happenedOn], index) => ({
    subjectId,
    state,
    happenedOn,
    id: `id-${index}`,
    madeAt: `2026-03-04T00:00:0${index}.000Z`,
  }))

test.each<[string, readonly DatedState[], number, readonly string[]]>([
  ['has no periods without reports', [], 12, []],
  [
    'has one period if the only report is from today',
    reports(['a', 'facing', '2026-03-04']),
    12,
    ['March 2026: 1 + 0'],
  ],
  [
    'repeats the counts of the period before if a period has no reports',
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
    'uses months if there are at most twelve',
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
    'uses quarters if there are more than twelve months',
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
    'takes the latest report of a month, in whatever order they arrived',
    reports(['a', 'overcome', '2026-02-01'], ['a', 'facing', '2026-01-01'], ['a', 'came-back', '2026-02-01']),
    12,
    ['January 2026: 1 + 0', 'February 2026: 1 + 0', 'March 2026: 1 + 0'],
  ],
  [
    'counts a barrier that came back as open again',
    reports(['a', 'facing', '2025-12-01'], ['a', 'worked-around', '2026-01-31'], ['a', 'came-back', '2026-02-01']),
    12,
    ['December 2025: 1 + 0', 'January 2026: 0 + 1', 'February 2026: 1 + 0', 'March 2026: 1 + 0'],
  ],
  [
    'has only the last periods, but counts the reports before them',
    reports(['a', 'facing', '1990-01-01'], ['b', 'overcome', '1999-12-31'], ['c', 'facing', '2026-01-01']),
    2,
    ['Oct to Dec 2025: 1 + 1', 'Jan to March 2026: 2 + 1'],
  ],
  [
    'ends the last quarter of a year with the year',
    reports(['a', 'facing', '2024-12-31'], ['b', 'facing', '2025-01-01']),
    12,
    [
      'Oct to Dec 2024: 1 + 0',
      ...['Jan to March', 'April to June', 'July to Sept', 'Oct to Dec'].map(name => `${name} 2025: 2 + 0`),
      'Jan to March 2026: 2 + 0',
    ],
  ],
  [
    'reaches at least to the latest report',
    reports(['a', 'facing', '2026-03-04'], ['a', 'overcome', '2026-05-01']),
    12,
    ['March 2026: 1 + 0', 'April 2026: 1 + 0', 'May 2026: 0 + 1'],
  ],
])('the timeline %s', (_, statements, limit, expected) => {
  expect(
    countOverTime(statements, '2026-03-04', limit).map(({ name, open, resolved }) => `${name}: ${open} + ${resolved}`),
  ).toEqual(expected)
})

test.each<[string, Parameters<typeof chartHtml>[0], string]>([
  ['is missing for one period', [{ name: 'March 2026', open: 2, resolved: 0 }], ''],
  [
    'compares the first and the last period',
    [
      { name: 'Jan to March 2025', open: 1, resolved: 0 },
      { name: 'April to June 2025', open: 2, resolved: 0 },
      { name: 'July to Sept 2025', open: 4, resolved: 3 },
    ],
    'In Jan to March 2025, 1 organisation had faced it and none had got round it; ' +
      'by July to Sept 2025, 7 organisations had faced it and 3 had got round it',
  ],
])('the sentence that describes a chart %s', (_, periods, expected) => {
  expect(labelOf(String(chartHtml(periods, organisationChartLabels) ?? ''), 'svg')).toBe(expected)
})

test('a column is as tall as its counts, with the resolved ones at the bottom', () => {
  const html = String(
    chartHtml(
      [
        { name: 'a', open: 1, resolved: 0 },
        { name: 'b', open: 1, resolved: 3 },
      ],
      organisationChartLabels,
    ),
  )
  const $ = documentOf(html)
  const columns = $('path')
    .toArray()
    .map(path => [$(path).attr('class'), $(path).attr('d')])
  expect(columns).toEqual([
    ['app-chart__resolved', 'M69 15h42v33h-42z'],
    ['app-chart__open', 'M9 37h42v11h-42zM69 4h42v11h-42z'],
  ])
})
