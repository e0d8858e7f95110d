import { indexedTextOf } from '../../src/search/text.js'
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
])('a snippet never %s with the dash after a heading', (_, text, expected) => {
  expect(
    snippetOf(text, ['ink', 'answer'])
      .map(segment => segment.text)
      .join(''),
  ).toBe(expected)
})
