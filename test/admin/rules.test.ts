import type { Role } from '../../src/accounts/index.js'
import { whyNotBlock, whyNotChangeRole } from '../../src/admin/rules.js'
import type { Member } from '../../src/accounts/index.js'

const ONLY_ADMIN = 'This is the only admin. Make someone else an admin first.'
const blockedAt = '2026-03-04T09:00:00.000Z'

test.each<[string, Pick<Member, 'role' | 'blockedAt'>, number, string | undefined]>([
  ['the only admin', { role: 'admin' }, 1, ONLY_ADMIN],
  ['one of two admins', { role: 'admin' }, 2, undefined],
  ['a blocked admin', { role: 'admin', blockedAt }, 1, undefined],
  ['a moderator', { role: 'moderator' }, 1, undefined],
  ['a member', { role: 'member' }, 1, undefined],
])('whether %s may get another role', (_, member, admins, reason) => {
  expect(whyNotChangeRole(member, admins)).toBe(reason)
})

const account = (id: string, role: Role, isBlocked = false): Member => ({
  id,
  name: id,
  email: `${id}@testshire.example`,
  role,
  trust: 'new',
  shownAs: 'kind',
  organisation: undefined,
  ...(isBlocked ? { blockedAt } : {}),
})
const boss = account('boss', 'admin')

test.each<[string, Member | undefined, Member, number, string | undefined]>([
  ['an admin, a member', boss, account('somebody', 'member'), 1, undefined],
  ['an admin, a moderator', boss, account('somebody', 'moderator'), 1, undefined],
  ['an admin, another admin', boss, account('somebody', 'admin'), 2, undefined],
  ['an admin, a blocked admin', boss, account('somebody', 'admin', true), 1, undefined],
  ['an admin, the last admin', boss, account('somebody', 'admin'), 1, ONLY_ADMIN],
  ['an admin, themselves', boss, boss, 2, 'You cannot block yourself.'],
  [
    'a moderator, a member',
    account('m', 'moderator'),
    account('somebody', 'member'),
    1,
    'Only admins can block members.',
  ],
  ['a member, a member', account('m', 'member'), account('somebody', 'member'), 1, 'Only admins can block members.'],
  ['nobody, a member', undefined, account('somebody', 'member'), 1, 'Only admins can block members.'],
])('who may block whom: %s', (_, actor, member, admins, reason) => {
  expect(whyNotBlock(actor, member, admins)).toBe(reason)
})
