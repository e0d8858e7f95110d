import type { Response } from 'supertest'
import { engines } from '../support/databases.js'
import { formIn, textOf } from '../support/html.js'
import { PASSPHRASE } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('failed sign-ins on %s', engine => {
  let site: TestSite
  // Trust one proxy, so that a test can send from any address.
  beforeAll(async () => {
    site = await testSite(engine, { TRUST_PROXY: '1' })
  })
  afterAll(() => site.close())

  let addressCount = 0
  const newAddress = (): string => `203.0.113.${++addressCount}`

  async function attempt(email: string, passphrase: string, address: string): Promise<Response> {
    const browser = site.visitor()
    const { fields } = formIn((await browser.get('/sign-in')).text)
    return browser.agent
      .post('/sign-in')
      .type('form')
      .set('X-Forwarded-For', address)
      .send({ ...fields, email, passphrase })
  }

  /** The statuses of ten failures that take the email addresses and network addresses in turn. */
  async function failTenTimes(emails: readonly string[], addresses: readonly string[]): Promise<readonly number[]> {
    const statuses: number[] = []
    for (let i = 0; i < 10; i++)
      statuses.push(
        (await attempt(emails[i % emails.length]!, 'not the passphrase', addresses[i % addresses.length]!)).status,
      )
    return statuses
  }

  const tenTimes422 = Array.from({ length: 10 }, () => 422)

  test('after ten failures an account has to wait, even with the right passphrase, and other accounts do not', async () => {
    const { member } = await site.signedIn()
    const { member: other } = await site.signedIn()
    expect(await failTenTimes([member.email], Array.from({ length: 10 }, newAddress))).toEqual(tenTimes422)
    const refused = await attempt(` ${member.email.toUpperCase()} `, PASSPHRASE, newAddress())
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers['retry-after'])
    expect(seconds > 0 && seconds <= 300).toBe(true)
    expect(textOf(refused.text)).toMatch(
      /There is a problem There were too many failed attempts\. Wait \d minutes?, then try again Sign in/,
    )
    expect((await attempt(other.email, PASSPHRASE, newAddress())).status).toBe(303)
  })

  test('an account that does not exist gets the same answers as one that exists', async () => {
    const { member } = await site.signedIn()
    const answers: (readonly unknown[])[] = []
    for (const email of [member.email, 'nobody@testshire.example']) {
      expect(await failTenTimes([email], Array.from({ length: 10 }, newAddress))).toEqual(tenTimes422)
      const refused = await attempt(email, PASSPHRASE, newAddress())
      answers.push([refused.status, textOf(refused.text), Object.keys(refused.headers)])
    }
    expect(answers[1]).toEqual(answers[0])
  })

  test('after ten failures with any accounts a network address has to wait, and other addresses do not', async () => {
    const { member } = await site.signedIn()
    const address = newAddress()
    expect(
      await failTenTimes(
        Array.from({ length: 10 }, (_, i) => `guess${i}@testshire.example`),
        [address],
      ),
    ).toEqual(tenTimes422)
    expect((await attempt(member.email, PASSPHRASE, address)).status).toBe(429)
    expect((await attempt(member.email, PASSPHRASE, newAddress())).status).toBe(303)
  })

  test('failures sent all at once are counted too', async () => {
    const { member } = await site.signedIn()
    const sent = await Promise.all(
      Array.from({ length: 15 }, () => attempt(member.email, 'not the passphrase', newAddress())),
    )
    expect(sent.map(response => response.status).sort()).toEqual([
      ...tenTimes422,
      ...Array.from({ length: 5 }, () => 429),
    ])
  })

  test('a successful sign-in restarts the count', async () => {
    const { member } = await site.signedIn()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++)
        expect((await attempt(member.email, 'not the passphrase', newAddress())).status).toBe(422)
      expect((await attempt(member.email, PASSPHRASE, newAddress())).status).toBe(303)
    }
  })

  test('an account that has to wait cannot change its passphrase either', async () => {
    const { browser, member } = await site.signedIn()
    expect(await failTenTimes([member.email], Array.from({ length: 10 }, newAddress))).toEqual(tenTimes422)
    const { fields } = formIn((await browser.get('/account')).text, '/account/passphrase')
    const sent = await browser.send('/account/passphrase', {
      ...fields,
      currentPassphrase: PASSPHRASE,
      passphrase: 'quiet lantern borrows seven kites',
    })
    expect([sent.status, Number(sent.headers['retry-after']) > 0]).toEqual([429, true])
    expect(sent.text).not.toContain('quiet lantern')
    expect(sent.text).not.toContain(PASSPHRASE)
  })

  test(
    engine === 'postgres'
      ? 'the database stores failures under a hash that names nobody'
      : 'the database stores no failures',
    async () => {
      await attempt('named@testshire.example', 'not the passphrase', newAddress())
      const rows = await site.deps.db.selectFrom('failed_attempt').select('key').execute()
      if (engine === 'sqlite') return expect(rows).toEqual([]) // one process counts them in its memory
      expect(rows).not.toEqual([])
      expect(rows.filter(row => !/^sign-in:[0-9a-f]{64}$/.test(row.key))).toEqual([])
    },
  )
})
