import type { Actor, Role, ShownAs } from '../../src/accounts/index.js'
import { actionsOnStatement } from '../../src/evidence/rules.js'
import { mayBeOutOfDate } from '../../src/evidence/statement-model.js'
import { textOf } from '../support/html.js'
import { anonymousLabel, statementLabel, statementLabelHtml } from '../../src/evidence/disclosure.js'
import {
  barrierStateOf,
  bestProvenFirst,
  assessProof,
  solutionStateOf,
  wilsonLowerBound,
  type TrialPosition,
} from '../../src/evidence/proof.js'
import { oldestFirst } from '../../src/evidence/statement-order.js'
import { changedALot } from '../../src/evidence/text-change.js'
import {
  publiclyCountable,
  namesOrganisation,
  currentPosition,
  type CountableStatement,
} from '../../src/evidence/positions.js'
import {
  isResolved,
  statesFoundByKind,
  trialStates,
  reportStates,
  type PageState,
  type StatementState,
} from '../../src/evidence/states.js'

/** A statement in short. Its id follows the order of the list. */
type Brief = readonly [
  memberId: string,
  state: StatementState,
  happenedOn: string,
  madeAt?: string,
  linkedPageId?: string | null,
]

const statementsFrom = (...briefs: readonly Brief[]): readonly CountableStatement[] =>
  briefs.map(([memberId, state, happenedOn, madeAt = happenedOn, linkedPageId = null], index) => ({
    id: `id-${index + 1}`,
    memberId,
    state,
    linkedPageId,
    happenedOn,
    madeAt: `${madeAt}T09:00:00.000Z`,
    shownAs: 'organisation',
  }))

describe('the position of an organisation', () => {
  test.each<[string, readonly Brief[], object | undefined]>([
    ['is undefined without statements', [], undefined],
    [
      'follows its only report',
      [['ada', 'facing', '2026-01-05']],
      { state: 'facing', happenedOn: '2026-01-05', since: '2026-01-05', people: 1 },
    ],
    [
      'follows the newest date, in whatever order the statements arrived',
      [
        ['ada', 'overcome', '2026-02-01', '2026-02-01'],
        ['bob', 'facing', '2025-06-01', '2026-03-01'],
      ],
      { state: 'overcome', happenedOn: '2026-02-01', since: '2026-02-01', people: 2 },
    ],
    [
      'follows the last statement made if the dates are equal',
      [
        ['ada', 'overcome', '2026-02-01'],
        ['ada', 'came-back', '2026-02-01'],
      ],
      { state: 'came-back', happenedOn: '2026-02-01', since: '2026-02-01', people: 1 },
    ],
    [
      'has the solution that its newest statement names',
      [
        ['ada', 'worked-around', '2026-01-01', '2026-01-01', 'old'],
        ['ada', 'worked-around', '2026-02-01', '2026-02-01', 'new'],
      ],
      { state: 'worked-around', happenedOn: '2026-02-01', since: '2026-01-01', people: 1, linkedPageId: 'new' },
    ],
    [
      'dates from the start of its latest run of equal statements',
      [
        ['ada', 'overcome', '2025-01-01'],
        ['ada', 'came-back', '2025-06-01'],
        ['bob', 'overcome', '2025-09-01'],
        ['ada', 'overcome', '2025-12-01'],
      ],
      { state: 'overcome', happenedOn: '2025-12-01', since: '2025-09-01', people: 2 },
    ],
    [
      'dates from when the earliest statement was made, even if a later one has an earlier date',
      [
        ['ada', 'worked', '2025-12-01', '2025-12-05'],
        ['bob', 'worked', '2025-06-01', '2026-01-01'],
      ],
      { state: 'worked', happenedOn: '2025-12-01', since: '2025-12-05', people: 2 },
    ],
    [
      'counts each person once',
      [
        ['ada', 'facing', '2026-01-01'],
        ['ada', 'facing', '2026-01-02'],
        ['ada', 'facing', '2026-01-03'],
      ],
      { state: 'facing', happenedOn: '2026-01-03', since: '2026-01-01', people: 1 },
    ],
  ])('%s', (_, briefs, expected) => {
    const statements = statementsFrom(...briefs)
    const position = expected && {
      linkedPageId: null,
      ...expected,
      since: `${(expected as { since: string }).since}T09:00:00.000Z`,
    }
    if (position) expect(currentPosition(statements)).toMatchObject(position)
    else expect(currentPosition(statements)).toBeUndefined()
    expect(currentPosition([...statements].reverse())).toEqual(currentPosition(statements))
  })

  test('does not depend on the order in which statements are compared', () => {
    const statements = statementsFrom(
      ['ada', 'facing', '2026-01-02'],
      ['ada', 'facing', '2026-01-01'],
      ['bob', 'facing', '2026-01-02'],
    )
    expect([...statements].sort(oldestFirst).map(statement => statement.id)).toEqual(['id-2', 'id-1', 'id-3'])
    expect(
      [...statements]
        .reverse()
        .sort(oldestFirst)
        .map(statement => statement.id),
    ).toEqual(['id-2', 'id-1', 'id-3'])
    expect(oldestFirst(statements[0]!, statements[0]!)).toBe(0)
  })

  test('treats a corrected statement like the original, although its id is newer', () => {
    const [first, second] = statementsFrom(
      ['ada', 'facing', '2026-01-02'],
      ['bob', 'overcome', '2026-01-02', '2026-01-03'],
    ) as [CountableStatement, CountableStatement]
    const corrected = { ...first, id: 'id-9' }
    expect(currentPosition([corrected, second])?.state).toBe('overcome')
  })
})

