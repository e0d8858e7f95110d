import type { Member, Role, Trust } from '../../src/accounts/index.js'
import { actionsOn, canSee, earnsTrust, publishesWithoutReview } from '../../src/review/index.js'
import type { SuggestionStatus } from '../../src/review/rules.js'

const member = (id: string, role: Role = 'member', trust: Trust = 'new'): Member => ({
  id,
  name: id,
  email: `${id}@testshire.example`,
  role,
  trust,
  organisation: undefined,
  shownAs: 'organisation',
})

const author = member('author')
const authorTurnedModerator = member('author', 'moderator')
const other = member('other', 'member', 'trusted')
const moderator = member('moderator', 'moderator')
const admin = member('admin', 'admin')
const nobody = undefined

const pending: SuggestionStatus = { state: 'pending', waitingOn: 'moderator', authorId: 'author' }
const sentBack: SuggestionStatus = { ...pending, waitingOn: 'author' }

describe('what may be done with a suggestion', () => {
  test.each([
    ['by its author', pending, author, ['amend', 'withdraw']],
    ['by its author after changes were asked for', sentBack, author, ['amend', 'withdraw']],
    ['by its author, a moderator since', pending, authorTurnedModerator, ['amend', 'withdraw']],
    ['by a moderator', pending, moderator, ['publish', 'ask', 'refuse']],
    ['by an admin', pending, admin, ['publish', 'ask', 'refuse']],
    ['by a moderator while it waits for its author', sentBack, moderator, ['publish', 'refuse']],
    ['by another member, however trusted', pending, other, []],
    ['by nobody in particular', pending, nobody, []],
  ])('%s', (_, suggestion, actor, allowed) => {
    expect([...actionsOn(suggestion, actor)]).toEqual(allowed)
  })

  test.each(
    (['published', 'rejected', 'withdrawn'] as const).flatMap(
      state =>
        [
          ['its author', state, author],
          ['a moderator', state, moderator],
        ] as const,
    ),
  )('nothing, by %s, once it is %s', (_, state, actor) => {
    expect([...actionsOn({ ...pending, state }, actor)]).toEqual([])
  })
})

test.each([
  ['its author sees it', author, true],
  ['a moderator sees it', moderator, true],
  ['an admin sees it', admin, true],
  ['another member does not', other, false],
  ['a visitor does not', nobody, false],
])('a suggestion: %s', (_, actor, sees) => {
  expect(canSee(pending, actor)).toBe(sees)
})

test.each([
  ['a new member’s waits', member('a'), false],
  ['a trusted member’s is published at once', other, true],
  ['a moderator’s is published at once', moderator, true],
  ['an admin’s is published at once', admin, true],
])('what is written: %s', (_, actor, atOnce) => {
  expect(publishesWithoutReview(actor)).toBe(atOnce)
})

test.each([
  ['new', 0, false],
  ['new', 2, false],
  ['new', 3, true],
  ['new', 40, true],
  ['trusted', 3, false],
] as const)('a %s member with %i published suggestions earns trust now: %s', (trust, published, earns) => {
  expect(earnsTrust({ trust }, published)).toBe(earns)
})
