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
  ['a comment in code, which is not a heading,', '```sh\n# not a heading\nping\n```\n', 'not a heading ping'],
  ['a list item', 'Who:\n\n- nurses\n- porters\n  and cooks\n\nAsk them.', 'Who: nurses, porters and cooks. Ask them.'],
  ['an item of a list with empty lines', '* **nurses**\n\n* porters\n\nAsk them.', 'nurses, porters. Ask them.'],
  ['an item that is a sentence', '1. Ask.\n2. Wait!\n3. Go on', 'Ask. Wait! Go on.'],
  ['a list item in code', '```\n- one\n- two\n```', 'one two'],
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
    snippetOf(text, ['ink', 'answer'])
      .map(segment => segment.text)
      .join(''),
  ).toBe(expected)
})