describe('the people of an organisation are counted by state', () => {
  test.each<[string, readonly Brief[], Partial<Record<StatementState, number>>]>([
    [
      'with only the newest statement of one person',
      [
        ['ada', 'facing', '2026-01-01'],
        ['ada', 'overcome', '2026-02-01'],
      ],
      { overcome: 1 },
    ],
    [
      'if all agree',
      [
        ['ada', 'facing', '2026-01-01'],
        ['bob', 'facing', '2026-02-01'],
      ],
      { facing: 2 },
    ],
    [
      'if two disagree',
      [
        ['ada', 'came-back', '2026-01-01'],
        ['bob', 'overcome', '2026-02-01'],
      ],
      { 'came-back': 1, overcome: 1 },
    ],
    [
      'with the newest statement of each person',
      [
        ['ada', 'came-back', '2026-01-01'],
        ['ada', 'facing', '2026-01-15'],
        ['bob', 'overcome', '2026-02-01'],
      ],
      { facing: 1, overcome: 1 },
    ],
    [
      'if five people are in three states',
      [
        ['ada', 'overcome', '2026-01-01'],
        ['bob', 'facing', '2026-01-02'],
        ['cleo', 'facing', '2026-01-03'],
        ['dan', 'came-back', '2026-01-04'],
        ['eve', 'overcome', '2026-02-01'],
      ],
      { overcome: 2, facing: 2, 'came-back': 1 },
    ],
  ])('%s', (_, briefs, expected) => expect(currentPosition(statementsFrom(...briefs))?.peopleByState).toEqual(expected))
})

describe('the statements of an organisation that count are', () => {
  test.each<[string, readonly ShownAs[], boolean, readonly number[]]>([
    ['all, if all name it', ['name', 'organisation'], false, [0, 1]],
    ['all, if none names it', ['kind', 'kind'], false, [0, 1]],
    ['only those that name it, if any does', ['kind', 'organisation', 'kind', 'name'], false, [1, 3]],
    ['none without its name, on a page it wrote itself', ['kind', 'kind'], true, []],
    ['those that name it, even on a page it wrote itself', ['kind', 'name'], true, [1]],
    ['none, if there are none', [], false, []],
  ])('%s', (_, shownAsValues, wroteIt, expected) => {
    const statements = shownAsValues.map((shownAs, index) => ({ shownAs, index }))
    expect(publiclyCountable(statements, wroteIt).map(statement => statement.index)).toEqual(expected)
  })
})

