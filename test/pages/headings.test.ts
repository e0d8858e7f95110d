import { bodyTemplate, kinds, removeEmptySections } from '../../src/pages/index.js'

test.each([
  ['nothing was written', bodyTemplate('barrier'), ''],
  [
    'one heading has text',
    '## What happens\n\nIt stops.\n\n## Who it affects\n\n\n## Why it matters\n',
    '## What happens\n\nIt stops.\n',
  ],
  ['the first is empty', '## What happens\n\n## Who it affects\nAll.', '## Who it affects\nAll.'],
  [
    'a heading of one’s own is empty',
    '## Mine\n\n## What happens\n\nIt stops.',
    '## Mine\n\n## What happens\n\nIt stops.',
  ],
  [
    'there is a smaller heading under it',
    '## What happens\n\n### On Mondays\n\nIt stops.',
    '## What happens\n\n### On Mondays\n\nIt stops.',
  ],
  [
    'headings stand in a code block',
    '```\n## What happens\n## Who it affects\n```\n',
    '```\n## What happens\n## Who it affects\n```\n',
  ],
])('headings left empty are dropped, all else stays: %s', (_, body, kept) => {
  expect(removeEmptySections('barrier', body).trimEnd()).toBe(kept.trimEnd())
})

test('a text without empty headings is left as it was typed', () => {
  const whole = kinds.solution.bodyHeadings.map(heading => `## ${heading}\n\nText.  \n`).join('\n')
  expect(removeEmptySections('solution', whole)).toBe(whole)
})
