import { indexEntryOf } from '../../src/search/index-entry.js'
import { indexedTextOf } from '../../src/search/indexed-text.js'
import { snippetOf } from '../../src/search/snippet.js'

const indexed = (body: string) =>
  indexedTextOf({ title: 'A title', summary: '', theme: 'security', tags: [], links: [], body })

test.each([
  ['a heading', '## What happens\n\nThe form comes back.\n', 'What happens – The form comes back.'],
  ['a heading after text', 'It stops.\n\n### Why\nNobody knows.\n', 'It stops. Why – Nobody knows.'],
  ['a heading without a space', '##Why\nNobody knows.', 'Why – Nobody knows.'],
  ['an underlined heading', 'Why\n---\n\nNobody knows.\n', 'Why – Nobody knows.'],
  ['a heading in bold', '## **Why**\n\nNobody knows.\n', 'Why – Nobody knows.'],
  ['a heading that is a question', '## Why?\n\nNobody knows.\n', 'Why? Nobody knows.'],
  [
    'a heading with a smaller one below it',
    '## Why\n\n### On Mondays\n\nNobody knows.',
    'Why – On Mondays – Nobody knows.',
  ],
  ['a heading at the end', 'It stops.\n\n## Why\n', 'It stops. Why'],
  ['an empty heading', 'It stops.\n\n##\n\nNobody knows.', 'It stops. Nobody knows.'],
  ['a comment in code, which is not a heading,', '```sh\n# not a heading\nping\n```\n', '# not a heading ping'],
  ['a list item', 'Who:\n\n- nurses\n- porters\n  and cooks\n\nAsk them.', 'Who: nurses, porters and cooks. Ask them.'],
  ['an item of a list with empty lines', '* **nurses**\n\n* porters\n\nAsk them.', 'nurses, porters. Ask them.'],
  ['an item that is a sentence', '1. Ask.\n2. Wait!\n3. Go on', 'Ask. Wait! Go on.'],
  ['a list item in code', '```\n- one\n- two\n```', '- one - two'],
  ['a line across', 'One.\n\n* * *\n\nTwo.', 'One. Two.'],
])('%s is set off from the text that follows', (_, body, expected) => {
  expect(indexed(body).body).toBe(expected)
})

test('the headings of a text are listed one per line, without those in fenced code', () => {
  expect(indexed('# One\n\n~~~\n# code\n```\n## code\n~~~\n\nTwo\n===\n\n## *Three*\n').headings).toBe(
    'One\nTwo\nThree',
  )
})

test.each([
  ['starts', `${'w'.repeat(50)} – Nobody at all knows the answer.`, '…Nobody at all knows the answer.'],
  ['ends', `Ink ${'x '.repeat(96)}Why – ${'y'.repeat(50)}`, `Ink ${'x '.repeat(96)}Why…`],
  [
    'ends with a full stop before an ellipsis, or',
    `Ink ${'x '.repeat(96)}xx. ${'y'.repeat(50)}`,
    `Ink ${'x '.repeat(96)}xx…`,
  ],
])('a snippet never %s with the dash after a heading', (_, text, expected) => {
  expect(
    snippetOf(text, [['ink'], ['answer']])
      .map(segment => segment.text)
      .join(''),
  ).toBe(expected)
})

test.each([
  ['entities', 'The caf&eacute; &amp; the bar &#8211; &lt;open&gt;', 'The café & the bar – <open>'],
  ['entities in code as they are', 'Write `&eacute;` for it', 'Write &eacute; for it'],
  ['entities in fenced code as they are', '```\n&eacute; *x*\n```', '&eacute; *x*'],
  ['emphasis inside a word', 'un**believ**able and re*consider*ed', 'unbelievable and reconsidered'],
  ['emphasis in emphasis', '**bold *and* slanted** ***both***, __old__ _style_', 'bold and slanted both, old style'],
  ['underscores inside a word', 'the file snake_case_name', 'the file snake_case_name'],
  ['asterisks that mark nothing', 'it costs 2 * 3 pounds', 'it costs 2 * 3 pounds'],
  ['escaped marks', 'C\\# and 5\\*', 'C# and 5*'],
  [
    'an address in angle brackets',
    'See <https://www.gov.uk/x> or <help@example.org>.',
    'See https://www.gov.uk/x or help@example.org.',
  ],
  ['a bare address', 'See https://www.gov.uk/x now', 'See https://www.gov.uk/x now'],
  ['a placeholder in angle brackets', 'Dear <your name>', 'Dear <your name>'],
  ['no tags of HTML', 'One<br>two <b class="x">three</b>', 'One two three'],
  ['no addresses of links', '[the law](https://example.org/a_(b)) and [more][ref]', 'the law and more'],
  ['no soft hyphens', 'un\u00adbeliev&shy;able', 'unbelievable'],
  ['no zero-width spaces', 'un\u200bbelievable', 'unbelievable'],
  ['no lines of a table', '| a | b |\n|---|:-:|\n| c | d |', 'a b c d'],
])('the text that is indexed and shown has %s', (_, body, expected) => {
  expect(indexed(body).body).toBe(expected)
})

test.each(['*', '_', '`', '<', '[', '](', '&', '\\', '*a ', '_a ', '<a.', '`a ', '![', '-a', '\u00ad', "'s"])(
  'a text of %j alone is indexed in time',
  mark => {
    const body = mark.repeat(Math.floor(100_000 / mark.length))
    const start = performance.now()
    indexEntryOf(indexed(body))
    expect(performance.now() - start).toBeLessThan(1_000)
  },
)
