import type { Response } from 'supertest'
import { createOneTimeLink, createSignInLimits, type SignInLimits } from '../../src/accounts/index.js'
import { engines } from '../support/databases.js'
import { formIn, textOf } from '../support/html.js'
import { PASSPHRASE, type Browser } from '../support/browser.js'
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

  /** Tries to sign in as a person does who has not been here before, or in `browser`. */
  async function attempt(
    email: string,
    passphrase: string,
    address: string,
    browser: Browser = site.visitor(),
  ): Promise<Response> {
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

  /** Uses up a limit as that many failed sign-ins would, without waiting for them. */
  async function useUp(name: keyof SignInLimits, key: string, failures: number): Promise<void> {
    const limiter = createSignInLimits(site.deps)[name]
    await Promise.all(Array.from({ length: failures }, () => limiter.count(key)))
  }

  test('after ten failures an account has to wait on that network, even with the right passphrase', async () => {
    const { member } = await site.signedIn()
    const { member: other } = await site.signedIn()
    const address = newAddress()
    expect(await failTenTimes([member.email], [address])).toEqual(tenTimes422)
    const refused = await attempt(` ${member.email.toUpperCase()} `, PASSPHRASE, address)
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers['retry-after'])
    expect(seconds > 0 && seconds <= 900).toBe(true)
    expect(textOf(refused.text)).toMatch(
      /There is a problem There were too many failed attempts\. Wait \d+ minutes?, then try again Sign in/,
    )
    expect((await attempt(other.email, PASSPHRASE, address)).status).toBe(303)
  })

  test('ten failures on one network lock the account on no other', async () => {
    const { member } = await site.signedIn()
    expect(await failTenTimes([member.email], [newAddress()])).toEqual(tenTimes422)
    expect((await attempt(member.email, PASSPHRASE, newAddress())).status).toBe(303)
  })

  test('ten failures with any accounts do not lock an office', async () => {
    const { member } = await site.signedIn()
    const address = newAddress()
    const guesses = Array.from({ length: 10 }, (_, i) => `guess${i}@testshire.example`)
    expect(await failTenTimes(guesses, [address])).toEqual(tenTimes422)
    expect((await attempt(member.email, PASSPHRASE, address)).status).toBe(303)
  })

  test('an account that does not exist gets the same answers as one that exists', async () => {
    const { member } = await site.signedIn()
    const answers: (readonly unknown[])[] = []
    for (const email of [member.email, 'nobody@testshire.example']) {
      const address = newAddress()
      expect(await failTenTimes([email], [address])).toEqual(tenTimes422)
      const refused = await attempt(email, PASSPHRASE, address)
      answers.push([refused.status, textOf(refused.text), Object.keys(refused.headers)])
    }
    expect(answers[1]).toEqual(answers[0])
  })

  test('all addresses of an IPv6 network of 64 bits count as one', async () => {
    const { member } = await site.signedIn()
    const addresses = Array.from({ length: 10 }, (_, i) => `2001:db8:0:${i < 5 ? '7' : '0007'}::${i + 1}`)
    expect(await failTenTimes([member.email], addresses)).toEqual(tenTimes422)
    expect((await attempt(member.email, PASSPHRASE, '2001:db8:0:7:ffff::1')).status).toBe(429)
    expect((await attempt(member.email, PASSPHRASE, '2001:db8:0:8::1')).status).toBe(303)
  })

  test('after 200 failures with any accounts a network has to wait, and other networks do not', async () => {
    const { member } = await site.signedIn()
    const address = newAddress()
    await useUp('network', `network ${address}`, 199)
    expect((await attempt('guess@testshire.example', 'not the passphrase', address)).status).toBe(422)
    expect((await attempt(member.email, PASSPHRASE, address)).status).toBe(429)
    expect((await attempt(member.email, PASSPHRASE, newAddress())).status).toBe(303)
  })

  test('after 1,000 failures from all networks an account has to wait on any new device', async () => {
    const { member } = await site.signedIn()
    await useUp('account', `account ${member.email}`, 999)
    expect((await attempt(member.email, 'not the passphrase', newAddress())).status).toBe(422)
    const refused = await attempt(member.email, PASSPHRASE, newAddress())
    expect([refused.status, textOf(refused.text)]).toEqual([429, expect.stringContaining('Wait 24 hours')])
  })

  describe('on a device where the member has signed in before', () => {
    /** A member who has used a device and signed out, while others have used up every other limit. */
    async function underAttack() {
      const { browser, member } = await site.signedIn()
      await browser.submitForm('/sign-out', {}, '/sign-out')
      const address = newAddress()
      await useUp('network', `network ${address}`, 201)
      await useUp('accountOnNetwork', `account ${member.email} on ${address}`, 11)
      await useUp('account', `account ${member.email}`, 1001)
      return { browser, member, address }
    }

    test('nobody can lock the member out', async () => {
      const { browser, member, address } = await underAttack()
      expect((await attempt(member.email, PASSPHRASE, address)).status).toBe(429)
      expect((await attempt(member.email, PASSPHRASE, address, browser)).status).toBe(303)
    })

    test('failures are counted for the device alone', async () => {
      const { browser, member, address } = await underAttack()
      for (let i = 0; i < 10; i++)
        expect((await attempt(member.email, 'not the passphrase', address, browser)).status).toBe(422)
      expect((await attempt(member.email, PASSPHRASE, address, browser)).status).toBe(429)
    })

    test('other accounts get no attempts of their own', async () => {
      const { browser, address } = await underAttack()
      const { member: other } = await site.signedIn()
      expect((await attempt(other.email, PASSPHRASE, address, browser)).status).toBe(429)
    })

    test('several members of a shared computer are known', async () => {
      const { browser, member, address } = await underAttack()
      const { member: colleague } = await site.signedIn()
      expect((await attempt(colleague.email, PASSPHRASE, newAddress(), browser)).status).toBe(303)
      await browser.submitForm('/sign-out', {}, '/sign-out')
      expect((await attempt(member.email, PASSPHRASE, address, browser)).status).toBe(303)
    })

    test('a forged pass is worthless, however it is written', async () => {
      const { browser, member, address } = await underAttack()
      const signedIn = await attempt(member.email, PASSPHRASE, address, browser)
      const cookies = signedIn.headers['set-cookie'] as unknown as readonly string[]
      const cookie = cookies.find(text => text.startsWith('unblock-device='))!.replace(/^unblock-device=|;.*/g, '')
      const [device = '', since = '', signature = ''] = cookie.split('.')
      const forgeries = [
        [device, since, `A${signature.slice(1)}`],
        [`A${device.slice(1)}`, since, signature],
        [device, String(Number(since) + 1), signature],
        [device, since],
        [device, 'NaN', signature],
        ['', '', ''],
      ].map(parts => parts.join('.'))
      for (const forgery of [...forgeries, `~~~~${cookie}`, '~'.repeat(3_000)]) {
        const forger = site.visitor()
        const { fields } = formIn((await forger.get('/sign-in')).text)
        const sent = await forger.agent
          .post('/sign-in')
          .type('form')
          .set('X-Forwarded-For', address)
          .set('Cookie', `unblock-device=${forgery}`)
          .send({ ...fields, email: member.email, passphrase: PASSPHRASE })
        expect([forgery.slice(0, 20), sent.status]).toEqual([forgery.slice(0, 20), 429])
      }
    })

    test('the pass does not name the member, and only our pages send it', async () => {
      const { member } = await site.signedIn()
      const signedIn = await attempt(member.email, PASSPHRASE, newAddress())
      const cookies = signedIn.headers['set-cookie'] as unknown as readonly string[]
      const cookie = cookies.find(text => text.startsWith('unblock-device='))!
      expect(cookie).not.toContain(member.id)
      expect(cookie).toMatch(/; Max-Age=31536000; Path=\/; .*HttpOnly; SameSite=Strict$/)
    })

    test('a one-time link from the operator makes a new device known', async () => {
      const { member, address } = await underAttack()
      const browser = site.visitor()
      const secret = await createOneTimeLink(site.deps, 'passphrase', member.id)
      const next = 'quiet lantern borrows seven kites'
      expect((await browser.submitForm(`/passphrase/${secret}`, { passphrase: next })).status).toBe(303)
      expect((await attempt(member.email, next, address, browser)).status).toBe(303)
    })

    test('a device that was not used for a year is no longer known', async () => {
      const { browser, member, address } = await underAttack()
      site.clock.pass(366 * 86_400)
      expect((await attempt(member.email, PASSPHRASE, address, browser)).status).toBe(429)
      site.clock.pass(-366 * 86_400)
    })
  })

  test('failures sent all at once are counted too', async () => {
    const { member } = await site.signedIn()
    const address = newAddress()
    const sent = await Promise.all(
      Array.from({ length: 15 }, () => attempt(member.email, 'not the passphrase', address)),
    )
    expect(sent.map(response => response.status).sort()).toEqual([
      ...tenTimes422,
      ...Array.from({ length: 5 }, () => 429),
    ])
  })

  test('a successful sign-in restarts the count', async () => {
    const { member } = await site.signedIn()
    const address = newAddress()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) expect((await attempt(member.email, 'not the passphrase', address)).status).toBe(422)
      expect((await attempt(member.email, PASSPHRASE, address)).status).toBe(303)
    }
  })

  const next = 'quiet lantern borrows seven kites'
  const changePassphrase = async (browser: Browser, currentPassphrase: string): Promise<Response> => {
    const { fields } = formIn((await browser.get('/account')).text, '/account/passphrase')
    return browser.send('/account/passphrase', { ...fields, currentPassphrase, passphrase: next })
  }

  test('ten wrong passphrases on the account page have to wait too', async () => {
    const { browser } = await site.signedIn()
    for (let i = 0; i < 10; i++) expect((await changePassphrase(browser, 'not the passphrase')).status).toBe(422)
    const sent = await changePassphrase(browser, PASSPHRASE)
    expect([sent.status, Number(sent.headers['retry-after']) > 0]).toEqual([429, true])
    expect(sent.text).not.toContain('quiet lantern')
    expect(sent.text).not.toContain(PASSPHRASE)
  })

  test('nobody else can keep a member who is signed in from changing their passphrase', async () => {
    const { browser, member } = await site.signedIn()
    await useUp('account', `account ${member.email}`, 1001)
    expect((await changePassphrase(browser, PASSPHRASE)).status).toBe(303)
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
      expect(rows.filter(row => !/^sign-in-\w+:[0-9a-f]{64}$/.test(row.key))).toEqual([])
    },
  )
})
