import type { Actor, Role, ShownAs } from '../../src/accounts/index.js'
import { actionsOnStatement, canMakeStatements } from '../../src/evidence/rules.js'
import { isAgeing } from '../../src/evidence/statement-model.js'
import { anonymousLabel, statementLabel } from '../../src/evidence/disclosure.js'
import {
  barrierStateOf,
  bestProvenFirst,
  assessProof,
  solutionStateOf,
  wilsonLowerBound,
  type TrialPosition,
} from '../../src/evidence/proof.js'
import { changedALot } from '../../src/evidence/text-change.js'
import {
  publiclyCountable,
  oldestFirst,
  namesOrganisation,
  currentPosition,
  type CountableStatement,
} from '../../src/evidence/positions.js'
import {
  isResolved,
  trialStates,
  reportStates,
  type PageState,
  type StatementState,
} from '../../src/evidence/states.js'

/** A statement: who, what, on which day, made when; its id follows the order in which they are listed. */
type Brief = readonly [
  memberId: string,
  state: StatementState,
  happenedOn: string,
  madeAt?: string,
  linkedPageId?: string | null,
]

const said = (...briefs: readonly Brief[]): readonly CountableStatement[] =>
  briefs.map(([memberId, state, happenedOn, madeAt = happenedOn, linkedPageId = null], at) => ({
    id: `id-${at + 1}`,
    memberId,
    state,
    linkedPageId,
    happenedOn,
    madeAt: `${madeAt}T09:00:00.000Z`,
    shownAs: 'organisation',
  }))

describe('what an organisation says now', () => {
  test.each<[string, readonly Brief[], object | undefined]>([
    ['nothing, when nobody said anything', [], undefined],
    [
      'what its one report says',
      [['ada', 'facing', '2026-01-05']],
      { state: 'facing', happenedOn: '2026-01-05', since: '2026-01-05', people: 1 },
    ],
    [
      'the newest day, in whatever order they arrived',
      [
        ['ada', 'overcome', '2026-02-01', '2026-02-01'],
        ['bob', 'facing', '2025-06-01', '2026-03-01'],
      ],
      { state: 'overcome', happenedOn: '2026-02-01', since: '2026-02-01', people: 2 },
    ],
    [
      'of one day, the one that was made last',
      [
        ['ada', 'overcome', '2026-02-01'],
        ['ada', 'came-back', '2026-02-01'],
      ],
      { state: 'came-back', happenedOn: '2026-02-01', since: '2026-02-01', people: 1 },
    ],
    [
      'with the solution that its newest names',
      [
        ['ada', 'worked-around', '2026-01-01', '2026-01-01', 'old'],
        ['ada', 'worked-around', '2026-02-01', '2026-02-01', 'new'],
      ],
      { state: 'worked-around', happenedOn: '2026-02-01', since: '2026-01-01', people: 1, linkedPageId: 'new' },
    ],
    [
      'since it last began to say so',
      [
        ['ada', 'overcome', '2025-01-01'],
        ['ada', 'came-back', '2025-06-01'],
        ['bob', 'overcome', '2025-09-01'],
        ['ada', 'overcome', '2025-12-01'],
      ],
      { state: 'overcome', happenedOn: '2025-12-01', since: '2025-09-01', people: 2 },
    ],
    [
      'since the earliest time at which it was said, where days were given afterwards',
      [
        ['ada', 'worked', '2025-12-01', '2025-12-05'],
        ['bob', 'worked', '2025-06-01', '2026-01-01'],
      ],
      { state: 'worked', happenedOn: '2025-12-01', since: '2025-12-05', people: 2 },
    ],
    [
      'each of its people once',
      [
        ['ada', 'facing', '2026-01-01'],
        ['ada', 'facing', '2026-01-02'],
        ['ada', 'facing', '2026-01-03'],
      ],
      { state: 'facing', happenedOn: '2026-01-03', since: '2026-01-01', people: 1 },
    ],
  ])('is %s', (_, briefs, expected) => {
    const statements = said(...briefs)
    const whole = expected && {
      linkedPageId: null,
      ...expected,
      since: `${(expected as { since: string }).since}T09:00:00.000Z`,
    }
    if (whole) expect(currentPosition(statements)).toMatchObject(whole)
    else expect(currentPosition(statements)).toBeUndefined()
    expect(currentPosition([...statements].reverse())).toEqual(currentPosition(statements))
  })

  test('statements stand in one order, whichever way they are compared', () => {
    const statements = said(
      ['ada', 'facing', '2026-01-02'],
      ['ada', 'facing', '2026-01-01'],
      ['bob', 'facing', '2026-01-02'],
    )
    expect([...statements].sort(oldestFirst).map(one => one.id)).toEqual(['id-2', 'id-1', 'id-3'])
    expect(
      [...statements]
        .reverse()
        .sort(oldestFirst)
        .map(one => one.id),
    ).toEqual(['id-2', 'id-1', 'id-3'])
    expect(oldestFirst(statements[0]!, statements[0]!)).toBe(0)
  })

  test('a correction, whose id is newer, stands where what it corrects stood', () => {
    const [first, second] = said(['ada', 'facing', '2026-01-02'], ['bob', 'overcome', '2026-01-02', '2026-01-03']) as [
      CountableStatement,
      CountableStatement,
    ]
    const corrected = { ...first, id: 'id-9' }
    expect(currentPosition([corrected, second])?.state).toBe('overcome')
  })
})

