import { attribution, attributionHtml, attributionText } from '../../src/accounts/attribution.js'
import { canManageMembers, isModerator, shownAsOptions, type Member, type Role } from '../../src/accounts/rules.js'
import { textOf } from '../support/html.js'
import { emailDomain, normaliseEmail } from '../../src/accounts/email-address.js'
import { kindWithArticle } from '../../src/accounts/organisation-kinds.js'

const council = { id: 'o', name: 'Testshire Council', kind: 'council' }
const nhs = { id: 'n', name: 'Testshire Care', kind: 'nhs-body' }
const odd = { id: 'x', name: 'A body of its own', kind: 'a kind nobody knows' }

test.each([
  [council, 'Ada Byron, Testshire Council', 'a member of staff at Testshire Council', 'a member of staff at a council'],
  [nhs, 'Ada Byron, Testshire Care', 'a member of staff at Testshire Care', 'a member of staff at an NHS body'],
  [
    odd,
    'Ada Byron, A body of its own',
    'a member of staff at A body of its own',
    'a member of staff at an organisation',
  ],
  [undefined, 'Ada Byron', 'a member whose organisation is not listed', 'a member whose organisation is not listed'],
])('a member of %j is shown by name, by organisation or by kind of organisation', (organisation, ...expected) => {
  const shown = shownAsOptions.map(shownAs => attribution({ name: 'Ada Byron', organisation }, shownAs))
  expect(shown.map(attributionText)).toEqual(expected)
  expect(shown.map(attributionHtml).map(html => textOf(html.toString()))).toEqual(expected)
})

test.each<[string, Role | undefined, boolean, boolean]>([
  ['a visitor neither moderates nor administers', undefined, false, false],
  ['a member neither moderates nor administers', 'member', false, false],
  ['a moderator moderates but does not administer', 'moderator', true, false],
  ['an admin moderates and administers', 'admin', true, true],
])('%s', (_, role, moderates, administers) => {
  const actor = role && ({ id: 'm', role } as Member)
  expect([isModerator(actor), canManageMembers(actor)]).toEqual([moderates, administers])
})

test.each([
  ['council', 'a council'],
  ['executive-agency', 'an executive agency'],
  [undefined, 'an organisation'],
  ['constructor', 'an organisation'],
  ['__proto__', 'an organisation'],
])('an organisation of kind %s is called “%s”', (kind, expected) => expect(kindWithArticle(kind)).toBe(expected))

test.each([
  [' Ada.Byron@Testshire.Example ', 'ada.byron@testshire.example', 'testshire.example'],
  ['ada+unblock@a.b.example', 'ada+unblock@a.b.example', 'a.b.example'],
  ['"a@b"@c.example', '"a@b"@c.example', 'c.example'],
])('the email address %j is normalised to %s, whose domain is %s', (typed, normalised, domain) => {
  expect([normaliseEmail(typed), emailDomain(normaliseEmail(typed))]).toEqual([normalised, domain])
})
