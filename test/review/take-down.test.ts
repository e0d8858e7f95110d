import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { textOf } from '../support/screen.js'
import { testSite, type Browser, type TestSite } from '../support/site.js'

describe.each(engines)('a page that should not stand, on %s', engine => {
  let site: TestSite
  let moderator: Browser

  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator', name: 'A careful moderator' })).browser
  })
  afterAll(() => site.close())

  test('is archived by a moderator for a public reason, kept with its history, and brought back', async () => {
    const page = await site.page('barrier', { title: 'Gatehouse paperwork' })
    const at = addressOf(page)
    expect((await moderator.submit(`${at}/archive`, { reason: '' })).status).toBe(422)
    expect((await moderator.submit(`${at}/archive`, { reason: 'promotional' })).status).toBe(303)

    const visitor = site.visitor()
    expect((await visitor.get('/barriers')).text).not.toContain('Gatehouse')
    expect((await visitor.get('/search?q=gatehouse')).text).not.toContain('Gatehouse paperwork')
    expect(textOf((await visitor.get(at)).text)).toContain('This page was archived on 4 March 2026')
    expect((await visitor.get(`${at}/history`)).status).toBe(200)
    expect(textOf((await visitor.get('/moderation-log')).text)).toMatch(
      /Archived: Gatehouse paperwork .* by A careful moderator .* It promotes a product/,
    )

    expect((await moderator.submit(at, {}, `${at}/bring-back`)).status).toBe(303)
    expect((await visitor.get('/search?q=gatehouse')).text).toContain('Gatehouse paperwork')
    expect(textOf((await visitor.get(`${at}/activity`)).text)).toContain('brought back')
  })

  test('is not for a member to archive', async () => {
    const page = await site.page('barrier')
    const member = (await site.signedIn({ trusted: true })).browser
    expect((await member.get(addressOf(page))).text).not.toContain('/archive')
    expect((await member.get(`${addressOf(page)}/archive`)).status).toBe(404)
    expect((await member.submit('/account', { reason: 'other' }, `${addressOf(page)}/archive`)).status).toBe(404)
  })
})
