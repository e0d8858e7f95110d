import { barrierStates, trialStates, solutionStates, reportStates } from '../../src/evidence/states.js'
import type { PageEvidence } from '../../src/evidence/page-evidence-store.js'
import { barOf, countsOf, evidenceModel } from '../../src/evidence/evidence-model.js'
import { effortText } from '../../src/evidence/statement-model.js'
import { kindsText } from '../../src/evidence/kind-counts.js'
import { pageStateLabels, stateLabels, evidenceTag } from '../../src/evidence/labels.js'

describe('the text for kinds of organisation', () => {
  test.each<[string, readonly { kind: string | null; organisations: number }[], string]>([
    ['is empty without organisations', [], ''],
    ['names one organisation of one kind', [{ kind: 'council', organisations: 1 }], '1 council'],
    [
      'starts with the most frequent kind',
      [
        { kind: 'nhs-body', organisations: 1 },
        { kind: 'council', organisations: 2 },
      ],
      '2 councils, 1 NHS body',
    ],
    [
      'sorts kinds of the same count by name',
      [
        { kind: 'police', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '1 council, 1 police force',
    ],
    [
      'ends with unknown kinds, counted together with public bodies',
      [
        { kind: null, organisations: 5 },
        { kind: 'public-body', organisations: 1 },
        { kind: 'other', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '1 council, 7 public bodies',
    ],
    [
      'adds up rows of the same kind',
      [
        { kind: 'council', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '2 councils',
    ],
    ['calls a kind that does not exist a public body', [{ kind: 'constructor', organisations: 1 }], '1 public body'],
  ])('%s', (_, counts, expected) => expect(kindsText(counts)).toBe(expected))
})

describe('the bar of counts', () => {
  test.each<[PageEvidence['organisationsByState'], readonly (readonly [string, number, number, number])[]]>([
    [{}, []],
    [{ facing: 0 }, []],
    [{ overcome: 3 }, [['overcome', 3, 0, 100]]],
    [
      { overcome: 1, facing: 3 },
      [
        ['facing', 3, 0, 75],
        ['overcome', 1, 75, 25],
      ],
    ],
    [
      { facing: 1, 'worked-around': 1, 'came-back': 1 },
      [
        ['facing', 1, 0, 33.33],
        ['worked-around', 1, 33.33, 33.33],
        ['came-back', 1, 66.67, 33.33],
      ],
    ],
    [{ worked: 9, facing: 1 }, [['facing', 1, 0, 100]]],
  ])('has a part for each state in %j that has organisations', (counts, parts) =>
    expect(
      barOf(reportStates, counts).map(({ state, organisations, from, width }) => [state, organisations, from, width]),
    ).toEqual(parts),
  )
})

test('every state is listed, even without organisations, so that failures are as visible as successes', () => {
  expect(countsOf('solution', { worked: 2 })).toEqual([
    { state: 'worked', text: 'Worked', organisations: 2 },
    { state: 'in-part', text: 'Worked in part', organisations: 0 },
    { state: 'failed', text: 'Failed', organisations: 0 },
    { state: 'not-allowed', text: 'Not allowed', organisations: 0 },
  ])
  expect(countsOf('barrier', {}).map(count => count.state)).toEqual([...reportStates])
})

test('every state has a label', () => {
  for (const state of [...reportStates, ...trialStates]) expect(stateLabels[state].text).toMatch(/^[A-Z]/)
  for (const state of [...barrierStates, ...solutionStates]) expect(pageStateLabels[state].text).toMatch(/^[A-Z]/)
})

test.each([
  ['solution', 'proven', 2, 'Proven'],
  ['solution', 'worked', 1, 'Worked once'],
  ['solution', 'worked', 2, 'Worked'],
  ['solution', 'untried', 0, 'Not tried yet'],
  ['solution', 'tried', 0, 'Tried'],
  ['barrier', 'proven', 2, 'Proven way round'],
  ['barrier', 'waiting', 0, 'Waiting for a workaround'],
  ['barrier', 'waiting', 1, 'Workaround not shared yet'],
  ['barrier', 'mostly-overcome', 2, 'Mostly overcome'],
  ['barrier', 'has-workaround', 1, 'Has a workaround'],
] as const)('the tag of a %s that is “%s” at %i organisations is “%s”', (kind, state, resolvedCount, text) =>
  expect(evidenceTag(kind, { state, resolvedCount }).text).toBe(text),
)

describe('the summary of the evidence', () => {
  const evidence = (fields: Partial<PageEvidence>): PageEvidence => ({
    pageId: 'p',
    state: 'waiting',
    organisations: 0,
    people: 0,
    resolvedCount: 0,
    organisationsByState: {},
    proofScore: 0,
    newestOn: null,
    provenSince: null,
    ledgerChanges: 0,
    ...fields,
  })
  test.each<
    ['barrier' | 'solution', Partial<PageEvidence>, string | undefined, string | undefined, string | undefined]
  >([
    ['barrier', {}, undefined, undefined, undefined],
    [
      'barrier',
      { organisations: 1, people: 1, newestOn: '2026-03-04' },
      'faced by 1 organisation',
      'nobody has got round it yet',
      'today',
    ],
    [
      'barrier',
      { organisations: 2, people: 5, resolvedCount: 1, newestOn: '2025-01-04' },
      'faced by 2 organisations (5 people)',
      '1 got round it',
      '14 months ago',
    ],
    [
      'barrier',
      { organisations: 1_200, people: 1_200, resolvedCount: 2, newestOn: '2026-03-03' },
      'faced by 1,200 organisations',
      '2 got round it',
      'yesterday',
    ],
    [
      'solution',
      { organisations: 3, people: 4, resolvedCount: 2, newestOn: '2026-02-01' },
      'tried by 3 organisations (4 people)',
      'worked at 2',
      '4 weeks ago',
    ],
  ])('of a %s with %j has its counts in words', (kind, fields, organisations, resolved, ago) => {
    const shown = evidenceModel(kind, evidence(fields), '2026-03-04')
    expect([shown.organisationsText, shown.resolvedText, shown.newest?.ago]).toEqual([organisations, resolved, ago])
  })
})

test.each([
  [{ approvedBy: '', weeks: null, cost: null }, undefined],
  [{ approvedBy: 'IT security', weeks: 2, cost: 1500 }, 'approval from IT security, 2 weeks, £1,500'],
  [{ approvedBy: '', weeks: 0, cost: 0 }, 'less than a week, no cost'],
  [{ approvedBy: '', weeks: 1, cost: null }, '1 week'],
])('the effort %j is described as “%s”', (effort, text) => expect(effortText(effort)).toBe(text))
