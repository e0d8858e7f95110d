import type { Content } from '../../src/pages/index.js'
import { compareContents, type ContentNames } from '../../src/revisions/index.js'
import { documentOf } from '../support/html.js'

const names: ContentNames = { theme: slug => `Theme ${slug}`, page: id => `Page ${id}` }

const content: Content = {
  title: 'Title',
  summary: 'Summary.',
  theme: 'security',
  tags: ['a', 'b'],
  links: ['1', '2'],
  body: 'one\ntwo\n',
}

const compared = (before: Content | undefined, after: Content) => {
  const { identical, fields, lists, body } = compareContents(before, after, names)
  return { identical, fields, lists, body: { identical: body.identical, added: body.added, removed: body.removed } }
}

const same = { identical: true, added: 0, removed: 0 }

test.each<readonly [string, Partial<Content>, object]>([
  ['nothing for equal contents', {}, { identical: true, fields: [], lists: [], body: same }],
  [
    'the title',
    { title: 'Other' },
    { identical: false, fields: [{ label: 'Title', before: 'Title', after: 'Other' }], lists: [], body: same },
  ],
  [
    'the theme by its name',
    { theme: 'procurement' },
    {
      identical: false,
      fields: [{ label: 'Theme', before: 'Theme security', after: 'Theme procurement' }],
      lists: [],
      body: same,
    },
  ],
  [
    'tags',
    { tags: ['b', 'c'] },
    { identical: false, fields: [], lists: [{ label: 'Tags', added: ['c'], removed: ['a'] }], body: same },
  ],
  [
    'links by their titles',
    { links: [] },
    {
      identical: false,
      fields: [],
      lists: [{ label: 'Linked pages', added: [], removed: ['Page 1', 'Page 2'] }],
      body: same,
    },
  ],
  [
    'the body',
    { body: 'one\n2\nthree\n' },
    { identical: false, fields: [], lists: [], body: { identical: false, added: 2, removed: 1 } },
  ],
  [
    'several changes at once',
    { title: 'T', summary: 'S', tags: [], body: '' },
    {
      identical: false,
      fields: [
        { label: 'Title', before: 'Title', after: 'T' },
        { label: 'Summary', before: 'Summary.', after: 'S' },
      ],
      lists: [{ label: 'Tags', added: [], removed: ['a', 'b'] }],
      body: { identical: false, added: 0, removed: 2 },
    },
  ],
])('comparing two contents shows %s', (_, change, expected) => {
  expect(compared(content, { ...content, ...change })).toEqual(expected)
})

test('in a new page nothing has changed: the comparison has only its text', () => {
  expect(compared(undefined, content)).toEqual({
    identical: false,
    fields: [],
    lists: [],
    body: { identical: false, added: 2, removed: 0 },
  })
  const { counts, html } = compareContents(undefined, content, names).body
  expect([counts, html === undefined]).toEqual([undefined, false])
})

test('there is no table of changes if the text is equal or has too many changes', () => {
  expect(compareContents(content, { ...content, title: 'T' }, names).body.html).toBeUndefined()
  const long = Array.from({ length: 4_000 }, (_, n) => `line ${n}\n`).join('')
  const { body } = compareContents(content, { ...content, body: long }, names)
  expect(body).toMatchObject({ html: undefined, before: content.body, after: long, added: 4_000 })
})

test('user text is escaped in the table of changes', () => {
  const { body } = compareContents(content, { ...content, body: '<script>alert(1)</script> & "quotes"\n' }, names)
  const $ = documentOf(String(body.html))
  expect($('td').text()).toContain('<script>alert(1)</script> & "quotes"')
  expect($('script').length).toBe(0)
})

describe('the link to the first change in the text', () => {
  const lines = (...numbers: readonly number[]): string => numbers.map(n => `line ${n}\n`).join('')
  const many = Array.from({ length: 60 }, (_, n) => n)
  const html = (before: string, after: string): string =>
    String(compareContents({ ...content, body: before }, { ...content, body: after }, names).body.html)
  const targets = (text: string): readonly (readonly string[])[] => {
    const $ = documentOf(text)
    return $('td.app-diff__text[id][tabindex=-1]')
      .toArray()
      .map(cell => [$(cell).attr('id')!, $(cell).text()])
  }

  test.each<[string, string, string, readonly (readonly string[])[]]>([
    [
      'leads to a changed line',
      lines(...many),
      lines(...many).replace('line 40\n', 'line forty\n'),
      [
        ['side-first-change', '−Removed: line 40'],
        ['inline-first-change', '−Removed: line 40'],
      ],
    ],
    [
      'leads to an added line',
      lines(1, 2),
      lines(1, 7, 8, 2),
      [
        ['side-first-change', '+Added: line 7'],
        ['inline-first-change', '+Added: line 7'],
      ],
    ],
    [
      'leads to the first of two changes that are far apart',
      lines(...many),
      lines(...many.filter(n => n !== 5 && n !== 50)),
      [
        ['side-first-change', '−Removed: line 5'],
        ['inline-first-change', '−Removed: line 5'],
      ],
    ],
  ])('%s', (_, before, after, expected) => expect(targets(html(before, after))).toEqual(expected))

  test('is missing if the page is new or the text is unchanged', () => {
    expect(compareContents(undefined, content, names).linksToFirstChange).toBe(false)
    expect(compareContents(content, { ...content, title: 'T' }, names).linksToFirstChange).toBe(false)
    expect(compareContents(content, { ...content, body: 'one\n' }, names).linksToFirstChange).toBe(true)
  })

  test('skips unchanged lines, which are folded and counted', () => {
    const $ = documentOf(html(lines(...many), lines(...many, 99)))
    expect(
      $('summary')
        .toArray()
        .map(summary => $(summary).text()),
    ).toEqual(['Show 57 unchanged lines', 'Show 57 unchanged lines'])
  })
})
