import { type Diff, diffBodies, diffBudgets, type DiffLine, type DiffRow, diffSets } from '../../src/revisions/diff.js'
import type { DiffSegment } from '../../src/revisions/hidden-characters.js'
import { markDifferences } from '../../src/revisions/mark-differences.js'

const rowsOf = (diff: Diff): readonly DiffRow[] => diff.blocks.flatMap(block => block.rows)

const textOf = (line: DiffLine) => line.segments.map(segment => segment.text).join('')

const unchanged = (line: DiffLine) => line.segments.map(({ text, changed }) => (changed ? '' : text)).join('')

/** Shows a line as a reader sees it: changes in braces, labels in angle brackets, the note after it. */
const shown = (line: DiffLine) =>
  line.segments.map(({ text, changed, label }) => (changed ? `{${label ? `<${label}>` : text}}` : text)).join('') +
  (line.note ? ` (${line.note})` : '')

/** Shows a diff as a list of marked lines, with the length of each folded run. */
const outline = (before: string, after: string): readonly string[] =>
  diffBodies(before, after).blocks.flatMap(block =>
    block.kind === 'folded'
      ? [`… ${block.rows.length}`]
      : block.rows.flatMap(row => {
          if (row.kind === 'same') return [`  ${shown(row.before)}`]
          const mark = row.kind === 'changed' ? '~' : ''
          return [
            ...(row.before ? [`-${mark} ${shown(row.before)}`] : []),
            ...(row.after ? [`+${mark} ${shown(row.after)}`] : []),
          ]
        }),
  )

const numbered = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, i) => `${word} ${i + 1}\n`).join('')

