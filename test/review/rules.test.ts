import { publishesWithoutReview, type Actor, type Member, type Role, type Trust } from '../../src/accounts/index.js'
import { actionsOn, canReview, canSee, earnsTrust } from '../../src/review/index.js'
import {
  authorActionsOn,
  decisionObstacle,
  publishObstacle,
  reasonFor,
  resolutionObstacle,
  type ProposalStatus,
  type ReviewAction,
  type SuggestionStatus,
} from '../../src/review/rules.js'

const member = (id: string, role: Role = 'member', trust: Trust = 'new'): Member => ({
  id,
  name: id,
  email: `${id}@testshire.example`,
  role,
  trust,
  organisation: undefined,
  shownAs: 'organisation',
})

const actors = {
  'a visitor': undefined,
  'its author': member('author'),
  'its author who is now a moderator': member('author', 'moderator'),
  'another member who is trusted': member('other', 'member', 'trusted'),
  'a moderator': member('moderator', 'moderator'),
  'an admin': member('admin', 'admin'),
} as const satisfies Record<string, Actor>
type ActorName = keyof typeof actors

const waiting = { state: 'pending', waitingOn: 'moderator', authorId: 'author' } as const
const suggestions = {
  'that waits for a moderator': waiting,
  'that waits for its author': { ...waiting, waitingOn: 'author' },
  'that was published': { ...waiting, state: 'published' },
  'that was rejected': { ...waiting, state: 'rejected' },
  'that was withdrawn': { ...waiting, state: 'withdrawn' },
} as const satisfies Record<string, Omit<SuggestionStatus, 'isPageArchived'>>
type SuggestionName = keyof typeof suggestions

interface PageAndProposal extends ProposalStatus, Pick<SuggestionStatus, 'isPageArchived'> {}

const ready: PageAndProposal = { isPageArchived: false, isUnchanged: false, hasConflict: false }
const proposals = {
  'whose change can be published': ready,
  'whose page is archived': { ...ready, isPageArchived: true },
  'that changes nothing': { ...ready, isUnchanged: true },
  'that conflicts with its page': { ...ready, hasConflict: true },
  'that conflicts with its archived page': { ...ready, isPageArchived: true, hasConflict: true },
} as const satisfies Record<string, PageAndProposal>
type ProposalName = keyof typeof proposals

const statusOf = (suggestion: SuggestionName, proposal: ProposalName): SuggestionStatus => ({
  ...suggestions[suggestion],
  isPageArchived: proposals[proposal].isPageArchived,
})

const isModerator = (name: ActorName): boolean => name === 'a moderator' || name === 'an admin'
const isAuthor = (name: ActorName): boolean => name.startsWith('its author')

/** What an author may do with their own suggestion while it is pending. */
const authorsActions: Readonly<Record<ProposalName, readonly ReviewAction[]>> = {
  'whose change can be published': ['amend', 'withdraw'],
  'whose page is archived': ['withdraw'],
  'that changes nothing': ['amend', 'withdraw'],
  'that conflicts with its page': ['amend', 'withdraw'],
  'that conflicts with its archived page': ['withdraw'],
}

/** What a moderator may do with somebody else's suggestion while it waits for a moderator. */
const moderatorsActions: Readonly<Record<ProposalName, readonly ReviewAction[]>> = {
  'whose change can be published': ['publish', 'reject', 'request-changes'],
  'whose page is archived': ['reject'],
  'that changes nothing': ['reject', 'request-changes'],
  'that conflicts with its page': ['reject', 'request-changes', 'resolve-conflict'],
  'that conflicts with its archived page': ['reject'],
}

