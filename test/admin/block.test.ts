import { blockMember } from '../../src/admin/block.js'
import { changeRole } from '../../src/admin/index.js'
import { createOneTimeLink, findMember, register } from '../../src/accounts/index.js'
import { pageFields, PASSPHRASE } from '../support/browser.js'
import { engines, failureOf } from '../support/databases.js'
import { cardsIn, formIn, headingsIn, noticeIn, textOf } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('blocking members on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  const blockForm = (id: string) => `/admin/members/${id}/block`
  const spam = { reason: 'spam', note: 'Sells printers' }

  test('a blocked member is signed out at once everywhere and cannot sign in, and can again when unblocked', async () => {
    const admin = await site.signedIn({ role: 'admin', name: 'Chief Blocker' })
    const { browser, member } = await site.signedIn({ name: 'Printer Seller' })
    const second = site.visitor()
    const signIn = (passphrase: string) => second.submitForm('/sign-in', { email: member.email, passphrase })
    expect((await signIn(PASSPHRASE)).status).toBe(303)

    const blocked = await admin.browser.submitForm(blockForm(member.id), spam, blockForm(member.id))
    expect(blocked.status).toBe(303)
    const list = await admin.browser.get(blocked.headers['location']!)
    expect(noticeIn(list.text)).toBe('Member blocked Printer Seller is signed out and cannot sign in any more. Undo')
    expect(cardsIn(list.text).find(card => card.startsWith('Printer Seller'))).toContain('blocked')
    for (const signedOut of [browser, second]) expect((await signedOut.get('/account')).status).toBe(303)

    const refused = await signIn(PASSPHRASE)
    expect([refused.status, textOf(refused.text)]).toEqual([
      403,
      expect.stringContaining(
        'Your account is blocked. Email operator@localhost.example if you think that this is a mistake',
      ),
    ])
    expect((await second.get('/account')).status).toBe(303)
    expect(JSON.stringify(refused.headers['set-cookie'] ?? [])).not.toContain('unblock-device')

    expect(
      (await admin.browser.submitForm(blockForm(member.id), {}, `/admin/members/${member.id}/unblock`)).status,
    ).toBe(303)
    expect((await signIn(PASSPHRASE)).status).toBe(303)
    expect((await second.get('/account')).status).toBe(200)
  })

  test('only someone who knows the passphrase learns that an account is blocked', async () => {
    const admin = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn()
    await admin.browser.submitForm(blockForm(member.id), spam, blockForm(member.id))
    const answers = await Promise.all(
      [member.email, 'nobody@testshire.example'].map(email =>
        site.visitor().submitForm('/sign-in', { email, passphrase: 'not the passphrase' }),
      ),
    )
    expect(answers.map(({ status, text }) => [status, textOf(text)])).toEqual([
      [422, expect.stringContaining('The email address or passphrase is not correct')],
      [422, textOf(answers[0]!.text)],
    ])
  })

  test('a new passphrase by a one-time link does not unblock', async () => {
    const admin = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn()
    await admin.browser.submitForm(blockForm(member.id), spam, blockForm(member.id))
    const secret = await createOneTimeLink(site.deps, 'passphrase', member.id)
    const passphrase = 'quiet lantern borrows seven kites'
    await site.visitor().submitForm(`/passphrase/${secret}`, { passphrase })
    expect((await site.visitor().submitForm('/sign-in', { email: member.email, passphrase })).status).toBe(403)
  })

  test('the author of a suggestion is blocked without being named, and the suggestion stays with moderators', async () => {
    const admin = await site.signedIn({ role: 'admin' })
    const { browser, member } = await site.signedIn({ name: 'Hidden Author' })
    const sent = await browser.submitForm('/barriers/new/write', pageFields({ title: 'Buy printers', shownAs: 'kind' }))
    const address = new URL(sent.headers['location']!, 'http://x').pathname
    const block = `/admin${address}/author/block`
    expect((await admin.browser.get(address)).text).toContain(`href="${block}"`)
    const form = await admin.browser.get(block)
    expect(headingsIn(form.text)[0]).toBe('Block the author of this suggestion')
    expect(form.text).not.toContain('Hidden Author')
    const blocked = await admin.browser.submitForm(block, spam, block)
    expect([blocked.status, blocked.headers['location']]).toEqual([303, address])
    expect((await browser.get('/account')).status).toBe(303)
    expect((await findMember(site.deps.db, member.id))?.blockedAt).toBe(site.clock.now())
    expect((await admin.browser.get('/review')).text).toContain('Buy printers')
    const log = textOf((await admin.browser.get('/admin/log')).text)
    expect(log).toContain(`Blocked: Hidden Author, ${member.email}`)
    expect(log).toContain('They publish advertising or spam · Sells printers · their suggestion')
  })

  test('the public log tells of a block, but not whom or what for other admins', async () => {
    const admin = await site.signedIn({ role: 'admin', name: 'Open Admin' })
    const { member } = await site.signedIn({ name: 'Very Private' })
    await admin.browser.submitForm(blockForm(member.id), { reason: 'abuse', note: 'secret note' }, blockForm(member.id))
    const { text } = await site.visitor().get('/moderation-log')
    expect(textOf(text)).toMatch(/Blocked: a member .* by Open Admin · They abuse or harass people/)
    for (const secret of ['Very Private', member.email, member.id, 'secret note']) expect(text).not.toContain(secret)
  })

  test('a block needs a reason, and keeps what was entered', async () => {
    const admin = await site.signedIn({ role: 'admin' })
    const { member } = await site.signedIn()
    const refused = await admin.browser.submitForm(blockForm(member.id), { note: 'kept' }, blockForm(member.id))
    expect([refused.status, textOf(refused.text)]).toEqual([422, expect.stringContaining('Choose a reason')])
    expect(refused.text).toContain('value="kept"')
    expect((await findMember(site.deps.db, member.id))?.blockedAt).toBeUndefined()
  })

  test('an admin cannot block themselves', async () => {
    const { browser, member } = await site.signedIn({ role: 'admin' })
    expect(textOf((await browser.get(blockForm(member.id))).text)).toContain('You cannot block yourself.')
    const refused = await browser.sendWithToken('/admin/members', spam, blockForm(member.id))
    expect([refused.status, textOf(refused.text)]).toEqual([422, expect.stringContaining('You cannot block yourself.')])
    expect((await browser.get('/account')).status).toBe(200)
  })

  test('of two admins who block each other at the same time, one stays', async () => {
    const other = await testSite(engine)
    const [one, two] = [await other.signedIn({ role: 'admin' }), await other.signedIn({ role: 'admin' })]
    const block = { reason: 'other', note: '' } as const
    const outcomes = await Promise.all([
      failureOf(blockMember(other.deps, one.member, two.member.id, block)),
      failureOf(blockMember(other.deps, two.member, one.member.id, block)),
    ])
    expect(outcomes.sort()).toEqual(['You are no longer an admin.', 'none'])
    await other.close()
  })

  test.each(['moderator', 'member'] as const)('a %s can neither block nor unblock nor read the log', async role => {
    const { browser } = await site.signedIn({ role })
    const { member } = await site.signedIn()
    for (const address of [blockForm(member.id), '/admin/log']) expect((await browser.get(address)).status).toBe(404)
    for (const address of [blockForm(member.id), `/admin/members/${member.id}/unblock`])
      expect((await browser.sendWithToken('/account', spam, address)).status).toBe(403)
    expect((await findMember(site.deps.db, member.id))?.blockedAt).toBeUndefined()
  })

  test('the log says whose role changed, and from what to what', async () => {
    const { browser } = await site.signedIn({ role: 'admin', name: 'Role Giver' })
    const { member } = await site.signedIn({ name: 'Role Taker' })
    await browser.submitForm('/admin/members', { role: 'moderator' }, `/admin/members/${member.id}/role`)
    expect(textOf((await browser.get('/admin/log')).text)).toMatch(
      new RegExp(`Changed a role: Role Taker, ${member.email} .* by Role Giver · member → moderator`),
    )
  })

  test('someone who is no longer a moderator no longer publishes without review', async () => {
    const admin = await site.signedIn({ role: 'admin' })
    const member = await register(
      site.deps,
      { name: 'Former', email: 'former@testshire.example', passphrase: PASSPHRASE },
      'moderator',
    )
    await changeRole(site.deps, admin.member, member.id, 'member')
    const browser = site.visitor()
    await browser.submitForm('/sign-in', { email: member.email, passphrase: PASSPHRASE })
    const sent = await browser.submitForm('/barriers/new/write', pageFields({ title: 'No review needed?' }))
    expect([sent.status, sent.headers['location']]).toEqual([303, expect.stringMatching(/^\/suggestions\//)])
  })

  describe('the passphrase of the admin', () => {
    const later = 901

    test.each(['role', 'block', 'unblock'])('is asked again for a %s after 15 minutes', async act => {
      const { browser } = await site.signedIn({ role: 'admin' })
      const { member } = await site.signedIn()
      if (act === 'unblock') await browser.submitForm(blockForm(member.id), spam, blockForm(member.id))
      const page = act === 'role' ? '/admin/members' : blockForm(member.id)
      const action = `/admin/members/${member.id}/${act}`
      const state = async () => {
        const { role, blockedAt } = (await findMember(site.deps.db, member.id))!
        return [role, blockedAt]
      }
      const before = await state()
      site.clock.pass(later)
      const fields = { role: { role: 'moderator' }, block: spam, unblock: {} }[act]!
      const asked = await browser.submitForm(page, fields, action)
      expect([asked.status, textOf(asked.text)]).toEqual([
        200,
        expect.stringContaining('Enter your passphrase to show that it is you. Nothing has changed yet.'),
      ])
      expect(await state()).toEqual(before)
      const form = formIn(asked.text, action)
      const wrong = await browser.send(action, { ...form.fields, currentPassphrase: 'not the passphrase' })
      expect([wrong.status, textOf(wrong.text)]).toEqual([422, expect.stringContaining('This is not your passphrase')])
      expect(await state()).toEqual(before)
      const done = await browser.send(action, { ...form.fields, currentPassphrase: PASSPHRASE })
      expect(done.status).toBe(303)
      expect(await state()).not.toEqual(before)
    })
  })
})