describe('the lower bound of Wilson’s interval', () => {
  // The smaller root of (p − k/n)² = 1.96² p (1 − p) / n, solved independently. For 1 of 1 it is 1 / (1 + 1.96²).
  test.each([
    [0, 0, 0],
    [0, 1, 0],
    [0, 1_000, 0],
    [1, 1, 206_543],
    [2, 2, 342_372],
    [3, 3, 438_494],
    [4, 5, 375_528],
    [1, 2, 94_529],
    [5, 10, 236_590],
    [100, 100, 963_005],
  ])('for %i of %i is %i millionths', (worked, tried, bound) => {
    expect(wilsonLowerBound(worked, tried)).toBe(bound)
  })

  test('is between zero and the share, and grows with the number of trials for the same share', () => {
    for (let tried = 1; tried <= 60; tried++) {
      for (let worked = 0; worked <= tried; worked++) {
        const bound = wilsonLowerBound(worked, tried)
        expect(bound).toBeGreaterThanOrEqual(0)
        expect(bound).toBeLessThanOrEqual((1_000_000 * worked) / tried)
        expect(Number.isInteger(bound)).toBe(true)
        if (worked > 0) {
          expect(bound).toBeGreaterThan(wilsonLowerBound(worked - 1, tried))
          expect(wilsonLowerBound(2 * worked, 2 * tried)).toBeGreaterThan(bound)
        }
      }
    }
  })
})

describe('a solution is proven', () => {
  const timeOn = (day: string): string => `2026-01-${day}T09:00:00.000Z`
  const position = (organisationId: string, state: StatementState, day = '01'): TrialPosition => ({
    organisationId,
    state,
    since: timeOn(day),
  })

  test.each<[string, readonly TrialPosition[], string | null, boolean, string | null]>([
    ['not before anybody has tried it', [], null, false, null],
    ['not if it worked at one organisation', [position('a', 'worked')], null, false, null],
    ['if it worked at two', [position('a', 'worked', '01'), position('b', 'worked', '02')], null, true, '02'],
    [
      'since it worked at the second, whatever their order',
      [position('b', 'worked', '09'), position('a', 'worked', '03'), position('c', 'worked', '12')],
      null,
      true,
      '09',
    ],
    [
      'not by a trial of its author’s organisation',
      [position('a', 'worked'), position('own', 'worked')],
      'own',
      false,
      null,
    ],
    [
      'by two organisations other than its author’s',
      [position('a', 'worked', '05'), position('own', 'worked', '01'), position('b', 'worked', '07')],
      'own',
      true,
      '07',
    ],
    ['not if it failed at one of two', [position('a', 'worked'), position('b', 'failed')], null, false, null],
    [
      'not by trials that worked in part',
      [position('a', 'worked'), position('b', 'in-part'), position('c', 'in-part')],
      null,
      false,
      null,
    ],
    [
      'however often it failed at other organisations',
      [
        position('a', 'worked', '01'),
        position('b', 'worked', '02'),
        position('c', 'failed'),
        position('d', 'not-allowed'),
      ],
      null,
      true,
      '02',
    ],
  ])('%s', (_, positions, author, proven, since) => {
    expect(assessProof(positions, author)).toMatchObject({
      isProven: proven,
      since: since === null ? null : timeOn(since),
    })
    expect(assessProof([...positions].reverse(), author)).toEqual(assessProof(positions, author))
  })

  test.each<[readonly TrialPosition[], string | null, number]>([
    [[], null, 0],
    [[position('own', 'worked')], 'own', 0],
    [[position('a', 'worked'), position('own', 'failed')], 'own', wilsonLowerBound(1, 1)],
    [
      [
        position('a', 'worked'),
        position('b', 'worked'),
        position('c', 'failed'),
        position('d', 'not-allowed'),
        position('e', 'in-part'),
      ],
      null,
      wilsonLowerBound(2, 5),
    ],
  ])('to a degree: %j on a page by %s scores %i', (positions, author, score) =>
    expect(assessProof(positions, author).score).toBe(score),
  )
})

test.each<[readonly StatementState[], boolean, PageState]>([
  [[], false, 'untried'],
  [['failed'], false, 'tried'],
  [['not-allowed', 'in-part'], false, 'tried'],
  [['failed', 'worked'], false, 'worked'],
  [['worked', 'worked'], false, 'worked'],
  [['worked', 'worked'], true, 'proven'],
])('a solution with the outcomes %j, proven: %s, has the status “%s”', (states, proven, expected) =>
  expect(solutionStateOf(states, proven)).toBe(expected),
)

