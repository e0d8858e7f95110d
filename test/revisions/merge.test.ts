import { type MergeChunk, mergeSets, mergeText, mergeValue, resolveWithBoth } from '../../src/revisions/merge.js'

/** A chunk on one line: where a clean one is from, or what a conflict is about. */
const outline = (chunks: readonly MergeChunk[]) =>
  chunks.map(chunk =>
    chunk.kind === 'clean' ? `${chunk.from}: ${chunk.text}` : `${chunk.base} → ${chunk.ours} or ${chunk.theirs}`,
  )

describe('a clean merge', () => {
  test.each([
    ['nothing anywhere', '', '', '', ''],
    ['no change', 'a\nb\n', 'a\nb\n', 'a\nb\n', 'a\nb\n'],
    ['our change alone', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nb\nc\n', 'a\nB\nc\n'],
    ['their change alone', 'a\nb\nc\n', 'a\nb\nc\n', 'a\nc\n', 'a\nc\n'],
    ['the same change by both', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nB\nc\n', 'a\nB\nc\n'],
    ['the same first text by both', '', 'a\n', 'a\n', 'a\n'],
    ['the same deletion by both', 'a\nb\nc\n', 'a\nc\n', 'a\nc\n', 'a\nc\n'],
    ['changes with a line between them', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
    ['an insertion at each end', 'a\n', 'x\na\n', 'a\ny\n', 'x\na\ny\n'],
    [
      'the same change by both, and one more each',
      'a\nb\nc\nd\ne\n',
      'A\nb\nC\nd\ne\n',
      'a\nb\nC\nd\nE\n',
      'A\nb\nC\nd\nE\n',
    ],
    ['CRLF', 'a\r\nb\r\nc\r\n', 'A\r\nb\r\nc\r\n', 'a\r\nb\r\nC\r\n', 'A\r\nb\r\nC\r\n'],
    ['endings mixed by one side', 'a\nb\nc\n', 'a\r\nb\nc\n', 'a\nb\nC\n', 'a\r\nb\nC\n'],
    ['no newline at the end', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc', 'A\nb\nc'],
    ['the last newline taken away', 'a\nb\nc\n', 'a\nb\nc', 'A\nb\nc\n', 'A\nb\nc'],
    ['a deletion and an insertion apart', 'a\nb\nc\nd\n', 'b\nc\nd\n', 'a\nb\nc\nx\nd\n', 'b\nc\nx\nd\n'],
  ])('%s', (_, base, ours, theirs, merged) => {
    expect(mergeText(base, ours, theirs)).toMatchObject({ clean: true, text: merged })
    expect(mergeText(base, theirs, ours)).toMatchObject({ clean: true, text: merged })
  })

  test('says which side each part is from', () => {
    expect(outline(mergeText('a\nb\nc\nd\ne\n', 'A\nb\nC\nd\ne\n', 'a\nb\nC\nd\nE\n').chunks)).toEqual([
      'ours: A\n',
      'base: b\n',
      'both: C\n',
      'base: d\n',
      'theirs: E\n',
    ])
  })
})

describe('a conflict', () => {
  test.each([
    [
      'one line changed two ways',
      'a\nb\nc\n',
      'a\nB\nc\n',
      'a\nβ\nc\n',
      ['base: a\n', 'b\n → B\n or β\n', 'base: c\n'],
    ],
    ['neighbouring lines', 'a\nb\n', 'A\nb\n', 'a\nB\n', ['a\nb\n → A\nb\n or a\nB\n']],
    ['two insertions in one place', 'a\n', 'a\nx\n', 'a\ny\n', ['base: a\n', ' → x\n or y\n']],
    ['an insertion beside a change', 'a\nb\n', 'a\nx\nb\n', 'a\nB\n', ['base: a\n', 'b\n → x\nb\n or B\n']],
    ['a deletion against a change', 'a\nb\nc\n', 'a\nc\n', 'a\nB\nc\n', ['base: a\n', 'b\n →  or B\n', 'base: c\n']],
    ['two first texts', '', 'x\n', 'y\n', [' → x\n or y\n']],
    ['line endings against words', 'a\n', 'a\r\n', 'A\n', ['a\n → a\r\n or A\n']],
    ['the last newline against a line appended', 'a\n', 'a', 'a\nb\n', ['a\n → a or a\nb\n']],
    [
      'what both begin and end alike is agreed',
      'a\n',
      'x\n1\ny\n',
      'x\n2\ny\n',
      ['both: x\n', 'a\n → 1\n or 2\n', 'both: y\n'],
    ],
    ['what one side has in more is not', 'a\n', 'a\nx\n', 'a\nx\nx\n', ['base: a\n', 'both: x\n', ' →  or x\n']],
  ])('%s', (_, base, ours, theirs, expected) => {
    const merge = mergeText(base, ours, theirs)
    expect(merge).toMatchObject({ clean: false, text: null })
    expect(outline(merge.chunks)).toEqual(expected)
    expect(mergeText(base, theirs, ours).clean).toBe(false)
  })

  test.each([
    ['ours, then theirs', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nβ\nc\n', 'a\nB\nβ\nc\n'],
    ['a last line without a newline gets one', 'a\n', 'x', 'y', 'x\ny'],
    ['of the kind in use', 'a\r\n', 'x', 'y\r\n', 'x\r\ny\r\n'],
    ['but only if something follows', 'a\n', 'x', '', 'x'],
  ])('resolved with both: %s', (_, base, ours, theirs, expected) =>
    expect(resolveWithBoth(mergeText(base, ours, theirs).chunks)).toBe(expected),
  )
})

describe('any three texts', () => {
  const random = seeded(20_090_703)
  const below = (limit: number) => Math.floor(random() * limit)
  const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
  /** The last newline is there in some texts and not in others, but a blank last line stays a line. */
  const textOf = (lines: readonly string[]) =>
    lines
      .map(line => `${line}\n`)
      .join('')
      .replace(/([^\n])\n$/, lines.length % 2 ? '$1' : '$1\n')
  const cases = Array.from({ length: 500 }, (_, i) => {
    // Every third line is blank or a list mark, as prose has them; the others are each one of a kind.
    const base = Array.from({ length: i % 40 }, (_, line) => (line % 3 ? `base ${line}` : below(2) ? '' : '-'))
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

  test('keep every line that a side added, and every line that neither side touched', () => {
    for (const texts of cases) {
      const { base, ours, theirs } = texts
      const result = new Set(linesOf(resolveWithBoth(merged(texts).chunks)))
      for (const line of [...ours, ...theirs].filter(line => !base.includes(line))) expect(result).toContain(line)
      const kept = base.filter(line => line.startsWith('base') && ours.includes(line) && theirs.includes(line))
      for (const line of kept) expect(result).toContain(line)
    }
  })

  test('lose every line that a side removed, where the merge is clean', () => {
    for (const texts of cases) {
      const { base, ours, theirs } = texts
      const { text } = merged(texts)
      if (text === null) continue
      const gone = base.filter(line => line.startsWith('base') && !(ours.includes(line) && theirs.includes(line)))
      for (const line of gone) expect(linesOf(text)).not.toContain(line)
    }
  })

  test('merge alike whichever side is ours', () => {
    for (const { base, ours, theirs } of cases) {
      expect(merged({ base, ours: theirs, theirs: ours }).text).toBe(merged({ base, ours, theirs }).text)
    }
  })

  test('merge into the side that changed, or that both changed alike', () => {
    for (const { base, ours } of cases) {
      expect(merged({ base, ours, theirs: base }).text).toBe(textOf(ours))
      expect(merged({ base, ours, theirs: ours }).text).toBe(textOf(ours))
    }
  })

  test('are neither all clean nor all in conflict', () => {
    const clean = cases.filter(texts => merged(texts).clean).length
    expect(clean).toBeGreaterThan(100)
    expect(clean).toBeLessThan(450)
  })
})

describe('hostile texts stay bounded', () => {
  const halfBlank = (word: string) => Array.from({ length: 4_000 }, (_, i) => (i % 2 ? '' : `${word} ${i}`)).join('\n')
  const filled = (piece: string) => piece.repeat(100_000 / piece.length)

  test.each([
    ['half of 4,000 lines blank', halfBlank('base'), halfBlank('ours'), halfBlank('theirs')],
    ['blank lines', filled('\n'), `a${filled('\n').slice(2)}b`, `c${filled('\n').slice(502)}d`],
    ['lines that take turns', filled('a\nb\n'), filled('b\na\n'), filled('a\na\nb\nb\n')],
    ['one line', filled('a'), filled('b'), filled('c')],
    ['from nothing', '', filled('a\n'), filled('b\n')],
  ])('%s', (_, base, ours, theirs) => {
    const start = performance.now()
    mergeText(base, ours, theirs)
    // The design allows 100 ms; the rest is for a busy machine that has not warmed up.
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

test.each([
  ['added by either is in', ['a'], ['a', 'b'], ['a', 'c'], ['a', 'b', 'c']],
  ['removed by either is out', ['a', 'b', 'c'], ['a', 'b'], ['b', 'c'], ['b']],
  ['added by both is in once', [], ['x', 'y'], ['y', 'x'], ['x', 'y']],
  ['in the order of the base', ['c', 'a', 'b'], ['z', 'a', 'b', 'c'], ['b', 'c', 'a', 'y'], ['c', 'a', 'b', 'z', 'y']],
])('sets: %s', (_, base, ours, theirs, merged) => expect(mergeSets(base, ours, theirs)).toEqual(merged))

test.each([
  ['no change', 'a', 'a', 'a', { clean: true, value: 'a' }],
  ['our change', 'a', 'b', 'a', { clean: true, value: 'b' }],
  ['their change', 'a', 'a', null, { clean: true, value: null }],
  ['the same change', 'a', 'b', 'b', { clean: true, value: 'b' }],
  ['two changes', 'a', 'b', 'c', { clean: false }],
])('a value: %s', (_, base, ours, theirs, merged) =>
  expect(mergeValue<string | null>(base, ours, theirs)).toEqual(merged),
)

/** A repeatable stream of numbers in [0, 1): a linear congruential generator (Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}
