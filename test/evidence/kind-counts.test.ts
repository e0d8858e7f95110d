import { kindsText } from '../../src/evidence/kind-counts.js'

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
