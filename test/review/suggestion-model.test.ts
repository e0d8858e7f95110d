import type { Member } from '../../src/accounts/index.js'
import type { PageHead } from '../../src/pages/index.js'
import { suggestionHeadings, waysOn } from '../../src/review/suggestion-model.js'

test.each([
  ['pending', true, false, false, 'Your changes', 'Preview'],
  ['pending', false, false, false, 'Suggested changes', 'Preview'],
  ['pending', true, true, false, 'Your changes', 'How the page will look'],
  ['rejected', true, false, false, 'What you suggested', 'The text with these changes'],
  ['withdrawn', false, false, false, 'What was suggested', 'The text with these changes'],
  ['rejected', true, true, false, 'What you suggested', 'What you suggested'],
  ['published', true, false, false, 'What you suggested', 'The text with these changes'],
  ['pending', true, false, true, 'The combined changes', 'The combined text'],
  ['rejected', true, false, true, 'The combined changes', 'The combined text'],
  ['published', true, false, true, 'What was published', 'The published text'],
] as const)(
  'a suggestion that is %s (own: %s, new page: %s, combined: %s) is shown under “%s” and “%s”',
  (state, isOwn, isNew, isResolution, comparison, preview) => {
    expect(suggestionHeadings({ state, isNew }, { isOwn, isResolution })).toEqual({ comparison, preview })
  },
)

const author: Member = {
  id: 'author',
  name: 'Author',
  email: 'author@testshire.example',
  role: 'member',
  trust: 'new',
  organisation: undefined,
  shownAs: 'organisation',
}
const page = (archivedAt: string | null) => ({ kind: 'barrier', slug: 'maps', archivedAt }) as PageHead
const CONTACT = 'Contact us: /contact'

test.each([
  ['a rejected change', 'rejected', false, page(null), ['Write a new suggestion: /barriers/maps/edit', CONTACT]],
  ['a withdrawn change', 'withdrawn', false, page(null), ['Write a new suggestion: /barriers/maps/edit', CONTACT]],
  ['a rejected change to an archived page', 'rejected', false, page('2026-03-04T00:00:00.000Z'), [CONTACT]],
  ['a rejected new page', 'rejected', true, undefined, ['Write a new suggestion: /barriers/new', CONTACT]],
  ['a pending change', 'pending', false, page(null), []],
  ['a published change', 'published', false, page(null), []],
] as const)('the author of %s has these ways on', (_, state, isNew, about, expected) => {
  const told = { state, isNew, kind: 'barrier', authorId: author.id } as const
  expect(waysOn(told, about, author).map(link => `${link.text}: ${link.href}`)).toEqual(expected)
  expect(waysOn(told, about, { ...author, id: 'moderator', role: 'moderator' })).toEqual([])
})