describe('its people’s voices, each by their newest', () => {
  test.each<[string, readonly Brief[], Partial<Record<StatementState, number>>]>([
    [
      'one person who came to say something else',
      [
        ['ada', 'facing', '2026-01-01'],
        ['ada', 'overcome', '2026-02-01'],
      ],
      { overcome: 1 },
    ],
    [
      'all say the same',
      [
        ['ada', 'facing', '2026-01-01'],
        ['bob', 'facing', '2026-02-01'],
      ],
      { facing: 2 },
    ],
    [
      'one of two',
      [
        ['ada', 'came-back', '2026-01-01'],
        ['bob', 'overcome', '2026-02-01'],
      ],
      { 'came-back': 1, overcome: 1 },
    ],
    [
      'by each person’s newest',
      [
        ['ada', 'came-back', '2026-01-01'],
        ['ada', 'facing', '2026-01-15'],
        ['bob', 'overcome', '2026-02-01'],
      ],
      { facing: 1, overcome: 1 },
    ],
    [
      'five people, three words',
      [
        ['ada', 'overcome', '2026-01-01'],
        ['bob', 'facing', '2026-01-02'],
        ['cleo', 'facing', '2026-01-03'],
        ['dan', 'came-back', '2026-01-04'],
        ['eve', 'overcome', '2026-02-01'],
      ],
      { overcome: 2, facing: 2, 'came-back': 1 },
    ],
  ])('%s', (_, briefs, expected) => expect(currentPosition(said(...briefs))?.peopleByState).toEqual(expected))
})

describe('what counts of what its people said', () => {
  test.each<[string, readonly ShownAs[], boolean, readonly number[]]>([
    ['all of it, where all name it', ['name', 'organisation'], false, [0, 1]],
    ['all of it, where nobody does', ['kind', 'kind'], false, [0, 1]],
    ['where somebody names it, only what names it', ['kind', 'organisation', 'kind', 'name'], false, [1, 3]],
    ['nothing unnamed of what it wrote itself', ['kind', 'kind'], true, []],
    ['what names it, though it wrote it itself', ['kind', 'name'], true, [1]],
    ['nothing of nothing', [], false, []],
  ])('%s', (_, shownAs, wroteIt, expected) => {
    const statements = shownAs.map((one, at) => ({ shownAs: one, at }))
    expect(publiclyCountable(statements, wroteIt).map(one => one.at)).toEqual(expected)
  })
})

