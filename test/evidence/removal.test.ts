import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import {
  evidenceSummaryIn,
  organisation,
  ownStatementAddress,
  submitStatement,
  signInAt,
  statementRowsIn,
} from '../support/evidence.js'
import { formIn, linkIn, linksIn, readOnlyTextsIn, textOf, titlesIn } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('removing a statement on %s', engine => {
  let site: TestSite
  let member: Browser
  let moderator: Browser
  let page: PageHead
  let statement: string
  beforeAll(async () => {
    site = await testSite(engine)
    member = (await signInAt(site, await organisation(site, 'Loudshire Council'))).browser
    moderator = (await site.signedIn({ role: 'moderator', name: 'Mo Derate' })).browser
    page = await site.page('barrier', { title: 'The door is shut' })
    await submitStatement(member, page, { note: 'Mrs Quillfrond shuts it.' })
    statement = await ownStatementAddress(member, page)
  })
  afterAll(() => site.close())

  test('is offered only to moderators', async () => {
    const listOf = async (browser: Browser): Promise<string> => (await browser.get(`${addressOf(page)}/reports`)).text
    expect(linksIn(await listOf(moderator)).map(link => link.href)).toContain(`${statement}/remove`)
    for (const browser of [member, site.visitor()]) expect(await listOf(browser)).not.toContain('/remove"')
    expect((await member.get(`${statement}/remove`)).status).toBe(404)
    expect((await site.visitor().get(`${statement}/remove`)).status).toBe(303)
    const { _csrf } = formIn((await member.get('/account')).text).fields
    expect((await member.send(`${statement}/remove`, { _csrf: String(_csrf), reason: 'conduct' })).status).toBe(403)
    expect(statementRowsIn(await listOf(member))).toHaveLength(1)
  })

  test('takes a reason from the list', async () => {
    for (const reason of ['', 'because', 'constructor', '__proto__']) {
      const sent = await moderator.submitForm(`${statement}/remove`, { reason })
      expect([reason, sent.status, textOf(sent.text).includes('Choose a reason')]).toEqual([reason, 422, true])
    }
    expect((await moderator.get(`${statement.replace('/reports/', '/trials/')}/remove`)).status).toBe(404)
    expect((await moderator.get('/reports/none/remove')).status).toBe(404)
  })

  test('ends its count and logs who removed it, why and where, but not its text', async () => {
    const form = formIn((await moderator.get(`${statement}/remove`)).text)
    expect((await moderator.send(form.action, { ...form.fields, reason: 'names-a-person' })).headers['location']).toBe(
      addressOf(page),
    )
    const shown = (await site.visitor().get(addressOf(page))).text
    expect([evidenceSummaryIn(shown), statementRowsIn(shown)]).toEqual([
      'Needs a solution no organisation has reported this yet',
      [],
    ])
    const log = await site.visitor().get('/moderation-log')
    expect(titlesIn(log.text)).toEqual(['Removed a report: The door is shut'])
    expect(textOf(log.text)).toMatch(/4 March 2026 by Mo Derate · It identifies a person$/)
    expect(log.text).not.toMatch(/Quillfrond|Loudshire/)
    // A second request changes nothing. Its author sees that it has ended and can make another statement.
    const again = await moderator.send(form.action, { ...form.fields, reason: 'conduct' })
    expect([again.status, textOf(again.text)]).toEqual([
      409,
      'This report has been removed You removed this report on 4 March 2026. Reason: It identifies a person. ' +
        'Go to “The door is shut”',
    ])
    expect(titlesIn((await site.visitor().get('/moderation-log')).text)).toHaveLength(1)
    expect((await member.get(statement)).status).toBe(410)
    await submitStatement(member, page, { note: 'It is shut at five.' })
    expect(statementRowsIn((await site.visitor().get(addressOf(page))).text)).toHaveLength(1)
  })

  test('tells everyone who comes too late who removed it and why', async () => {
    const about = await site.page('barrier', { title: 'The lift is slow' })
    const { browser } = await signInAt(site, await organisation(site, `Lateshire Council ${engine}`))
    const other = (await site.signedIn({ role: 'moderator', name: 'Al Sonear' })).browser
    await submitStatement(browser, about)
    const address = await ownStatementAddress(browser, about)
    const open = formIn((await other.get(`${address}/remove`)).text)
    const own = formIn((await browser.get(address)).text, address)
    await moderator.submitForm(`${address}/remove`, { reason: 'not-true' })
    const removed =
      'A moderator, Mo Derate, removed this report on 4 March 2026. Reason: It is not true, as far as we can tell.'
    const page = `This report has been removed ${removed} Go to “The lift is slow”`
    for (const late of [
      await other.send(open.action, { ...open.fields, reason: 'conduct' }),
      await other.send(open.action, { ...open.fields, reason: '' }),
      await browser.send(`${address}/withdraw`, { _csrf: own.fields['_csrf']! }),
    ])
      expect([late.status, textOf(late.text), linkIn(late.text, 'Go to “The lift is slow”')]).toEqual([
        409,
        page,
        addressOf(about),
      ])
    for (const late of [await other.get(open.action), await browser.get(address)])
      expect([late.status, textOf(late.text)]).toEqual([410, page])
    const changed = await browser.send(address, { ...own.fields, note: 'Kept though it is too late.' })
    expect([changed.status, readOnlyTextsIn(changed.text)]).toEqual([
      409,
      expect.arrayContaining(['Kept though it is too late.']),
    ])
    expect(textOf(changed.text)).toContain(`${removed} We have not saved your changes.`)
  })

  test('tells a moderator that its author withdrew or corrected it', async () => {
    for (const [end, text] of [
      ['/withdraw', 'This report has been withdrawn Its author withdrew this report on 4 March 2026.'],
      ['', 'This report has been corrected Its author corrected this report on 4 March 2026.'],
    ]) {
      const about = await site.page('barrier')
      await submitStatement(member, about)
      const address = await ownStatementAddress(member, about)
      const open = formIn((await moderator.get(`${address}/remove`)).text)
      await member.submitForm(address, end === '' ? { note: 'Another note.' } : {}, `${address}${end}`)
      const late = await moderator.send(open.action, { ...open.fields, reason: 'conduct' })
      expect([late.status, textOf(late.text)]).toEqual([409, expect.stringContaining(text!)])
    }
  })

  test('is not offered to a moderator who is its author, who can withdraw it', async () => {
    const own = await site.page('barrier')
    await submitStatement(moderator, own)
    const address = await ownStatementAddress(moderator, own)
    const answer = await moderator.get(`${address}/remove`)
    expect([answer.status, answer.headers['location']]).toEqual([303, address])
    const { fields } = formIn((await moderator.get(address)).text)
    expect((await moderator.send(`${address}/remove`, { _csrf: fields['_csrf']!, reason: 'conduct' })).status).toBe(403)
    expect(statementRowsIn((await site.visitor().get(addressOf(own))).text)).toHaveLength(1)
  })
})
