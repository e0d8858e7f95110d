import type { Actor, Member } from '../../src/accounts/index.js'
import {
  actionsOffered,
  actionsOnPage,
  canRecordStatement,
  statementObstacle,
  type PageAction,
} from '../../src/pages/index.js'

const member: Member = {
  id: 'm',
  name: 'A member',
  email: 'm@testshire.example',
  role: 'member',
  trust: 'new',
  organisation: { id: 'o', name: 'Testshire Council', kind: 'council' },
  shownAs: 'organisation',
}
const unlisted: Member = { ...member, organisation: undefined }
const moderator: Member = { ...member, role: 'moderator' }
const unlistedModerator: Member = { ...unlisted, role: 'moderator' }
const admin: Member = { ...member, role: 'admin' }
const visitor: Actor = undefined

const published = { archivedAt: null }
const archived = { archivedAt: '2026-03-04T09:00:00.000Z' }

type Case = readonly [who: string, page: { archivedAt: string | null }, actor: Actor, actions: readonly PageAction[]]

const allowed: readonly Case[] = [
  ['a visitor, on a published page', published, visitor, []],
  ['a member, on a published page', published, member, ['edit', 'record-statement', 'restore']],
  ['a member of no listed organisation, on a published page', published, unlisted, ['edit', 'restore']],
  ['a moderator, on a published page', published, moderator, ['archive', 'edit', 'record-statement', 'restore']],
  [
    'a moderator of no listed organisation, on a published page',
    published,
    unlistedModerator,
    ['archive', 'edit', 'restore'],
  ],
  ['an admin, on a published page', published, admin, ['archive', 'edit', 'record-statement', 'restore']],
  ['a visitor, on an archived page', archived, visitor, []],
  ['a member, on an archived page', archived, member, []],
  ['a member of no listed organisation, on an archived page', archived, unlisted, []],
  ['a moderator, on an archived page', archived, moderator, ['bring-back', 'edit', 'restore']],
  [
    'a moderator of no listed organisation, on an archived page',
    archived,
    unlistedModerator,
    ['bring-back', 'edit', 'restore'],
  ],
  ['an admin, on an archived page', archived, admin, ['bring-back', 'edit', 'restore']],
]

test.each(allowed)('%s, may do only what the policy allows', (_, page, actor, actions) => {
  expect([...actionsOnPage(page, actor)].sort()).toEqual(actions)
})

test.each([
  ['editing and reporting to a visitor, and asks them to sign in', published, visitor, ['edit', 'record-statement']],
  [
    'no reporting to a member of no listed organisation, who would be refused',
    published,
    unlisted,
    ['edit', 'restore'],
  ],
  ['a visitor nothing once it is archived', archived, visitor, []],
  ['a member nothing once it is archived', archived, member, []],
  [
    'a moderator the actions that are allowed once it is archived',
    archived,
    moderator,
    ['bring-back', 'edit', 'restore'],
  ],
] satisfies readonly Case[])('a page offers %s', (_, page, actor, actions) => {
  expect([...actionsOffered(page, actor)].sort()).toEqual(actions)
})

test.each([
  ['a member of a listed organisation: nothing', published, member, undefined],
  ['an admin of no listed organisation: the listing', published, { ...unlisted, role: 'admin' }, 'unlisted'],
  ['a visitor: signing in', published, visitor, 'signed-out'],
  ['a member: the archiving', archived, member, 'archived'],
  ['a member of no listed organisation: the archiving first', archived, unlisted, 'archived'],
  ['a visitor: the archiving first', archived, visitor, 'archived'],
] as const)('what stops somebody from making a statement: %s', (_, page, actor, obstacle) => {
  expect(statementObstacle(page, actor)).toBe(obstacle)
  expect(canRecordStatement(page, actor)).toBe(obstacle === undefined)
})