/** The lines of a text without their endings. */
const linesOf = (source: string) => (source === '' ? [] : source.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n'))

describe('a diff of lines', () => {
  test.each([
    ['is empty for empty texts', '', '', []],
    ['has no changes for equal texts', 'a\nb\n', 'a\nb\n', ['  a', '  b']],
    ['shows every line of a first text as added', '', 'a\nb', ['+ {a}', '+ {b}']],
    ['shows every line of an emptied text as removed', 'a\n', '', ['- {a}']],
    ['shows an added line', 'a\nb\n', 'a\nx\nb\n', ['  a', '+ {x}', '  b']],
    ['shows a removed line', 'a\nx\nb\n', 'a\nb\n', ['  a', '- {x}', '  b']],
    ['shows an added blank line', 'a\nb\n', 'a\n\nb\n', ['  a', '+ ', '  b']],
    [
      'pairs one replaced line with the line in its place',
      'a\nold\nb\n',
      'a\nnew\nb\n',
      ['  a', '-~ {old}', '+~ {new}', '  b'],
    ],
    [
      'pairs lines by their words, not by their place',
      '- Slack is blocked\n- USB sticks are forbidden\n',
      '- A new hurdle\n- Slack is blocked here\n- USB sticks are not forbidden\n',
      [
        '+ {- A new hurdle}',
        '-~ - Slack is blocked',
        '+~ - Slack is blocked{ here}',
        '-~ - USB sticks are forbidden',
        '+~ - USB sticks are {not }forbidden',
      ],
    ],
    [
      'does not pair several lines that have little in common',
      'cats purr\ndogs bark\n',
      'tax is due\nrent is late\n',
      ['- {cats purr}', '- {dogs bark}', '+ {tax is due}', '+ {rent is late}'],
    ],
  ])('%s', (_, before, after, expected) => expect(outline(before, after)).toEqual(expected))

  test('numbers the lines of each side', () => {
    const [, removed, same, added] = rowsOf(diffBodies('a\nb\nc\n', 'a\nc\nd\n'))
    expect([removed?.before?.number, same?.before?.number]).toEqual([2, 3])
    expect([same?.after?.number, added?.after?.number]).toEqual([2, 3])
  })

  test('counts the lines that were added and removed, and a changed line as both', () => {
    expect(diffBodies('a b\nc\nd\n', 'a x b\nd\ne\nf\n')).toMatchObject({ added: 3, removed: 2, identical: false })
    expect(diffBodies('a\n', 'a\n')).toMatchObject({ added: 0, removed: 0, identical: true })
  })
})

describe('a diff of words', () => {
  test.each([
    ['marks a changed word', 'we can not do it', 'we can now do it', 'we can {not} do it', 'we can {now} do it'],
    [
      'marks a changed phrase as one change',
      'see the old page',
      'see a new page',
      'see {the old} page',
      'see {a new} page',
    ],
    [
      'treats accents, apostrophes and digits as part of a word',
      'naïve don’t 1a',
      'naïve don’t 1b',
      'naïve don’t {1a}',
      'naïve don’t {1b}',
    ],
    [
      'treats a combining mark as part of its word',
      'cafe is open',
      'cafe\u0301 is open',
      '{cafe} is open',
      '{cafe\u0301} is open',
    ],
    ['does not split an emoji', 'ok 👩🏽‍💻 then', 'ok 👨🏽‍💻 then', 'ok {👩🏽‍💻} then', 'ok {👨🏽‍💻} then'],
    ['does not split a surrogate pair', 'so 😀 it goes', 'so 😁 it goes', 'so {😀} it goes', 'so {😁} it goes'],
    [
      'marks the whole line if the two have little in common',
      'Ask the owner.',
      'Call IT support now.',
      '{Ask the owner.}',
      '{Call IT support now.}',
    ],
  ])('%s', (_, before, after, removed, added) =>
    expect(outline(before, after)).toEqual([`-~ ${removed}`, `+~ ${added}`]),
  )
})

describe('a diff makes visible', () => {
  test.each([
    ['a newline added at the end', 'a', 'a\n', ['-~ a (no newline at end)', '+~ a']],
    ['a newline removed at the end', 'a\nb\n', 'a\nb', ['  a', '-~ b', '+~ b (no newline at end)']],
    ['no missing newline if a line is appended and neither text ends in one', 'a', 'a\nb', ['  a', '+ {b}']],
    ['a lone carriage return, as the line ending it is', 'a b', 'a\r b', ['-~ a{ b}', '+~ a', '+ { b}']],
    ['trailing spaces', 'a', 'a  ', ['-~ a', '+~ a{<space × 2>}']],
    ['a line of spaces', 'a\n', 'a\n   \n', ['  a', '+ {<space × 3>}']],
    ['a tab instead of spaces', '  a', '\ta', ['-~ {<space × 2>}a', '+~ {<tab>}a']],
    ['a no-break space', 'a b', 'a\u00a0b', ['-~ a{<space>}b', '+~ a{<no-break space>}b']],
    [
      'a zero-width space in a word',
      'the paypal',
      'the pay\u200bpal',
      ['-~ the {paypal}', '+~ the {pay}{<zero-width space>}{pal}'],
    ],
    ['a bidirectional control', 'the end', 'the \u202eend', ['-~ the end', '+~ the {<U+202E>}end']],
    ['half of a surrogate pair', 'the end', 'the \ud83dend', ['-~ the end', '+~ the {<U+D83D>}end']],
  ])('%s', (_, before, after, expected) => expect(outline(before, after)).toEqual(expected))
})

describe('line endings', () => {
  const texts = ['a\nb\nc\n', 'a\r\nb\r\nc\r\n', 'a\rb\rc\r', 'a\r\nb\nc\r']

  test.each(texts.flatMap(before => texts.map(after => [before, after])))(
    'of %j and %j do not count',
    (before, after) => {
      const diff = diffBodies(before, after)
      expect(outline(before, after)).toEqual(['  a', '  b', '  c'])
      expect(diff).toMatchObject({ added: 0, removed: 0, identical: before === after })
      expect(diff.endings > 0).toBe(before !== after)
    },
  )

  test.each([
    ['a\r\nb\r\n', 'a\nb\n', 2],
    ['a\r\nb\n', 'a\nb\n', 1],
    ['a\r\nb', 'a\nB', 1],
    ['a\nb', 'a\nb\r\n', 0],
    ['a\r\r\nb', 'a\n\nb', 2],
  ])('that differ are counted: %j and %j', (before, after, endings) => {
    expect(diffBodies(before, after).endings).toBe(endings)
  })
})

describe('folding unchanged lines', () => {
  test.each([
    ['shows a run of eight', `x\n${numbered(8)}y\n`, `z\n${numbered(8)}w\n`, []],
    [
      'keeps three lines on each side of a run of nine',
      `x\n${numbered(9)}y\n`,
      `z\n${numbered(9)}w\n`,
      [['line 4', 'line 5', 'line 6']],
    ],
    [
      'keeps the last three lines of a run at the start',
      `${numbered(9)}x\n`,
      `${numbered(9)}y\n`,
      [numbered(6).trim().split('\n')],
    ],
    [
      'keeps the first three lines of a run at the end',
      `x\n${numbered(9)}`,
      `y\n${numbered(9)}`,
      [['line 4', 'line 5', 'line 6', 'line 7', 'line 8', 'line 9']],
    ],
    ['folds equal texts completely', numbered(9), numbered(9), [numbered(9).trim().split('\n')]],
  ])('%s', (_, before, after, expected) => {
    const folded = diffBodies(before, after).blocks.filter(block => block.kind === 'folded')
    expect(folded.map(block => block.rows.map(row => textOf(row.before!)))).toEqual(expected)
  })
})

describe('a diff of any two texts', () => {
  const random = seeded(20_100_401)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const pieces = [
    ...['a', 'b', 'the', '.', '|', ' ', ' ', '  ', '\t', '\n', '\n', '\r\n', '\r'],
    ...['😀', '👩‍💻', '\u0301', '\u200b', '\ud83d', '\ude00'],
  ]
  const text = (length: number) => Array.from({ length }, () => pick(pieces)).join('')
  const edited = (source: string) => {
    const at = Math.floor(random() * source.length)
    return source.slice(0, at) + text(Math.floor(random() * 4)) + source.slice(at + Math.floor(random() * 6))
  }
  const cases = Array.from({ length: 400 }, (_, i): [string, string] => {
    const before = text(i % 80)
    return [before, i % 4 ? edited(edited(before)) : text(i % 50)]
  })

  test('has every line of both texts, in order', () => {
    for (const [before, after] of cases) {
      const rows = rowsOf(diffBodies(before, after))
      const linesBefore = rows.flatMap(row => row.before ?? [])
      const linesAfter = rows.flatMap(row => row.after ?? [])
      expect(linesBefore.map(textOf)).toEqual(linesOf(before))
      expect(linesAfter.map(textOf)).toEqual(linesOf(after))
      expect(linesBefore.map(line => line.number)).toEqual(linesBefore.map((_, i) => i + 1))
      expect(linesAfter.map(line => line.number)).toEqual(linesAfter.map((_, i) => i + 1))
    }
  })

  test('shows a difference wherever there is one, and nowhere else', () => {
    for (const [before, after] of cases) {
      const diff = diffBodies(before, after)
      expect(diff.identical).toBe(before === after)
      expect(rowsOf(diff).every(row => row.kind === 'same')).toBe(before === after)
      for (const row of rowsOf(diff)) {
        if (row.kind === 'same') expect(row.before.segments).toEqual(row.after.segments)
        if (row.kind !== 'changed') continue
        expect(unchanged(row.before)).toBe(unchanged(row.after))
      }
    }
  })

  test('keeps surrogate pairs in one segment', () => {
    for (const [before, after] of cases) {
      for (const line of rowsOf(diffBodies(before, after)).flatMap(row => [row.before ?? [], row.after ?? []].flat())) {
        line.segments.slice(1).forEach((segment, i) => {
          const seam = line.segments[i]!.text.slice(-1) + segment.text.slice(0, 1)
          expect(seam).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/)
        })
      }
    }
  })
})

