import { bodyTemplate, kinds, removeEmptySections } from '../../src/pages/index.js'

test.each([
  ['drops every heading of an empty template', bodyTemplate('barrier'), ''],
  [
    'keeps a heading that has text',
    '## What happens\n\nIt stops.\n\n## Who it affects\n\n\n## Why it matters\n',
    '## What happens\n\nIt stops.\n',
  ],
  ['drops an empty first heading', '## What happens\n\n## Who it affects\nAll.', '## Who it affects\nAll.'],
  [
    'keeps an empty heading that is not from the template',
    '## Mine\n\n## What happens\n\nIt stops.',
    '## Mine\n\n## What happens\n\nIt stops.',
  ],
  [
    'keeps a heading that has a smaller heading under it',
    '## What happens\n\n### On Mondays\n\nIt stops.',
    '## What happens\n\n### On Mondays\n\nIt stops.',
  ],
  [
    'keeps headings in a code block',
    '```\n## What happens\n## Who it affects\n```\n',
    '```\n## What happens\n## Who it affects\n```\n',
  ],
  [
    'drops empty headings after code that opens and closes on one line',
    '```ping```\n\n## What happens\n\n## Who it affects\n\nAll.\n',
    '```ping```\n\n## Who it affects\n\nAll.\n',
  ],
  [
    'drops empty headings after a line of text that begins with three backticks',
    '``` not `code`\n\n## What happens\n',
    '``` not `code`\n',
  ],
  [
    'keeps headings in code until a fence of the same kind and length, with nothing after it, closes it',
    '````\n```\n## What happens\n```` x\n## What happens\n~~~~\n````\n## What happens\n',
    '````\n```\n## What happens\n```` x\n## What happens\n~~~~\n````\n',
  ],
  [
    'drops empty headings after code whose fence names several words',
    '~~~ a `b` ~~~\n## What happens\n~~~\n## What happens\n',
    '~~~ a `b` ~~~\n## What happens\n~~~\n',
  ],
])('removing empty sections %s', (_, body, expected) => {
  expect(removeEmptySections('barrier', body).trimEnd()).toBe(expected.trimEnd())
})

test('a text without empty headings stays as it was typed', () => {
  const text = kinds.solution.bodyHeadings.map(heading => `## ${heading}\n\nText.  \n`).join('\n')
  expect(removeEmptySections('solution', text)).toBe(text)
})