test.each<[string, readonly StatementState[], readonly PageState[], boolean, PageState]>([
  ['that nobody faced is waiting', [], [], false, 'waiting'],
  ['that some face is waiting', ['facing', 'came-back'], [], false, 'waiting'],
  ['whose solutions did not work is waiting', ['facing'], ['untried', 'tried'], false, 'waiting'],
  ['with a solution that worked once has a workaround', ['facing'], ['tried', 'worked'], false, 'has-workaround'],
  [
    'that somebody worked around with a named solution has a workaround',
    ['worked-around', 'facing', 'facing'],
    ['untried'],
    true,
    'has-workaround',
  ],
  ['with a proven solution is proven', ['facing'], ['worked', 'proven'], true, 'proven'],
  ['with a proven solution is proven even if nobody faced it', [], ['proven'], false, 'proven'],
  ['that half have overcome is waiting', ['overcome', 'facing'], [], false, 'waiting'],
  [
    'that more than half have overcome is mostly overcome',
    ['overcome', 'overcome', 'facing'],
    [],
    false,
    'mostly-overcome',
  ],
  ['that the only organisation has overcome is mostly overcome', ['overcome'], ['proven'], true, 'mostly-overcome'],
  [
    'that most have only worked around is not mostly overcome',
    ['worked-around', 'worked-around', 'overcome'],
    ['proven'],
    true,
    'proven',
  ],
  ['that came back is waiting', ['came-back', 'came-back', 'overcome'], [], false, 'waiting'],
])('a barrier %s', (_, states, solutions, namesSolution, expected) =>
  expect(barrierStateOf(states, solutions, namesSolution)).toBe(expected),
)

test('solutions are sorted by proof, then by the number of organisations, then by date, with untried ones last', () => {
  const solution = (name: string, worked: number, organisations: number, newestOn: string | null) => ({
    name,
    proofScore: wilsonLowerBound(worked, organisations),
    organisations,
    newestOn,
  })
  const sorted = [
    solution('untried', 0, 0, null),
    solution('failed once', 0, 1, '2026-03-01'),
    solution('failed at three', 0, 3, '2025-01-01'),
    solution('1 of 1, old', 1, 1, '2024-01-01'),
    solution('1 of 1, new', 1, 1, '2026-01-01'),
    solution('4 of 5', 4, 5, '2025-01-01'),
    solution('2 of 2', 2, 2, '2025-01-01'),
    solution('9 of 10', 9, 10, '2020-01-01'),
  ].sort(bestProvenFirst)
  expect(sorted.map(({ name }) => name)).toEqual([
    '9 of 10',
    '4 of 5',
    '2 of 2',
    '1 of 1, new',
    '1 of 1, old',
    'failed at three',
    'failed once',
    'untried',
  ])
})

test.each([
  ['2024-09-04', 18, false],
  ['2024-09-03', 18, true],
  ['2026-03-04', 18, false],
  ['2026-02-04', 1, false],
  ['2026-02-03', 1, true],
  ['1990-01-01', 240, true],
])('on 4 March 2026, a statement of %s with a limit of %i months is mayBeOutOfDate: %s', (day, months, old) =>
  expect(mayBeOutOfDate(day, '2026-03-04', months)).toBe(old),
)

describe('the label of a statement shown', () => {
  const by = (shownAs: ShownAs, organisationKind = 'council') => ({
    shownAs,
    memberName: 'Ada Byron',
    organisationName: 'Testshire Council',
    organisationKind,
  })
  test.each<[string, ReturnType<typeof by>, readonly string[], string]>([
    ['by name has the person and the organisation', by('name'), [], 'Ada Byron, Testshire Council'],
    ['by organisation has the organisation', by('organisation'), [], 'Testshire Council'],
    ['by kind has the kind if it is covered', by('kind'), ['council', 'police'], 'a council'],
    ['by kind hides the kind if only others are covered', by('kind'), ['police'], 'an organisation'],
    ['by kind hides the kind if none is covered', by('kind'), [], 'an organisation'],
    [
      'by a kind that does not exist hides it',
      by('kind', 'a kind nobody knows'),
      ['a kind nobody knows'],
      'an organisation',
    ],
    [
      'by a kind named like a property of every object hides it',
      by('kind', 'constructor'),
      ['constructor'],
      'an organisation',
    ],
  ])('%s', (_, statement, covered, label) => {
    expect(statementLabel(statement, covered)).toBe(label)
    expect(textOf(statementLabelHtml(statement, covered).toString())).toBe(label)
    if (statement.shownAs === 'kind') expect(anonymousLabel(statement.organisationKind, covered)).toBe(label)
    expect(namesOrganisation(statement)).toBe(statement.shownAs !== 'kind')
  })
})

