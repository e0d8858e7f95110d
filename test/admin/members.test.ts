import { engines } from '../support/databases.js'
import { cardsIn, formIn, noticeIn, textOf } from '../support/html.js'
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
      (await admin.browser.sendWithToken('/admin/members', { role: 'moderator' }, `/admin/members/${member.id}/role`))
        .status,
    ).toBe(303)
    expect((await browser.get('/review')).status).toBe(200)
  })

  test('the last admin cannot give up the role', async () => {
    const other = await testSite(engine)
    const { browser, member } = await other.signedIn({ role: 'admin' })
    const refused = await browser.sendWithToken(
      '/admin/members',
      { role: 'member' },
      `/admin/members/${member.id}/role`,
    )
    expect([refused.status, textOf(refused.text)]).toEqual([422, expect.stringContaining('This is the only admin')])
    await other.close()
  })

  test('the only admin is offered no other role, until there is a second admin', async () => {
    const other = await testSite(engine)
    const { browser, member } = await other.signedIn({ role: 'admin' })
    const { member: second } = await other.signedIn()
    const cardOf = (html: string, { name }: { readonly name: string }) =>
      cardsIn(html).find(card => card.startsWith(name))
    const list = (await browser.get('/admin/members')).text
    expect(cardOf(list, member)).toContain('This is the only admin. Make someone else an admin first.')
    expect(cardOf(list, member)).not.toContain('Change')
    expect(cardOf(list, second)).toContain('Change')
    await browser.submitForm('/admin/members', { role: 'admin' }, `/admin/members/${second.id}/role`)
    expect(cardOf((await browser.get('/admin/members')).text, member)).toContain('Change')
    await other.close()
  })

  test.each(['moderator', 'member'] as const)('an admin who becomes a %s is told so on their account', async role => {
    await site.signedIn({ role: 'admin' })
    const { browser, member } = await site.signedIn({ role: 'admin' })
    const changed = await browser.submitForm('/admin/members', { role }, `/admin/members/${member.id}/role`)
    expect([changed.status, changed.headers['location']]).toEqual([303, '/account'])
    const account = await browser.get('/account')
    expect([account.status, noticeIn(account.text)]).toEqual([
      200,
      `Role changed Your role is now ${role}. You can no longer manage members.`,
    ])
  })

  test('a role that changed since the page was opened is not changed again, and the admin is told', async () => {
    const { browser } = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn({ name: 'Twice Chosen' })
    const form = formIn((await browser.get('/admin/members')).text, `/admin/members/${member.id}/role`)
    await browser.submitForm('/admin/members', { role: 'moderator' }, form.action)
    const late = await browser.send(form.action, { ...form.fields, role: 'admin' })
    expect([late.status, textOf(late.text)]).toEqual([
      409,
      expect.stringContaining('Somebody changed the role of Twice Chosen to moderator after you opened the page.'),
    ])
    const card = cardsIn((await browser.get('/admin/members')).text).find(text => text.startsWith('Twice Chosen'))
    expect(card).not.toContain('new member')
    expect(formIn((await browser.get('/admin/members')).text, form.action).fields['role']).toBe('moderator')
  })

  test('choosing the role that a member has says that nothing changed', async () => {
    const { browser } = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn({ name: 'Same Again' })
    await browser.submitForm('/admin/members', { role: 'member' }, `/admin/members/${member.id}/role`)
    const { text } = await browser.get('/admin/members')
    expect(noticeIn(text)).toBe('Nothing changed The role of Same Again is already member.')
    expect(text).not.toContain('govuk-notification-banner--success')
  })

  test('the list still shows the same search after a role was changed', async () => {
    const { browser } = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn({ email: 'searched+for@testshire.example' })
    const list = '/admin/members?q=searched%2Bfor'
    const changed = await browser.submitForm(list, { role: 'moderator' }, `/admin/members/${member.id}/role`)
    expect([changed.status, changed.headers['location']]).toEqual([303, list])
  })

  test('a change of role leads to an address on this site', async () => {
    const { browser, member } = await site.signedIn({ role: 'admin' })
    const fields = { role: 'admin', return: '//evil.example' }
    const changed = await browser.submitForm('/admin/members', fields, `/admin/members/${member.id}/role`)
    expect(changed.headers['location']).toBe('/admin/members')
  })

  test.each([
    ['an unknown role', { role: 'king' }, 422],
    ['no role', {}, 422],
    ['an unknown field', { role: 'member', name: 'x' }, 422],
  ])('a change of role with %s is refused', async (_, fields, status) => {
    const { browser, member } = await site.signedIn({ role: 'admin' })
    expect((await browser.sendWithToken('/admin/members', fields, `/admin/members/${member.id}/role`)).status).toBe(
      status,
    )
  })

  test.each(['moderator', 'member'] as const)('the page of members does not exist for a %s', async role => {
    const { browser, member } = await site.signedIn({ role })
    expect((await browser.get('/admin/members')).status).toBe(404)
    expect(
      (await browser.sendWithToken('/account', { role: 'admin' }, `/admin/members/${member.id}/role`)).status,
    ).toBe(403)
  })
})
