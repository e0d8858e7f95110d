import {
  type MergeChunk,
  mergeBudgets,
  mergeSets,
  mergeText,
  mergeValue,
  resolveWithBoth,
} from '../../src/revisions/merge.js'

/** Describes each chunk in one line: where a clean one comes from, or what a conflict is about. */
const outline = (chunks: readonly MergeChunk[]) =>
  chunks.map(chunk =>
    chunk.kind === 'clean' ? `${chunk.from}: ${chunk.text}` : `${chunk.base} → ${chunk.ours} or ${chunk.theirs}`,
  )

describe('a merge is clean if', () => {
  test.each([
    ['all three texts are empty', '', '', '', ''],
    ['neither side changed anything', 'a\nb\n', 'a\nb\n', 'a\nb\n', 'a\nb\n'],
    ['only we changed a line', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nb\nc\n', 'a\nB\nc\n'],
    ['only they changed something', 'a\nb\nc\n', 'a\nb\nc\n', 'a\nc\n', 'a\nc\n'],
    ['both made the same change', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nB\nc\n', 'a\nB\nc\n'],
    ['both wrote the same first text', '', 'a\n', 'a\n', 'a\n'],
    ['both deleted the same line', 'a\nb\nc\n', 'a\nc\n', 'a\nc\n', 'a\nc\n'],
    ['a line separates their change from ours', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
    ['one side inserted at the start and the other at the end', 'a\n', 'x\na\n', 'a\ny\n', 'x\na\ny\n'],
    [
      'both made the same change and one more each',
      'a\nb\nc\nd\ne\n',
      'A\nb\nC\nd\ne\n',
      'a\nb\nC\nd\nE\n',
      'A\nb\nC\nd\nE\n',
    ],
    ['the lines end in CRLF', 'a\r\nb\r\nc\r\n', 'A\r\nb\r\nc\r\n', 'a\r\nb\r\nC\r\n', 'A\r\nb\r\nC\r\n'],
    ['one side mixed the line endings', 'a\nb\nc\n', 'a\r\nb\nc\n', 'a\nb\nC\n', 'a\r\nb\nC\n'],
    ['no text ends in a newline', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc', 'A\nb\nc'],
    ['one side removed the last newline', 'a\nb\nc\n', 'a\nb\nc', 'A\nb\nc\n', 'A\nb\nc'],
    ['a deletion and an insertion are apart', 'a\nb\nc\nd\n', 'b\nc\nd\n', 'a\nb\nc\nx\nd\n', 'b\nc\nx\nd\n'],
  ])('%s', (_, base, ours, theirs, merged) => {
    expect(mergeText(base, ours, theirs)).toMatchObject({ clean: true, text: merged })
    expect(mergeText(base, theirs, ours)).toMatchObject({ clean: true, text: merged })
  })

  test('both changed different lines, and each part says which side it is from', () => {
    expect(outline(mergeText('a\nb\nc\nd\ne\n', 'A\nb\nC\nd\ne\n', 'a\nb\nC\nd\nE\n').chunks)).toEqual([
      'ours: A\n',
      'base: b\n',
      'both: C\n',
      'base: d\n',
      'theirs: E\n',
    ])
  })
})

describe('a merge has a conflict if', () => {
  test.each([
    [
      'both changed one line differently',
      'a\nb\nc\n',
      'a\nB\nc\n',
      'a\nβ\nc\n',
      ['base: a\n', 'b\n → B\n or β\n', 'base: c\n'],
    ],
    ['they changed neighbouring lines', 'a\nb\n', 'A\nb\n', 'a\nB\n', ['a\nb\n → A\nb\n or a\nB\n']],
    ['both inserted in the same place', 'a\n', 'a\nx\n', 'a\ny\n', ['base: a\n', ' → x\n or y\n']],
    ['an insertion is beside a change', 'a\nb\n', 'a\nx\nb\n', 'a\nB\n', ['base: a\n', 'b\n → x\nb\n or B\n']],
    [
      'one side deleted a line that the other changed',
      'a\nb\nc\n',
      'a\nc\n',
      'a\nB\nc\n',
      ['base: a\n', 'b\n →  or B\n', 'base: c\n'],
    ],
    ['both wrote a first text', '', 'x\n', 'y\n', [' → x\n or y\n']],
    ['one side changed the line ending and the other the words', 'a\n', 'a\r\n', 'A\n', ['a\n → a\r\n or A\n']],
    ['one side removed the last newline and the other appended a line', 'a\n', 'a', 'a\nb\n', ['a\n → a or a\nb\n']],
    [
      'only the middle of both insertions differs',
      'a\n',
      'x\n1\ny\n',
      'x\n2\ny\n',
      ['both: x\n', 'a\n → 1\n or 2\n', 'both: y\n'],
    ],
    [
      'one side inserted a line more than the other',
      'a\n',
      'a\nx\n',
      'a\nx\nx\n',
      ['base: a\n', 'both: x\n', ' →  or x\n'],
    ],
  ])('%s', (_, base, ours, theirs, expected) => {
    const merge = mergeText(base, ours, theirs)
    expect(merge).toMatchObject({ clean: false, text: null })
    expect(outline(merge.chunks)).toEqual(expected)
    expect(mergeText(base, theirs, ours).clean).toBe(false)
  })

  test.each([
    ['puts ours before theirs', 'a\n- b\nc\n', 'a\n- B\nc\n', 'a\n- β\nc\n', 'a\n- B\n- β\nc\n'],
    ['adds a missing newline between them', 'a\n', '- x', '- y', '- x\n- y'],
    ['adds a newline of the kind in use', 'a\r\n', '- x', '- y\r\n', '- x\r\n- y\r\n'],
    ['adds an empty line between two paragraphs', 'a\n', 'x\n', 'y\n', 'x\n\ny\n'],
    ['adds an empty line of the kind in use', 'a\r\n', 'x', 'y\r\n', 'x\r\n\r\ny\r\n'],
    ['adds no empty line beside a heading', 'a\n', 'x\n', '## y\n', 'x\n## y\n'],
    ['adds no empty line after one', 'a\n', 'x\n\n', 'y\n', 'x\n\ny\n'],
    ['adds no newline if nothing follows', 'a\n', 'x', '', 'x'],
  ])('resolving a conflict with both %s', (_, base, ours, theirs, expected) =>
    expect(resolveWithBoth(mergeText(base, ours, theirs).chunks)).toBe(expected),
  )
})

describe('a merge of any three texts', () => {
  const random = seeded(20_090_703)
  const below = (limit: number) => Math.floor(random() * limit)
  const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
  /** Leaves the last newline out of some texts, unless the last line is blank. */
  const textOf = (lines: readonly string[]) =>
    lines
      .map(line => `${line}\n`)
      .join('')
      .replace(/([^\n])\n$/, lines.length % 2 ? '$1' : '$1\n')
  const cases = Array.from({ length: 500 }, (_, i) => {
    // Every third line is blank or a list mark, as in prose; the other lines are unique.
    const base = Array.from({ length: i % 40 }, (_, line) => {
      if (line % 3 !== 0) return `base ${line}`
      return below(2) === 1 ? '' : '-'
    })
    return { base, ours: edited(base, 'ours'), theirs: edited(base, 'theirs') }
  })

  function edited(base: readonly string[], author: string): readonly string[] {
    const lines = [...base]
    for (let edit = below(4); edit > 0; edit--) {
      const added = Array.from({ length: below(3) }, (_, i) => (below(4) ? `${author} ${edit}.${i}` : ''))
      lines.splice(below(lines.length + 1), below(3), ...added)
    }
    return lines
  }
  const merged = ({ base, ours, theirs }: (typeof cases)[number]) =>
    mergeText(textOf(base), textOf(ours), textOf(theirs))

  test('keeps every line that a side added and every line that neither side changed', () => {
    for (const texts of cases) {
      const { base, ours, theirs } = texts
      const result = new Set(linesOf(resolveWithBoth(merged(texts).chunks)))
      for (const line of [...ours, ...theirs].filter(line => !base.includes(line))) expect(result).toContain(line)
      const untouched = base.filter(line => line.startsWith('base') && ours.includes(line) && theirs.includes(line))
      for (const line of untouched) expect(result).toContain(line)
    }
  })

  test('drops every line that a side removed, if it is clean', () => {
    for (const texts of cases) {
      const { base, ours, theirs } = texts
      const { text } = merged(texts)
      if (text === null) continue
      const removed = base.filter(line => line.startsWith('base') && !(ours.includes(line) && theirs.includes(line)))
      for (const line of removed) expect(linesOf(text)).not.toContain(line)
    }
  })

  test('is the same whichever side is ours', () => {
    for (const { base, ours, theirs } of cases) {
      expect(merged({ base, ours: theirs, theirs: ours }).text).toBe(merged({ base, ours, theirs }).text)
    }
  })

  test('equals the side that changed, or both if they are equal', () => {
    for (const { base, ours } of cases) {
      expect(merged({ base, ours, theirs: base }).text).toBe(textOf(ours))
      expect(merged({ base, ours, theirs: ours }).text).toBe(textOf(ours))
    }
  })

  test('is clean in some of these cases and has conflicts in others', () => {
    const clean = cases.filter(texts => merged(texts).clean).length
    expect(clean).toBeGreaterThan(100)
    expect(clean).toBeLessThan(450)
  })
})

describe('a merge keeps to its budgets, even of', () => {
  const halfBlank = (word: string) => Array.from({ length: 4_000 }, (_, i) => (i % 2 ? '' : `${word} ${i}`)).join('\n')
  const filled = (piece: string) => piece.repeat(100_000 / piece.length)

  test.each([
    ['4,000 lines, half of them blank', halfBlank('base'), halfBlank('ours'), halfBlank('theirs')],
    ['blank lines', filled('\n'), `a${filled('\n').slice(2)}b`, `c${filled('\n').slice(502)}d`],
    ['alternating lines', filled('a\nb\n'), filled('b\na\n'), filled('a\na\nb\nb\n')],
    ['one long line', filled('a'), filled('b'), filled('c')],
    ['two long texts without a base', '', filled('a\n'), filled('b\n')],
  ])('%s', (_, base, ours, theirs) => {
    const budgets = mergeBudgets()
    mergeText(base, ours, theirs, budgets)
    expect(budgets.ours.left).toBeGreaterThanOrEqual(0)
    expect(budgets.theirs.left).toBeGreaterThanOrEqual(0)
  })
})

test.each([
  ['has what either side added', ['a'], ['a', 'b'], ['a', 'c'], ['a', 'b', 'c']],
  ['leaves out what either side removed', ['a', 'b', 'c'], ['a', 'b'], ['b', 'c'], ['b']],
  ['has what both sides added once', [], ['x', 'y'], ['y', 'x'], ['x', 'y']],
  [
    'keeps the order of the base',
    ['c', 'a', 'b'],
    ['z', 'a', 'b', 'c'],
    ['b', 'c', 'a', 'y'],
    ['c', 'a', 'b', 'z', 'y'],
  ],
])('a merged set %s', (_, base, ours, theirs, merged) => expect(mergeSets(base, ours, theirs)).toEqual(merged))

test.each([
  ['keeps a value that neither side changed', 'a', 'a', 'a', { clean: true, value: 'a' }],
  ['takes our change', 'a', 'b', 'a', { clean: true, value: 'b' }],
  ['takes their change', 'a', 'a', null, { clean: true, value: null }],
  ['takes a change that both made', 'a', 'b', 'b', { clean: true, value: 'b' }],
  ['has a conflict if both changed the value differently', 'a', 'b', 'c', { clean: false }],
])('merging values %s', (_, base, ours, theirs, merged) =>
  expect(mergeValue<string | null>(base, ours, theirs)).toEqual(merged),
)

/** A repeatable stream of numbers in [0, 1): a linear congruential generator (Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}