describe('a diff of 100,000 characters shows every line and keeps to its budgets, even of', () => {
  const random = seeded(7)
  const word = () => Math.floor(random() * 36 ** 5).toString(36)
  const prose = (length: number) =>
    Array.from({ length: length / 4 }, () => word() + (random() < 0.1 ? '\n' : ' '))
      .join('')
      .slice(0, length)
  const filled = (piece: string) => piece.repeat(100_000 / piece.length)

  test.each([
    ['blank lines', filled('\n'), `a${filled('\n').slice(2)}b`],
    ['unrelated pages', prose(100_000), prose(100_000)],
    ['pages in which every line has a small change', prose(95_000), prose(95_000).replaceAll(/^(\S+) /gm, '$1 the ')],
    ['alternating lines', filled('a\nb\n'), filled('b\na\n')],
    ['one long line', filled('a'), filled('b')],
    ['one line of many words', filled('a b '), filled('b a ')],
    ['one line of zero-width spaces', filled('\u200b'), filled('a\u200b')],
    ['lines of zero-width spaces', filled('a\u200b\n\n'), filled('b\u200b\n\n')],
    ['halves of surrogate pairs', filled('\ud83d'), filled('\ude00')],
  ])('%s', (_, before, after) => {
    const budgets = diffBudgets()
    const rows = rowsOf(diffBodies(before, after, budgets))
    expect(rows.flatMap(row => (row.before ? [textOf(row.before)] : []))).toEqual(linesOf(before))
    expect(rows.flatMap(row => (row.after ? [textOf(row.after)] : []))).toEqual(linesOf(after))
    for (const budget of [budgets.alignment, budgets.pairing, budgets.words])
      expect(budget.left).toBeGreaterThanOrEqual(0)
  })
})

test('a diff of sets lists each added, removed and kept item once, in order', () => {
  expect(diffSets(['b', 'a', 'c', 'a'], ['d', 'a', 'b', 'd'])).toEqual({
    added: ['d'],
    removed: ['c'],
    kept: ['a', 'b'],
  })
})

/** A repeatable stream of numbers in [0, 1): a linear congruential generator (Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}

describe('marking differences side by side', () => {
  const marked = (segments: readonly DiffSegment[]): string =>
    segments.map(({ text, changed }) => (changed ? `{${text}}` : text)).join('')

  test.each<[string, string, string, string, string]>([
    [
      'marks a changed word',
      'It works on Mondays.',
      'It works on Sundays.',
      'It works on {Mondays}.',
      'It works on {Sundays}.',
    ],
    [
      'marks a removed line',
      'one line\nof these\nthree lines',
      'one line\nthree lines',
      'one line\n{of these}\nthree lines',
      'one line\nthree lines',
    ],
    [
      'marks nothing if the texts have little in common',
      'All is well here',
      'Quite different prose',
      'All is well here',
      'Quite different prose',
    ],
    ['marks nothing in equal texts', 'the same', 'the same', 'the same', 'the same'],
    [
      'ignores line endings',
      'a word\r\nand another\r\n',
      'a word\nand one more\n',
      'a word\nand {another}',
      'a word\nand {one more}',
    ],
  ])('%s', (_, a, b, shownA, shownB) => {
    const sides = markDifferences(a, b)
    expect([marked(sides.a), marked(sides.b)]).toEqual([shownA, shownB])
  })
})
