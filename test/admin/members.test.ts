import { engines } from '../support/databases.js'
import { textOf } from '../support/screen.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('managing members on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test('an admin finds a member by email address and makes them a moderator, who can moderate at once', async () => {
    const admin = await site.signedIn({ role: 'admin', email: 'chief@testshire.example' })
    const { browser, member } = await site.signedIn({ name: 'Somebody Helpful', email: 'helpful@testshire.example' })
    expect((await browser.get('/review')).status).toBe(404)
    const results = textOf((await admin.browser.get('/admin/members?q=HELP')).text)
    expect(results).toContain('Somebody Helpful')
    expect(results).not.toContain('chief@')
    expect(
      (await admin.browser.submit('/admin/members', { role: 'moderator' }, `/admin/members/${member.id}/role`)).status,
    ).toBe(303)
    expect((await browser.get('/review')).status).toBe(200)
  })

  test('the last admin cannot give up the role', async () => {
    const other = await testSite(engine)
    const { browser, member } = await other.signedIn({ role: 'admin' })
    const refused = await browser.submit('/admin/members', { role: 'member' }, `/admin/members/${member.id}/role`)
    expect([refused.status, textOf(refused.text)]).toEqual([
      422,
      expect.stringContaining('There would be no admin left'),
    ])
    await other.close()
  })

  test.each([
    ['an unknown role', { role: 'king' }, 422],
    ['no role', {}, 422],
    ['an unknown field', { role: 'member', name: 'x' }, 422],
  ])('a change of role with %s is refused', async (_, fields, status) => {
    const { browser, member } = await site.signedIn({ role: 'admin' })
    expect((await browser.submit('/admin/members', fields, `/admin/members/${member.id}/role`)).status).toBe(status)
  })

  test.each(['moderator', 'member'] as const)('the page of members does not exist for a %s', async role => {
    const { browser, member } = await site.signedIn({ role })
    expect((await browser.get('/admin/members')).status).toBe(404)
    expect((await browser.submit('/account', { role: 'admin' }, `/admin/members/${member.id}/role`)).status).toBe(404)
  })
})
