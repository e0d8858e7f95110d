import type { Content } from '../../src/pages/index.js'
import { compareContents, type Names } from '../../src/revisions/index.js'

const names: Names = { theme: slug => `Theme ${slug}`, page: id => `Page ${id}` }

const content: Content = {
  title: 'Title',
  summary: 'Summary.',
  theme: 'security',
  tags: ['a', 'b'],
  links: ['1', '2'],
  body: 'one\ntwo\n',
}

const compared = (before: Content | undefined, after: Content) => {
  const { identical, lines, lists, body } = compareContents(before, after, names)
  return { identical, lines, lists, body: { identical: body.identical, added: body.added, removed: body.removed } }
}

const same = { identical: true, added: 0, removed: 0 }

test.each<readonly [string, Partial<Content>, object]>([
  ['nothing', {}, { identical: true, lines: [], lists: [], body: same }],
  [
    'the title',
    { title: 'Other' },
    { identical: false, lines: [{ field: 'Title', before: 'Title', after: 'Other' }], lists: [], body: same },
  ],
  [
    'the theme, by its name',
    { theme: 'procurement' },
    {
      identical: false,
      lines: [{ field: 'Theme', before: 'Theme security', after: 'Theme procurement' }],
      lists: [],
      body: same,
    },
  ],
  [
    'tags',
    { tags: ['b', 'c'] },
    { identical: false, lines: [], lists: [{ field: 'Tags', added: ['c'], removed: ['a'] }], body: same },
  ],
  [
    'links, by their titles',
    { links: [] },
    {
      identical: false,
      lines: [],
      lists: [{ field: 'Linked pages', added: [], removed: ['Page 1', 'Page 2'] }],
      body: same,
    },
  ],
  [
    'the body',
    { body: 'one\n2\nthree\n' },
    { identical: false, lines: [], lists: [], body: { identical: false, added: 2, removed: 1 } },
  ],
  [
    'all at once',
    { title: 'T', summary: 'S', tags: [], body: '' },
    {
      identical: false,
      lines: [
        { field: 'Title', before: 'Title', after: 'T' },
        { field: 'Summary', before: 'Summary.', after: 'S' },
      ],
      lists: [{ field: 'Tags', added: [], removed: ['a', 'b'] }],
      body: { identical: false, added: 0, removed: 2 },
    },
  ],
])('what differs: %s', (_, change, expected) => {
  expect(compared(content, { ...content, ...change })).toEqual(expected)
})

test('a new page is held against nothing', () => {
  expect(compared(undefined, content)).toEqual({
    identical: false,
    lines: [
      { field: 'Title', before: '', after: 'Title' },
      { field: 'Summary', before: '', after: 'Summary.' },
      { field: 'Theme', before: '', after: 'Theme security' },
    ],
    lists: [
      { field: 'Tags', added: ['a', 'b'], removed: [] },
      { field: 'Linked pages', added: ['Page 1', 'Page 2'], removed: [] },
    ],
    body: { identical: false, added: 2, removed: 0 },
  })
})

test('a body that is equal has no table of changes, one with too many rows gives both texts whole', () => {
  expect(compareContents(content, { ...content, title: 'T' }, names).body.html).toBeUndefined()
  const long = Array.from({ length: 4_000 }, (_, n) => `line ${n}\n`).join('')
  const { body } = compareContents(content, { ...content, body: long }, names)
  expect(body).toMatchObject({ html: undefined, before: content.body, after: long, added: 4_000 })
})

test('what is typed is text in the table of changes', () => {
  const { body } = compareContents(content, { ...content, body: '<script>alert(1)</script> & "quotes"\n' }, names)
  expect(String(body.html)).toContain('&lt;script&gt;')
  expect(String(body.html)).not.toContain('<script>')
})

describe('a link leads to the first change in the text', () => {
  const lines = (...numbers: readonly number[]): string => numbers.map(n => `line ${n}\n`).join('')
  const many = Array.from({ length: 60 }, (_, n) => n)
  const html = (before: string, after: string): string =>
    String(compareContents({ ...content, body: before }, { ...content, body: after }, names).body.html)
  const targets = (text: string): readonly (readonly string[])[] =>
    [...text.matchAll(/<td class="app-diff__text[^"]*" id="([^"]*)" tabindex="-1">([\s\S]*?)<\/td>/g)].map(
      ([, id, cell]) => [id!, cell!.replace(/<[^>]*>/g, '')],
    )

  test.each<[string, string, string, readonly (readonly string[])[]]>([
    [
      'a line that changed',
      lines(...many),
      lines(...many).replace('line 40\n', 'line forty\n'),
      [
        ['side-first-change', '−Removed: line 40'],
        ['inline-first-change', '−Removed: line 40'],
      ],
    ],
    [
      'a line that was added',
      lines(1, 2),
      lines(1, 7, 8, 2),
      [
        ['side-first-change', '+Added: line 7'],
        ['inline-first-change', '+Added: line 7'],
      ],
    ],
    [
      'changes far from each other, each by its number',
      lines(...many),
      lines(...many.filter(n => n !== 5 && n !== 50)),
      [
        ['side-first-change', '−Removed: line 5'],
        ['inline-first-change', '−Removed: line 5'],
      ],
    ],
  ])('%s', (_, before, after, expected) => expect(targets(html(before, after))).toEqual(expected))

  test('not where all is new, or the text is the same', () => {
    expect(compareContents(undefined, content, names).toFirstChange).toBe(false)
    expect(compareContents(content, { ...content, title: 'T' }, names).toFirstChange).toBe(false)
    expect(compareContents(content, { ...content, body: 'one\n' }, names).toFirstChange).toBe(true)
  })

  test('unchanged lines far from it are folded, and say how many they are', () => {
    expect(html(lines(...many), lines(...many, 99)).match(/<summary>[^<]*<\/summary>/g)).toEqual([
      '<summary>Show 57 unchanged lines</summary>',
      '<summary>Show 57 unchanged lines</summary>',
    ])
  })
})
