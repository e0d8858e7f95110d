import { slugOf } from '../../src/platform/slug.js'
import {
  truncateWithEllipsis,
  pluralise,
  characterCount,
  sortKeyOf,
  storageProblem,
  normaliseLineEndings,
} from '../../src/platform/text.js'

test.each([
  ['words', 'YouTube is blocked', 'youtube-is-blocked'],
  ['punctuation', 'What’s “blocked”? (Part 2)', 'whats-blocked-part-2'],
  ['accents stay', 'Café à Genève', 'café-à-genève'],
  ['another script', '帮助', '帮助'],
  ['nothing that an address can hold', '?!…', ''],
  ['a way out of the folder', '../../etc/passwd', 'etcpasswd'],
  ['more than fits', 'a'.repeat(300), 'a'.repeat(120)],
])('the slug of %s', (_, title, slug) => expect(slugOf(title)).toBe(slug))

test('what is cut is never cut inside a character', () => {
  const title = `${'a'.repeat(119)}𝒳𝒳`
  expect([slugOf(title), sortKeyOf(`${'a'.repeat(119)}𐐷𐐷`)]).toEqual(['a'.repeat(119), 'a'.repeat(119)])
})

test.each([
  ['plain text', 'a b', undefined],
  ['a pair of surrogates', '😀', undefined],
  ['control characters', '\u0001\u001b\u007f\u0085', undefined],
  ['right-to-left marks', '\u202eabc\u200f', undefined],
  ['characters that stand for none', '\ufffd\uffff\ufeff', undefined],
  ['a NUL', 'a\0b', 'NUL'],
  ['the first half of a pair', 'a\ud83d', 'surrogate'],
  ['the second half of a pair', '\ude00b', 'surrogate'],
])('can %s be stored?', (_, text, problem) => {
  if (problem === undefined) expect(storageProblem(text)).toBeUndefined()
  else expect(storageProblem(text)).toContain(problem)
})

test.each([
  ['of Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['of old Macs', 'a\rb', 'a\nb'],
  ['of all kinds', '\r\r\n\n\r', '\n\n\n\n'],
])('line ends %s become line feeds', (_, text, expected) => expect(normaliseLineEndings(text)).toBe(expected))

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
  ['of pairs', '😀😀😀😀', 3, '😀😀…'],
])('text that is %s is clipped', (_, text, most, expected) => expect(truncateWithEllipsis(text, most)).toBe(expected))

test.each([
  [0, '0 pages'],
  [1, '1 page'],
  [1234, '1,234 pages'],
])('%i counted', (n, expected) => expect(pluralise(n, 'page')).toBe(expected))
test('an odd plural', () =>
  expect([pluralise(1, 'body', 'bodies'), pluralise(2, 'body', 'bodies')]).toEqual(['1 body', '2 bodies']))

test('A to Z passes over capitals, accents and articles', () => {
  const titles = ['zebra', 'Éclair', 'The apple', 'a banana', 'Apple pie', '“Date”']
  expect(titles.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual([
    'The apple',
    'Apple pie',
    'a banana',
    '“Date”',
    'Éclair',
    'zebra',
  ])
})
