import { barOf, countsOf, evidenceModel } from '../../src/evidence/evidence-model.js'
import type { PageEvidence } from '../../src/evidence/page-evidence-store.js'
import { reportStates } from '../../src/evidence/states.js'

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