function allowed(suggestion: SuggestionName, proposal: ProposalName, actor: ActorName): readonly ReviewAction[] {
  const isPending = suggestion === 'that waits for a moderator' || suggestion === 'that waits for its author'
  if (!isPending) return []
  if (isAuthor(actor)) return authorsActions[proposal]
  if (!isModerator(actor)) return []
  const actions = moderatorsActions[proposal]
  return suggestion === 'that waits for its author' ? actions.filter(action => action !== 'request-changes') : actions
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(table) as Key[]

const everyCase = keysOf(suggestions).flatMap(suggestion =>
  keysOf(proposals).flatMap(proposal => keysOf(actors).map(actor => [actor, suggestion, proposal] as const)),
)

test.each(everyCase)(
  '%s has exactly the actions of the table on a suggestion %s and %s',
  (actor, suggestion, proposal) => {
    const actions = actionsOn(statusOf(suggestion, proposal), proposals[proposal], actors[actor])
    expect([...actions].sort()).toEqual(allowed(suggestion, proposal, actor))
  },
)

test.each(everyCase)('as an author, %s may do the same with a suggestion %s and %s by either rule', (...names) => {
  const [actor, suggestion, proposal] = names
  const actions = actionsOn(statusOf(suggestion, proposal), proposals[proposal], actors[actor])
  const authorActions = authorActionsOn(statusOf(suggestion, proposal), actors[actor])
  expect([...actions].filter(action => action === 'amend' || action === 'withdraw')).toEqual([...authorActions])
})

test.each([
  ['whose page is archived', 'archived'],
  ['that changes nothing', 'unchanged'],
  ['that conflicts with its page', 'conflict'],
  ['that conflicts with its archived page', 'archived'],
] as const)('a proposal %s cannot be published, with the obstacle “%s”', (proposal, obstacle) => {
  expect(publishObstacle(statusOf('that waits for a moderator', proposal), proposals[proposal])).toBe(obstacle)
})

test('a proposal whose change can be published has no obstacle', () => {
  const name = 'whose change can be published'
  expect(publishObstacle(statusOf('that waits for a moderator', name), proposals[name])).toBeUndefined()
})

test.each([
  ['publish', 'whose page is archived', 'archived'],
  ['publish', 'that changes nothing', 'unchanged'],
  ['publish', 'that conflicts with its page', 'conflict'],
  ['publish', 'that conflicts with its archived page', 'archived'],
  ['request-changes', 'whose page is archived', 'archived'],
  ['request-changes', 'that changes nothing', undefined],
  ['request-changes', 'that conflicts with its page', undefined],
  ['request-changes', 'that conflicts with its archived page', 'archived'],
  ['reject', 'whose page is archived', undefined],
  ['reject', 'that changes nothing', undefined],
  ['reject', 'that conflicts with its page', undefined],
  ['reject', 'that conflicts with its archived page', undefined],
] as const)(
  'what stops a moderator from the decision “%s” on a suggestion %s is: %s',
  (verdict, proposal, obstacle) => {
    const suggestion = statusOf('that waits for a moderator', proposal)
    expect(decisionObstacle(suggestion, proposals[proposal], actors['a moderator'], verdict)).toBe(obstacle)
  },
)

test.each([
  ['its author who is now a moderator', 'that waits for a moderator', 'publish'],
  ['its author who is now a moderator', 'that waits for a moderator', 'reject'],
  ['another member who is trusted', 'that waits for a moderator', 'reject'],
  ['a moderator', 'that was withdrawn', 'reject'],
  ['a moderator', 'that waits for its author', 'request-changes'],
] as const)('%s can in no case make a decision on a suggestion %s: “%s”', (actor, suggestion, verdict) => {
  const status = statusOf(suggestion, 'whose change can be published')
  expect(decisionObstacle(status, ready, actors[actor], verdict)).toBe('forbidden')
})

test.each([
  ['a moderator', 'that waits for a moderator', 'that conflicts with its page', undefined],
  ['a moderator', 'that waits for its author', 'that conflicts with its page', undefined],
  ['a moderator', 'that was published', 'that conflicts with its page', 'closed'],
  ['a moderator', 'that waits for a moderator', 'that conflicts with its archived page', 'archived'],
  ['a moderator', 'that waits for a moderator', 'that changes nothing', 'no-conflict'],
  ['its author who is now a moderator', 'that waits for a moderator', 'that conflicts with its page', 'forbidden'],
  ['another member who is trusted', 'that waits for a moderator', 'that conflicts with its page', 'forbidden'],
] as const)(
  'what stops %s from resolving a conflict in a suggestion %s and %s is: %s',
  (actor, suggestion, proposal, obstacle) => {
    const status = statusOf(suggestion, proposal)
    expect(resolutionObstacle(status, proposals[proposal], actors[actor])).toBe(obstacle)
  },
)

test.each(keysOf(actors).map(name => [name, isAuthor(name) || isModerator(name) ? 'can' : 'cannot'] as const))(
  '%s %s see a suggestion',
  (name, verb) => {
    expect(canSee(waiting, actors[name])).toBe(verb === 'can')
  },
)

test.each([
  ['a visitor cannot', undefined, false],
  ['a trusted member cannot', member('a', 'member', 'trusted'), false],
  ['a moderator can', member('a', 'moderator'), true],
  ['an admin can', member('a', 'admin'), true],
])('%s review suggestions', (_, actor, can) => {
  expect(canReview(actor)).toBe(can)
})

test.each([
  ['a new member cannot', member('a'), false],
  ['a trusted member can', member('a', 'member', 'trusted'), true],
  ['a moderator can', member('a', 'moderator'), true],
  ['an admin can', member('a', 'admin'), true],
])('%s publish without review', (_, author, publishes) => {
  expect(publishesWithoutReview(author)).toBe(publishes)
})

test.each([
  ['keeps', 'reject', 'other'],
  ['does not have', 'request-changes', undefined],
  ['does not have', 'publish', undefined],
] as const)('a decision %s the reason that is selected when its verdict is to %s', (_, verdict, reason) => {
  expect(reasonFor(verdict, 'other')).toBe(reason)
})

test.each([
  ['a new member with no published suggestions stays new', 'new', 0, false],
  ['a new member with 2 published suggestions stays new', 'new', 2, false],
  ['a new member with 3 published suggestions becomes trusted', 'new', 3, true],
  ['a new member with 40 published suggestions becomes trusted', 'new', 40, true],
  ['a trusted member does not become trusted again', 'trusted', 3, false],
] as const)('%s', (_, trust, published, becomes) => {
  expect(earnsTrust({ trust }, published)).toBe(becomes)
})
