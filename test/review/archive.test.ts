import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { republish } from '../support/review.js'
import { linkIn, textOf } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('archiving a page on %s', engine => {
  let site: TestSite
  let moderator: Browser

  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator', name: 'Cara Careful' })).browser
  })
  afterAll(() => site.close())

  test('a moderator archives a page for a public reason, its history stays readable, and it can be brought back', async () => {
    const page = await site.page('barrier', { title: 'Gatehouse paperwork' })
    const address = addressOf(page)
    expect((await moderator.sendWithToken(`${address}/archive`, { reason: '' })).status).toBe(422)
    expect((await moderator.sendWithToken(`${address}/archive`, { reason: 'promotional' })).status).toBe(303)

    const visitor = site.visitor()
    expect((await visitor.get('/barriers')).text).not.toContain('Gatehouse')
    expect((await visitor.get('/search?q=gatehouse')).text).not.toContain('Gatehouse paperwork')
    const archived = (await visitor.get(address)).text
    expect(textOf(archived)).toContain('A moderator archived this page on 4 March 2026 . Reason: It promotes a product')
    expect(linkIn(archived, 'See the moderation log')).toBe('/moderation-log')
    for (const about of [`${address}/history`, `${address}/revisions/1`, `${address}/reports`])
      expect(textOf((await visitor.get(about)).text)).toContain('This page was archived on 4 March 2026')
    expect(textOf((await visitor.get('/moderation-log')).text)).toMatch(
      /Archived: Gatehouse paperwork .* by Cara Careful .* It promotes a product/,
    )

    expect((await moderator.sendWithToken(address, {}, `${address}/bring-back`)).status).toBe(303)
    expect((await visitor.get('/search?q=gatehouse')).text).toContain('Gatehouse paperwork')
    expect(textOf((await visitor.get(`${address}/activity`)).text)).toContain('brought back')
  })

  test('the form of a page marks the linked pages that are archived', async () => {
    const linked = await site.page('solution', { title: 'A shelved idea' })
    const page = await site.page('barrier', { links: [linked.id] })
    const linkedInForm = async () => textOf((await moderator.get(`${addressOf(page)}/edit`)).text)
    expect(await linkedInForm()).not.toContain('A shelved idea (archived)')
    await moderator.sendWithToken(`${addressOf(linked)}/archive`, { reason: 'unclear' })
    expect(await linkedInForm()).toContain('A shelved idea (archived)')
  })

  test('an archived page offers editing to moderators only, and only they can edit it', async () => {
    const page = await site.page('barrier', { title: 'Archived too early' })
    await moderator.sendWithToken(`${addressOf(page)}/archive`, { reason: 'unclear' })

    const { text } = await moderator.get(addressOf(page))
    expect(linkIn(text, 'Edit this page')).toBe(`${addressOf(page)}/edit`)
    expect((await moderator.get(`${addressOf(page)}/edit`)).status).toBe(200)

    const member = (await site.signedIn({ trusted: true })).browser
    expect(linkIn((await member.get(addressOf(page))).text, 'Edit this page')).toBeUndefined()
    expect((await member.get(`${addressOf(page)}/edit`)).status).toBe(409)
  })

  test('an archived page offers restoring a revision to moderators only, and only they can restore one', async () => {
    const page = await site.page('barrier', { title: 'Changed, then archived' })
    await republish(site, page, { summary: 'Says something else now.' })
    const firstRevision = `${addressOf(page)}/revisions/1`
    const restore = `${addressOf(page)}/edit?restore=1`
    const member = (await site.signedIn({ trusted: true })).browser
    expect(linkIn((await member.get(firstRevision)).text, 'Restore this revision')).toBe(restore)

    await moderator.sendWithToken(`${addressOf(page)}/archive`, { reason: 'unclear' })

    expect(linkIn((await member.get(firstRevision)).text, 'Restore this revision')).toBeUndefined()
    expect((await member.get(restore)).status).toBe(409)
    expect(linkIn((await moderator.get(firstRevision)).text, 'Restore this revision')).toBe(restore)
    expect((await moderator.get(restore)).status).toBe(200)
  })

  test('a member cannot archive a page', async () => {
    const page = await site.page('barrier')
    const member = (await site.signedIn({ trusted: true })).browser
    expect((await member.get(addressOf(page))).text).not.toContain('/archive')
    expect((await member.get(`${addressOf(page)}/archive`)).status).toBe(404)
    expect((await member.sendWithToken('/account', { reason: 'other' }, `${addressOf(page)}/archive`)).status).toBe(403)
  })
})