describe('a statement may be changed, withdrawn or removed as the policy allows', () => {
  const actor = (id: string, role: Role): Actor => ({
    id,
    name: 'A',
    email: 'a@b.example',
    role,
    trust: 'new',
    organisation: undefined,
    shownAs: 'kind',
  })
  const published = { archivedAt: null }
  const archived = { archivedAt: '2026-02-01T09:00:00.000Z' }
  const counted = { memberId: 'author', ended: null }
  const ended = { memberId: 'author', ended: { at: '2026-01-01T09:00:00.000Z', how: 'withdrawn' as const } }
  type Case = readonly [string, Actor, typeof counted | typeof ended, typeof published | typeof archived, string[]]
  test.each<Case>([
    ['by a visitor', undefined, counted, published, []],
    ['by its author', actor('author', 'member'), counted, published, ['change', 'withdraw']],
    ['by its author who is a moderator', actor('author', 'moderator'), counted, published, ['change', 'withdraw']],
    ['by another member', actor('other', 'member'), counted, published, []],
    ['by a moderator', actor('other', 'moderator'), counted, published, ['remove']],
    ['by an admin', actor('other', 'admin'), counted, published, ['remove']],
    ['by its author once it has ended', actor('author', 'member'), ended, published, []],
    ['by a moderator once it has ended', actor('other', 'moderator'), ended, published, []],
    ['by its author, on an archived page', actor('author', 'member'), counted, archived, ['withdraw']],
    [
      'by its author who is a moderator, on an archived page',
      actor('author', 'admin'),
      counted,
      archived,
      ['withdraw'],
    ],
    ['by another member, on an archived page', actor('other', 'member'), counted, archived, []],
    ['by a moderator, on an archived page', actor('other', 'moderator'), counted, archived, ['remove']],
    ['by its author once it has ended, on an archived page', actor('author', 'member'), ended, archived, []],
  ])('%s', (_, statementActor, statement, page, actions) =>
    expect([...actionsOnStatement(statement, page, statementActor)]).toEqual(actions),
  )
})

describe('a text has changed a lot', () => {
  const words = (n: number, from = 0): string =>
    Array.from({ length: n }, (_, index) => `word${index + from}`).join(' ')
  test.each<[string, string, string, boolean]>([
    ['not if it is the same', words(40), words(40), false],
    ['not if only order, capitals, punctuation or white space differ', 'One two, three!', '  three\nTWO (one)', false],
    ['not if both texts have no words', '', ' \n— ', false],
    ['if all of it is new', '', 'something', true],
    ['if all of it was removed', 'something', '', true],
    ['not if a quarter of its words are new', words(40), `${words(30)} ${words(10, 100)}`, false],
    ['if more than a quarter of its words are new', words(40), `${words(29)} ${words(11, 100)}`, true],
    ['if a word occurs less often', 'no no no no', 'no', true],
    ['in any script', 'Ελλάδα 你好 мир', 'Ελλάδα 世界 war', true],
    [
      'even if its words are named like properties of every object',
      'constructor __proto__ toString valueOf',
      'hasOwnProperty a b c',
      true,
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changedALot(before, after)).toBe(expected)
    expect(changedALot(after, before)).toBe(expected)
  })
})

test('only “worked around” and “overcome” count as resolved', () => {
  expect([...reportStates, ...trialStates].filter(isResolved)).toEqual(['worked-around', 'overcome'])
})

test('search finds barriers in every state of a report by kind of organisation, and solutions only where they worked', () => {
  expect(statesFoundByKind.filter(state => !trialStates.some(trial => trial === state))).toEqual(reportStates)
  expect(trialStates.filter(state => statesFoundByKind.includes(state))).toEqual(['worked'])
})
