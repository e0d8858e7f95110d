import { findMemberByEmail } from '../src/accounts/index.js'
import { pageFields, PASSPHRASE } from './support/browser.js'
import { engines } from './support/databases.js'
import { textOf } from './support/html.js'
import { testSite, type TestSite } from './support/site.js'
import type { WriteLimitName } from '../src/platform/http/write-limits.js'

const BY_MEMBER = 100
const BY_NETWORK = 1_000
const HOUR = 3_600

describe.each(engines)('limits on what people send, on %s', engine => {
  let site: TestSite
  beforeEach(async () => {
    site = await testSite(engine)
  })
  afterEach(() => site.close())

  /** Counts as many events as if that many forms had been sent. */
  const useUp = (name: WriteLimitName, per: 'member' | 'network', events: number, key: string, counts = 'saved') => {
    // The limiter exists already, with the real limit.
    const limiter = site.deps.rateLimiters(`${name}-${per}-${counts}`, { events: 0, seconds: 0 })
    return Promise.all(Array.from({ length: events }, () => limiter.count(key)))
  }
  const here = '127.0.0.1'
  const write = '/barriers/new/write'

  test('a member who sends 101 texts within an hour has to wait, and the page gives the last one back', async () => {
    const { browser, member } = await site.signedIn()
    const other = await site.signedIn()
    await useUp('texts', 'member', BY_MEMBER - 1, member.id)
    expect((await browser.submitForm(write, pageFields({ title: 'The last' }))).status).toBe(303)
    const refused = await browser.submitForm(write, pageFields({ title: 'One too many', body: 'A long text' }))
    const seconds = Number(refused.headers['retry-after'])
    expect([refused.status, seconds > 0 && seconds <= HOUR]).toEqual([429, true])
    expect(textOf(refused.text)).toMatch(
      /Too much was sent in a short time\. Yours is not saved yet\. Wait 60 minutes, then send it again\./,
    )
    for (const text of ['One too many', 'A long text']) expect(refused.text).toContain(text)
    expect((await other.browser.submitForm(write, pageFields({ title: 'Of another' }))).status).toBe(303)
  })

  test('a network that sends too much has to wait, whoever it is', async () => {
    const { browser } = await site.signedIn()
    await useUp('texts', 'network', BY_NETWORK, here)
    expect((await browser.submitForm(write, pageFields())).status).toBe(429)
  })

  test('an edit and an amendment count with new pages', async () => {
    const page = await site.page('barrier')
    const { browser, member } = await site.signedIn()
    const sent = await browser.submitForm(write, pageFields({ title: 'To amend' }))
    await useUp('texts', 'member', BY_MEMBER - 1, member.id)
    const edit = `/barriers/${page.slug}/edit`
    expect((await browser.submitForm(edit, pageFields({ note: 'x' }), edit)).status).toBe(429)
    const amend = `${sent.headers['location']!.split('?')[0]}/amend`
    expect((await browser.submitForm(amend, pageFields({ title: 'Amended' }))).status).toBe(429)
  })

  test('forms that are not saved do not count', async () => {
    const { browser, member } = await site.signedIn()
    await useUp('texts', 'member', BY_MEMBER - 1, member.id)
    for (let i = 0; i < 3; i++) {
      expect((await browser.submitForm(write, pageFields({ title: '' }))).status).toBe(422)
      expect((await browser.submitForm(write, pageFields({ intent: 'preview' }))).status).toBe(200)
    }
    expect((await browser.submitForm(write, pageFields())).status).toBe(303)
  })

  test('of many texts sent at once, no more are saved than the limit allows', async () => {
    const { browser, member } = await site.signedIn()
    await useUp('texts', 'member', BY_MEMBER - 2, member.id)
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, i) => browser.submitForm(write, pageFields({ title: `At once ${i}` }))),
    )
    expect(sent.map(({ status }) => status).sort()).toEqual([303, 303, 429, 429, 429, 429])
  })

  test('reports have a limit of their own', async () => {
    const page = await site.page('barrier')
    const { browser, member } = await site.signedIn()
    await useUp('reports', 'member', BY_MEMBER, member.id)
    const form = `/barriers/${page.slug}/reports`
    const report = { state: 'facing', shownAs: 'organisation', note: 'Kept note' }
    const refused = await browser.submitForm(`${form}/new`, report, form)
    expect([refused.status, textOf(refused.text)]).toEqual([429, expect.stringContaining('Too many reports')])
    expect(refused.text).toContain('Kept note')
    expect((await browser.submitForm(write, pageFields())).status).toBe(303)
  })

  test('from one network, 30 accounts can be created in an hour', async () => {
    const account = (email: string) => ({ name: 'Ada', email: `${email}@testshire.example`, passphrase: PASSPHRASE })
    await useUp('accounts', 'network', 29, here)
    expect((await site.visitor().submitForm('/register', account('first'))).status).toBe(303)
    const refused = await site.visitor().submitForm('/register', account('second'))
    expect([refused.status, textOf(refused.text)]).toEqual([
      429,
      expect.stringContaining('Too many accounts were created from your network in a short time. Wait 60 minutes'),
    ])
    expect(refused.text).not.toContain(PASSPHRASE)
    expect(await findMemberByEmail(site.deps.db, 'second@testshire.example')).toBeUndefined()
  })

  test('from one network, the form to register answers 200 times in an hour who has an account', async () => {
    const { member } = await site.signedIn()
    const guess = () =>
      site.visitor().submitForm('/register', { name: 'Ada', email: member.email, passphrase: PASSPHRASE })
    await useUp('accounts', 'network', 199, here, 'sent')
    expect([(await guess()).status, (await guess()).status]).toEqual([422, 429])
  })
})
