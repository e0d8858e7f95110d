import type { Role } from '../../src/accounts/index.js'
import { whyNotChangeRole } from '../../src/admin/rules.js'

test.each<[string, Role, number, string | undefined]>([
  ['the only admin', 'admin', 1, 'This is the only admin. Make someone else an admin first.'],
  ['one of two admins', 'admin', 2, undefined],
  ['a moderator', 'moderator', 1, undefined],
  ['a member', 'member', 1, undefined],
])('whether %s may get another role', (_, role, admins, reason) => {
  expect(whyNotChangeRole({ role }, admins)).toBe(reason)
})
