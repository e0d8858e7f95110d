import { slugOf, spellingsOfSlug } from '../../src/platform/slug.js'
import {
  characterStart,
  truncateText,
  truncateWithEllipsis,
  pluralise,
  characterCount,
  titleKey,
  storageProblem,
  normaliseLineEndings,
} from '../../src/platform/text.js'

test.each([
  ['plain words', 'YouTube is blocked', 'youtube-is-blocked'],
  ['punctuation', 'What’s “blocked”? (Part 2)', 'whats-blocked-part-2'],
  ['accented words', 'Café à Genève', 'café-à-genève'],
  ['words in another script', '帮助', '帮助'],
  ['punctuation alone', '?!…', ''],
  ['a path out of the folder', '../../etc/passwd', 'etcpasswd'],
  ['a title that is too long', 'a'.repeat(300), 'a'.repeat(120)],
])('the slug of %s can stand in an address', (_, title, slug) => expect(slugOf(title)).toBe(slug))

test.each([
  ['composed and decomposed letters', 'École', 'E\u0301cole'],
  ['a no-break space', 'No way', 'No\u00a0way'],
  ['other spaces', 'No way', 'No\u2003\u202fway'],
  ['a soft hyphen', 'Hyphen', 'Hy\u00adphen'],
  ['a zero-width space', 'Hyphen', 'Hy\u200bphen'],
  ['a byte order mark', 'Hyphen', '\ufeffHyphen'],
  ['full-width letters', 'ABC 1', 'ＡＢＣ　１'],
  ['a ligature', 'office', 'o\ufb03ce'],
])('titles that differ only in %s have the same slug', (_, title, other) => expect(slugOf(other)).toBe(slugOf(title)))

test.each(['new-2', 'école', '帮助'])('the slug %s is meant by every way of writing it', slug => {
  for (const written of [slug.toUpperCase(), `${slug}.`, `${slug}),`, ` ${slug}`, slug.normalize('NFD')])
    expect(spellingsOfSlug(written)).toContain(slug)
})

const cut = (text: string, length: number): string => text.slice(0, characterStart(text, length))

test.each([
  ['a letter with an accent', 'e\u0301'],
  ['a family', '👩‍👩‍👧‍👦'],
  ['a flag', '🇬🇧'],
  ['a skin tone', '👍🏽'],
  ['a keycap', '1️⃣'],
  ['a pair of surrogates', '𠀀'],
  ['a syllable of Hindi', 'कि'],
])('a cut never splits %s', (_, character) => {
  for (const before of ['', 'a', 'a'.repeat(200)])
    for (let length = 0; length <= character.length; length++)
      expect(cut(`${before}${character}z`, before.length + length)).toBe(
        length < character.length ? before : before + character,
      )
})

test('a letter with hundreds of accents is cut all the same, and in time', () => {
  const zalgo = `a${'\u0301'.repeat(100_000)}`
  const start = performance.now()
  expect(cut(zalgo, 500)).toHaveLength(500)
  expect(characterStart(zalgo, 50_000)).toBe(50_000)
  expect(cut('\ud83d\ude00\u200d'.repeat(30_000), 1_001).isWellFormed()).toBe(true)
  expect(performance.now() - start).toBeLessThan(200)
})

test('slugs and sort keys are never cut inside a character', () => {
  const title = `${'a'.repeat(119)}𠀀𠀀`
  expect([slugOf(title), titleKey(`${'a'.repeat(119)}𐐷𐐷`)]).toEqual(['a'.repeat(119), 'a'.repeat(119)])
})

test.each([
  ['a short text', 'ab', 3, 'ab'],
  ['a text of just the length', 'abc', 3, 'abc'],
  ['plain letters', 'abcd', 3, 'abc'],
  ['before an emoji', 'ab😀', 2, 'ab'],
  ['after an emoji', 'ab😀c', 3, 'ab😀'],
  ['before a family of emoji', 'ab👩‍👩‍👧', 4, 'ab'],
  ['before an emoji with a skin tone', 'ab👍🏽', 3, 'ab'],
  ['before a flag', 'ab🇬🇧🇫🇷', 5, 'ab🇬🇧'],
  ['before a letter with an accent of its own', 'abe\u0301', 3, 'ab'],
  ['inside one character that is longer than the limit', `e${'\u0301'.repeat(9)}`, 3, 'e\u0301\u0301'],
])('a text is cut to a number of characters: %s', (_, text, maxLength, cut) => {
  expect(truncateText(text, maxLength)).toBe(cut)
})

test.each([
  ['plain words', 'a b'],
  ['a pair of surrogates', '😀'],
  ['control characters', '\u0001\u001b\u007f\u0085'],
  ['right-to-left marks', '\u202eabc\u200f'],
  ['replacement characters and noncharacters', '\ufffd\uffff\ufeff'],
])('a text with %s can be stored', (_, text) => {
  expect(storageProblem(text)).toBeUndefined()
})

test.each([
  ['a NUL', 'a\0b', 'a character that we cannot save'],
  ['the first half of a pair', 'a\ud83d', 'half a character'],
  ['the second half of a pair', '\ude00b', 'half a character'],
])('a text with %s cannot be stored', (_, text, problem) => {
  expect(storageProblem(text)).toContain(problem)
})

test.each([
  ['from Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['from old Macs', 'a\rb', 'a\nb'],
  ['of mixed kinds', '\r\r\n\n\r', '\n\n\n\n'],
])('line endings %s become line feeds', (_, text, expected) => expect(normaliseLineEndings(text)).toBe(expected))

test.each([
  ['abc', 3],
  ['😀😀', 2],
  ['', 0],
  ['e\u0301', 2],
])('%j has %i characters', (text, characters) => expect(characterCount(text)).toBe(characters))

test.each([
  ['short enough', 'abc', 3, 'abc'],
  ['too long', 'abcd', 3, 'ab…'],
  ['ending in a space', 'ab cd', 4, 'ab…'],
  ['made of surrogate pairs', '😀😀😀😀', 3, '😀😀…'],
  ['made of letters with accents', 'e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
])('a text that is %s fits after truncating', (_, text, limit, expected) =>
  expect(truncateWithEllipsis(text, limit)).toBe(expected),
)

test.each([
  [0, '0 pages'],
  [1, '1 page'],
  [1234, '1,234 pages'],
])('a count of %i is written as “%s”', (count, expected) => expect(pluralise(count, 'page')).toBe(expected))
test('an irregular plural can be given', () =>
  expect([pluralise(1, 'body', 'bodies'), pluralise(2, 'body', 'bodies')]).toEqual(['1 body', '2 bodies']))

test('sorting from A to Z ignores capitals, accents and articles', () => {
  const titles = ['zebra', 'Éclair', 'The apple', 'a banana', 'Apple pie', '“Date”']
  expect(titles.sort((a, b) => (titleKey(a) < titleKey(b) ? -1 : 1))).toEqual([
    'The apple',
    'Apple pie',
    'a banana',
    '“Date”',
    'Éclair',
    'zebra',
  ])
})
