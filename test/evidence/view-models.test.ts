import {
  barrierStates,
  trialStates,
  solutionStates,
  reportStates,
  type StatementState,
} from '../../src/evidence/states.js'
import { peerText } from '../../src/evidence/peers.js'
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
      '2 councils and 1 NHS body',
    ],
    [
      'sorts kinds of the same count by name',
      [
        { kind: 'police', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '1 council and 1 police force',
    ],
    [
      'ends with organisations whose kind is not shown',
      [
        { kind: null, organisations: 5 },
        { kind: 'public-body', organisations: 1 },
        { kind: 'other', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '1 council, 1 other public body, 1 arm’s length body and 5 of a kind not shown',
    ],
    [
      'adds up rows of the same kind',
      [
        { kind: 'council', organisations: 1 },
        { kind: 'council', organisations: 1 },
      ],
      '2 councils',
    ],
    ['does not show a kind that does not exist', [{ kind: 'constructor', organisations: 1 }], '1 of a kind not shown'],
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

test.each<['barrier' | 'solution', Partial<Record<StatementState, number>>, string]>([
  ['barrier', { facing: 1 }, '1 council like yours faced it. None got round it'],
  ['barrier', { facing: 1, overcome: 1 }, '2 councils like yours faced it. 1 got round it'],
  ['solution', { worked: 1 }, 'worked at the one council like yours that tried it'],
  ['solution', { failed: 1 }, 'did not work at the one council like yours that tried it'],
  ['solution', { 'in-part': 1 }, 'did not fully work at the one council like yours that tried it'],
  ['solution', { failed: 3 }, 'did not work at any of the 3 councils like yours that tried it'],
  ['solution', { worked: 2, failed: 1 }, 'worked at 2 of the 3 councils like yours that tried it'],
  ['solution', { 'not-allowed': 2 }, 'not allowed at 2 councils like yours'],
  ['solution', { worked: 1, 'not-allowed': 2 }, 'worked at the one council like yours that tried it'],
])('the peers of a council on a %s in the states %j are “%s”', (kind, states, text) => {
  const counts = Object.entries(states).map(([state, organisations]) => ({
    pageId: 'p',
    kind: 'council',
    state: state as StatementState,
    organisations,
  }))
  expect(peerText({ id: 'p', kind }, counts, { id: 'o', kind: 'council' })).toBe(text)
})

test('every state has a label', () => {
  for (const state of [...reportStates, ...trialStates]) expect(stateLabels[state].text).toMatch(/^[A-Z]/)
  for (const state of [...barrierStates, ...solutionStates]) expect(pageStateLabels[state].text).toMatch(/^[A-Z]/)
})

test.each([
  ['solution', 'proven', 2, 'Proven'],
  ['solution', 'worked', 1, 'Worked, not proven yet'],
  ['solution', 'worked', 2, 'Worked, not proven yet'],
  ['solution', 'untried', 0, 'Not tried yet'],
  ['solution', 'tried', 0, 'No success yet'],
  ['barrier', 'proven', 2, 'Has a proven solution'],
  ['barrier', 'waiting', 0, 'Needs a solution'],
  ['barrier', 'waiting', 1, 'Solution not shared yet'],
  ['barrier', 'mostly-overcome', 2, 'Mostly overcome'],
  ['barrier', 'has-workaround', 1, 'Has a solution'],
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
      'no organisation has reported getting round it',
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
      'worked at 2 organisations',
      '4 weeks ago',
    ],
    [
      'solution',
      { organisations: 3, people: 3, organisationsByState: { failed: 2, 'not-allowed': 1 }, newestOn: '2026-03-04' },
      'tried by 2 organisations, not allowed at 1',
      'has not worked yet',
      'today',
    ],
    [
      'solution',
      { organisations: 1, people: 1, organisationsByState: { 'not-allowed': 1 }, newestOn: '2026-03-04' },
      'not allowed at 1 organisation',
      'has not worked yet',
      'today',
    ],
    [
      'solution',
      { organisations: 2, people: 2, organisationsByState: { failed: 1, 'in-part': 1 }, newestOn: '2026-03-04' },
      'tried by 2 organisations',
      'worked in part at 1',
      'today',
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
