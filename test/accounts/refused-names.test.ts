import { findMemberByEmail, updateMember } from '../../src/accounts/index.js'
import { PASSPHRASE } from '../support/browser.js'
import { engines } from '../support/databases.js'
import { organisation } from '../support/evidence.js'
import { errorsIn, formIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

const organisationProblem = (name: string): string =>
  `The name must not have the name or initials of an organisation (${name}). We show yours beside it`
const WORK = organisationProblem('Department for Work and Pensions')
const MODERATOR = 'A moderator has a name that looks like this one. Add an initial or another of your names'
const COMMA = 'The name must not have a comma. We show your organisation beside it'
const HIDDEN = 'The name has an invisible character. Delete it and type the name again'

/** Names, and why each is refused. */
const refused: readonly (readonly [string, string])[] = [
  ['Ada Byron, Leeds City Council', COMMA],
  ['Demonstra\u200btion mo\u2060derator', HIDDEN],
  ['Ada Byron Department for Work and Pensions', WORK],
  ['Ada of the department for work and pensions', WORK],
  ['Ada DEPARTMENT FOR WORK AND PENSIONS', WORK],
  ['Départment för Wórk and Pensions', WORK],
  ['Department for W0rk and Pensi0ns', WORK],
  ['Ada Byron DWP', WORK],
  ['Ada-DWP', WORK],
  ['Ada Nesta', organisationProblem('Nesta')],
  ['Mo Derate', MODERATOR],
  ['mo derate', MODERATOR],
  ['Mó Dérate', MODERATOR],
  ['M0 Derate', MODERATOR],
  ["Mo D'erate", MODERATOR],
  [
    'Мо Ꭰerate',
    'The name mixes letters of different alphabets, some of which look the same. Use the letters of one alphabet',
  ],
  // Cyrillic letters only
  ['Торе Вох', MODERATOR],
  ['lan Admit', MODERATOR],
]

/** Names that only remind of an organisation or a moderator. */
const allowed = ['Nesta Roberts', 'Ada Work', 'Ada Pensions', 'ADA DWP', 'Mo Deraté Smith', 'Dan Work', 'Mo']

describe.each(engines)('names on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
    await organisation(site, 'Department for Work and Pensions', 'ministerial-department')
    await organisation(site, 'Nesta')
    await site.signedIn({ role: 'moderator', name: 'Mo Derate' })
    await site.signedIn({ role: 'moderator', name: 'Tope Box' })
    await site.signedIn({ role: 'admin', name: 'Ian Admit' })
  })
  afterAll(() => site.close())

  let count = 0
  const register = async (name: string) => {
    const email = `name${++count}@testshire.example`
    const response = await site.visitor().submitForm('/register', { name, email, passphrase: PASSPHRASE })
    return { response, member: await findMemberByEmail(site.deps.db, email) }
  }

  test.each(refused)('nobody registers as “%s”', async (name, problem) => {
    const { response, member } = await register(name)
    expect([response.status, errorsIn(response.text)]).toEqual([422, [`name: ${problem}`]])
    expect([formIn(response.text, '/register').fields['name'], member]).toEqual([name, undefined])
  })

  test.each(allowed)('a person registers as “%s”', async name => {
    const { response, member } = await register(name)
    expect([response.status, member?.name]).toEqual([303, name])
  })

  test('a name is stored with plain spaces and composed letters', async () => {
    expect((await register(' Jose\u0301\u00a0 Byron ')).member?.name).toBe('José Byron')
  })

  test.each(refused)('a member cannot change their name to “%s”', async (name, problem) => {
    const { browser, member } = await site.signedIn()
    const response = await browser.submitForm('/account', { name }, '/account')
    expect([response.status, errorsIn(response.text)]).toEqual([422, [`name: ${problem}`]])
    expect((await findMemberByEmail(site.deps.db, member.email))?.name).toBe(member.name)
  })

  test('a name from before these rules stays until the member changes it, and then to an allowed one', async () => {
    const { browser, member } = await site.signedIn()
    await site.deps.db.transaction(tx => updateMember(tx, member.id, { name: 'Ada, HM Treasury' }))
    const form = formIn((await browser.get('/account')).text, '/account')
    expect(form.fields['name']).toBe('Ada, HM Treasury')
    expect((await browser.submitForm('/account', { shownAs: 'kind' }, '/account')).status).toBe(303)
    const sent = await browser.submitForm('/account', { name: 'Ada, HMRC' }, '/account')
    expect([sent.status, errorsIn(sent.text)]).toEqual([422, [`name: ${COMMA}`]])
    expect(await findMemberByEmail(site.deps.db, member.email)).toMatchObject({
      name: 'Ada, HM Treasury',
      shownAs: 'kind',
    })
  })

  test('a moderator can save their account under their own name', async () => {
    const { browser } = await site.signedIn({ role: 'moderator', name: 'Una Derate' })
    expect((await browser.submitForm('/account', { shownAs: 'name' }, '/account')).status).toBe(303)
  })
})