describe('the lower bound of Wilson’s interval, in millionths', () => {
  // The lesser root of (p − k/n)² = 1.96² p (1 − p) / n, solved apart; of 1 of 1 it is 1 / (1 + 1.96²).
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
  ])('%i of %i: %i', (worked, tried, bound) => {
    expect(wilsonLowerBound(worked, tried)).toBe(bound)
  })

  test('stays between nothing and the share that it bounds, and more of the same share is surer', () => {
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
  const at = (day: string): string => `2026-01-${day}T09:00:00.000Z`
  const word = (organisationId: string, state: StatementState, day = '01'): TrialPosition => ({
    organisationId,
    state,
    since: at(day),
  })

  test.each<[string, readonly TrialPosition[], string | null, boolean, string | null]>([
    ['not before anybody tried it', [], null, false, null],
    ['not when it worked at one organisation', [word('a', 'worked')], null, false, null],
    ['when it worked at two', [word('a', 'worked', '01'), word('b', 'worked', '02')], null, true, '02'],
    [
      'since the second, whichever came first',
      [word('b', 'worked', '09'), word('a', 'worked', '03'), word('c', 'worked', '12')],
      null,
      true,
      '09',
    ],
    ['not by its author’s own', [word('a', 'worked'), word('own', 'worked')], 'own', false, null],
    [
      'by two others than its author’s',
      [word('a', 'worked', '05'), word('own', 'worked', '01'), word('b', 'worked', '07')],
      'own',
      true,
      '07',
    ],
    ['not where a newer word takes one back', [word('a', 'worked'), word('b', 'failed')], null, false, null],
    [
      'not by what worked in part',
      [word('a', 'worked'), word('b', 'in-part'), word('c', 'in-part')],
      null,
      false,
      null,
    ],
    [
      'however often it failed elsewhere',
      [word('a', 'worked', '01'), word('b', 'worked', '02'), word('c', 'failed'), word('d', 'not-allowed')],
      null,
      true,
      '02',
    ],
  ])('%s', (_, words, author, proven, since) => {
    expect(assessProof(words, author)).toMatchObject({ isProven: proven, since: since === null ? null : at(since) })
    expect(assessProof([...words].reverse(), author)).toEqual(assessProof(words, author))
  })

  test.each<[readonly TrialPosition[], string | null, number]>([
    [[], null, 0],
    [[word('own', 'worked')], 'own', 0],
    [[word('a', 'worked'), word('own', 'failed')], 'own', wilsonLowerBound(1, 1)],
    [
      [word('a', 'worked'), word('b', 'worked'), word('c', 'failed'), word('d', 'not-allowed'), word('e', 'in-part')],
      null,
      wilsonLowerBound(2, 5),
    ],
  ])('%j by %s is ordered by %i', (words, author, proof) => expect(assessProof(words, author).score).toBe(proof))
})

test.each<[readonly StatementState[], boolean, PageState]>([
  [[], false, 'untried'],
  [['failed'], false, 'tried'],
  [['not-allowed', 'in-part'], false, 'tried'],
  [['failed', 'worked'], false, 'worked'],
  [['worked', 'worked'], false, 'worked'],
  [['worked', 'worked'], true, 'proven'],
])('a solution of which is said %j, proven %s, stands as %s', (states, proven, expected) =>
  expect(solutionStateOf(states, proven)).toBe(expected),
)

test.each<[string, readonly StatementState[], readonly PageState[], boolean, PageState]>([
  ['that nobody faced', [], [], false, 'waiting'],
  ['that some face', ['facing', 'came-back'], [], false, 'waiting'],
  ['whose solutions did not work', ['facing'], ['untried', 'tried'], false, 'waiting'],
  ['with a solution that worked once', ['facing'], ['tried', 'worked'], false, 'has-workaround'],
  [
    'that a named solution got somebody past',
    ['worked-around', 'facing', 'facing'],
    ['untried'],
    true,
    'has-workaround',
  ],
  ['with a proven solution', ['facing'], ['worked', 'proven'], true, 'proven'],
  ['with a proven solution that nobody faced', [], ['proven'], false, 'proven'],
  ['half overcome', ['overcome', 'facing'], [], false, 'waiting'],
  ['overcome by more than half', ['overcome', 'overcome', 'facing'], [], false, 'mostly-overcome'],
  ['overcome by the only one', ['overcome'], ['proven'], true, 'mostly-overcome'],
  ['worked round is not overcome', ['worked-around', 'worked-around', 'overcome'], ['proven'], true, 'proven'],
  ['that came back', ['came-back', 'came-back', 'overcome'], [], false, 'waiting'],
])('a barrier %s', (_, states, solutions, namesSolution, expected) =>
  expect(barrierStateOf(states, solutions, namesSolution)).toBe(expected),
)

test('solutions are ordered by Wilson’s bound, then by how many tried them, then by the newest word; those nobody tried last', () => {
  const made = (name: string, worked: number, organisations: number, newestOn: string | null) => ({
    name,
    proofScore: wilsonLowerBound(worked, organisations),
    organisations,
    newestOn,
  })
  const sorted = [
    made('untried', 0, 0, null),
    made('failed once', 0, 1, '2026-03-01'),
    made('failed at three', 0, 3, '2025-01-01'),
    made('1 of 1, old', 1, 1, '2024-01-01'),
    made('1 of 1, new', 1, 1, '2026-01-01'),
    made('4 of 5', 4, 5, '2025-01-01'),
    made('2 of 2', 2, 2, '2025-01-01'),
    made('9 of 10', 9, 10, '2020-01-01'),
  ].sort(bestProvenFirst)
  expect(sorted.map(one => one.name)).toEqual([
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
])('on 4 March 2026 what was said of %s is old after %i months: %s', (day, months, old) =>
  expect(isAgeing(day, '2026-03-04', months)).toBe(old),
)

describe('who made a statement', () => {
  const by = (shownAs: ShownAs, organisationKind = 'council') => ({
    shownAs,
    memberName: 'Ada Byron',
    organisationName: 'Testshire Council',
    organisationKind,
  })
  test.each<[string, ReturnType<typeof by>, readonly string[], string]>([
    ['by name', by('name'), [], 'Ada Byron, Testshire Council'],
    ['by organisation', by('organisation'), [], 'Testshire Council'],
    ['by kind, with cover', by('kind'), ['council', 'police'], 'a council'],
    ['by kind, with cover for others only', by('kind'), ['police'], 'a public body'],
    ['by kind, without any cover', by('kind'), [], 'a public body'],
    ['by a kind that nobody knows', by('kind', 'a kind nobody knows'), ['a kind nobody knows'], 'a public body'],
    ['by a kind like a property of every object', by('kind', 'constructor'), ['constructor'], 'a public body'],
  ])('%s', (_, statement, covered, label) => {
    expect(statementLabel(statement, covered)).toBe(label)
    if (statement.shownAs === 'kind') expect(anonymousLabel(statement.organisationKind, covered)).toBe(label)
    expect(namesOrganisation(statement)).toBe(statement.shownAs !== 'kind')
  })
})

describe('what may be done with a statement', () => {
  const actor = (id: string, role: Role): Actor => ({
    id,
    name: 'A',
    email: 'a@b.example',
    role,
    trust: 'new',
    organisation: undefined,
    shownAs: 'kind',
  })
  test.each<[string, Actor, string | null, readonly string[]]>([
    ['by nobody in particular', undefined, null, []],
    ['by its author', actor('author', 'member'), null, ['change', 'withdraw']],
    ['by its author, who moderates', actor('author', 'moderator'), null, ['change', 'withdraw']],
    ['by another member', actor('other', 'member'), null, []],
    ['by a moderator', actor('other', 'moderator'), null, ['remove']],
    ['by an admin', actor('other', 'admin'), null, ['remove']],
    ['by its author, once it ended', actor('author', 'member'), '2026-01-01T09:00:00.000Z', []],
    ['by a moderator, once it ended', actor('other', 'moderator'), '2026-01-01T09:00:00.000Z', []],
  ])('%s', (_, who, endedAt, actions) =>
    expect([...actionsOnStatement({ memberId: 'author', endedAt }, who)]).toEqual(actions),
  )

  test('only somebody of a listed organisation can speak for it', () => {
    const member = actor('author', 'admin')!
    expect([
      canMakeStatements(undefined),
      canMakeStatements(member),
      canMakeStatements({ ...member, organisation: { id: 'o', name: 'O', kind: 'council' } }),
    ]).toEqual([false, false, true])
  })
})

describe('a text has changed a lot', () => {
  const words = (n: number, from = 0): string => Array.from({ length: n }, (_, at) => `word${at + from}`).join(' ')
  test.each<[string, string, string, boolean]>([
    ['not when it is the same', words(40), words(40), false],
    ['not by its order, case, marks or white space', 'One two, three!', '  three\nTWO (one)', false],
    ['not when nothing was and nothing is', '', ' \n— ', false],
    ['when all of it is new', '', 'something', true],
    ['when all of it is gone', 'something', '', true],
    ['not when a quarter is another', words(40), `${words(30)} ${words(10, 100)}`, false],
    ['when more than a quarter is another', words(40), `${words(29)} ${words(11, 100)}`, true],
    ['by how often a word stands in it', 'no no no no', 'no', true],
    ['in any script', 'Ελλάδα 你好 мир', 'Ελλάδα 世界 war', true],
    [
      'and no word is a property of every object',
      'constructor __proto__ toString valueOf',
      'hasOwnProperty a b c',
      true,
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changedALot(before, after)).toBe(expected)
    expect(changedALot(after, before)).toBe(expected)
  })
})

test('every state that can be said has got past the barrier or has not', () => {
  expect([...reportStates, ...trialStates].filter(isResolved)).toEqual(['worked-around', 'overcome'])
})
