import type { Response } from 'supertest'
import type { Member } from '../../src/accounts/index.js'
import { allRoutes } from '../../src/app.js'
import { engines } from '../support/databases.js'
import { headingsIn, titleOf, textOf } from '../support/html.js'
import { PASSPHRASE, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** The session cookie that a response sets, with its attributes. */
const cookieOf = (response: Response): string | undefined =>
  (response.headers['set-cookie'] as unknown as string[] | undefined)?.at(-1)

const valueOf = (cookie: string | undefined): string => /^[^;]*/.exec(cookie ?? '')![0]

describe.each(engines)('signing in and out on %s', engine => {
  let site: TestSite
  let member: Member
  beforeAll(async () => {
    site = await testSite(engine)
    member = (await site.signedIn({ email: 'known@testshire.example' })).member
  })
  afterAll(() => site.close())

  const signIn = (browser: Browser, email: string, passphrase = PASSPHRASE, page = '/sign-in') =>
    browser.submitForm(page, { email, passphrase })
  const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get('/account')).status === 200
  /** Requests the account page with this cookie. */
  const accountWith = (cookie: string): Promise<Response> =>
    Promise.resolve(site.visitor().agent.get('/account').set('Cookie', cookie))

  test('a member signs in, whatever the capitals of the email address, and signs out again', async () => {
    const browser = site.visitor()
    expect((await signIn(browser, ' Known@Testshire.example ')).headers['location']).toBe('/')
    expect(await isSignedIn(browser)).toBe(true)
    const out = await browser.submitForm('/sign-out', {})
    expect([out.status, out.headers['location']]).toEqual([303, '/'])
    expect(await isSignedIn(browser)).toBe(false)
  })

  test.each([
    ['a wrong passphrase', 'known@testshire.example', `${PASSPHRASE}!`],
    ['an unknown email address', 'nobody@testshire.example', PASSPHRASE],
  ])('signing in with %s gives the same error message', async (_, email, passphrase) => {
    const sent = await signIn(site.visitor(), email, passphrase)
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('There is a problem The email address or passphrase is not correct Sign in')
    expect(sent.text).toContain(`value="${email}"`)
    expect(sent.text).not.toContain(passphrase)
  })

  test('the cookie of a session that was signed out lets nobody in', async () => {
    const browser = site.visitor()
    const cookie = valueOf(cookieOf(await signIn(browser, member.email)))
    expect((await accountWith(cookie)).status).toBe(200)
    await browser.submitForm('/sign-out', {})
    expect((await accountWith(cookie)).status).toBe(303)
  })

  test('each sign-in gives a new session id, also in a browser that was signed in', async () => {
    const browser = site.visitor()
    const before = valueOf(cookieOf(await signIn(browser, member.email)))
    await browser.submitForm('/sign-out', {})
    const after = valueOf(cookieOf(await signIn(browser, member.email)))
    expect([before, after]).toEqual([expect.stringMatching(/^unblock=.+/), expect.stringMatching(/^unblock=.+/)])
    expect(after).not.toBe(before)
    expect((await accountWith(before)).status).toBe(303)
    expect((await accountWith(after)).status).toBe(200)
  })

  test('a session cookie that the site did not issue lets nobody in', async () => {
    for (const cookie of ['unblock=', 'unblock=s%3Aabc.def', 'unblock=%00', `unblock=${'x'.repeat(5000)}`])
      expect([cookie, (await accountWith(cookie)).status]).toEqual([cookie, 303])
  })

  test('a reader without a session gets no cookie', async () => {
    for (const address of ['/', '/barriers', '/activity', '/about', '/nowhere'])
      expect([address, cookieOf(await site.visitor().get(address))]).toEqual([address, undefined])
  })

  test('a session ends after its lifetime', async () => {
    const { browser } = await site.signedIn()
    const start = Date.parse(site.clock.now())
    site.clock.pass((Date.now() - start) / 1000 + 336 * 3600 + 60)
    try {
      expect(await isSignedIn(browser)).toBe(false)
    } finally {
      site.clock.pass((start - Date.parse(site.clock.now())) / 1000)
    }
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('changing the passphrase requires the old one, ends every other session, and makes only the new one valid', async () => {
    const { browser, member: changing } = await site.signedIn()
    const elsewhere = site.visitor()
    await signIn(elsewhere, changing.email)
    const next = 'quiet lantern borrows seven kites'
    const change = (currentPassphrase: string, passphrase: string) =>
      browser.submitForm('/account', { currentPassphrase, passphrase }, '/account/passphrase')
    expect(textOf((await change(`${PASSPHRASE}?`, next)).text)).toContain('This is not your current passphrase')
    expect((await change(PASSPHRASE, 'too short')).status).toBe(422)
    expect(await isSignedIn(elsewhere)).toBe(true)
    expect((await change(PASSPHRASE, next)).status).toBe(303)
    expect([await isSignedIn(browser), await isSignedIn(elsewhere)]).toEqual([true, false])
    expect((await signIn(site.visitor(), changing.email)).status).toBe(422)
    expect((await signIn(site.visitor(), changing.email, next)).status).toBe(303)
  })

  test.each(
    [
      ['/barriers/new?q=a%20b', '/barriers/new?q=a%20b'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['\\\\evil.example', '/'],
      ['https://evil.example', '/'],
      ['javascript:alert(1)', '/'],
      ['/\t/evil.example', '/'],
      ['/%0d%0aSet-Cookie:a=b', '/%0d%0aSet-Cookie:a=b'],
      ['/\r\nSet-Cookie: a=b', '/'],
      ['evil.example', '/'],
      ['', '/'],
      [`/${'x'.repeat(3000)}`, '/'],
      ['/\u0085/evil.example', '/'],
    ].map(([returnTo, expected]) => [JSON.stringify(returnTo).slice(0, 40), returnTo!, expected!] as const),
  )('signing in with return=%s leads to an address on this site', async (_, returnTo, expected) => {
    const page = `/sign-in?return=${encodeURIComponent(returnTo)}`
    const browser = site.visitor()
    expect((await signIn(browser, member.email, PASSPHRASE, page)).headers['location']).toBe(expected)
    expect((await browser.get(page)).headers['location']).toBe(expected)
    expect(
      (await site.visitor().submitForm('/sign-in', { email: member.email, passphrase: PASSPHRASE, return: returnTo }))
        .headers['location'],
    ).toBe(expected)
  })

  test('a visitor who opens a page for members is sent to sign in, and then back to the page', async () => {
    const visitor = site.visitor()
    const sent = await visitor.get('/barriers/new/write?title=A%20b')
    expect(sent.headers['location']).toBe('/sign-in?return=%2Fbarriers%2Fnew%2Fwrite%3Ftitle%3DA%2520b')
    expect((await signIn(visitor, member.email, PASSPHRASE, sent.headers['location'])).headers['location']).toBe(
      '/barriers/new/write?title=A%20b',
    )
  })

  test.each([
    ['/barriers/a-page/reports/new?state=facing', 'Sign in to report for your organisation'],
    ['/solutions/a-page/trials/new', 'Sign in to report for your organisation'],
    ['/barriers/a-page/edit', 'Sign in to edit this page'],
    ['/solutions/a-page/Edit/', 'Sign in to edit this page'],
    ['/barriers/new/write?title=Send+us+money', 'Sign in to write a new page'],
    ['/account', 'Sign in'],
    ['/barriers/a-page', 'Sign in'],
    ['/nowhere/Send us money', 'Sign in'],
    ['', 'Sign in'],
  ])('the page to sign in on says why, before %s', async (returnTo, heading) => {
    const { text } = await site.visitor().get(`/sign-in?return=${encodeURIComponent(returnTo)}`)
    expect([headingsIn(text)[0], titleOf(text)]).toEqual([heading, `${heading} – Unblock`])
  })

  test('the review pages do not exist for a member who does not moderate', async () => {
    const { browser } = await site.signedIn()
    for (const address of ['/review', '/review/unreviewed'])
      expect([address, (await browser.get(address)).status]).toEqual([address, 404])
  })
})

describe.each([
  [
    'http',
    'http://unblock.example',
    /^unblock-form=[^;]+; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    undefined,
  ],
  [
    'https',
    'https://unblock.example',
    /^__Host-unblock-form=[^;]+; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    'max-age=63072000',
  ],
])('a site at an %s address', (_, publicUrl, cookie, transportSecurity) => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite', { PUBLIC_URL: publicUrl })
  })
  afterAll(() => site.close())

  test('the cookie and the headers suit the protocol', async () => {
    const shown = await site.visitor().get('/sign-in')
    expect(cookieOf(shown)).toMatch(cookie)
    expect(shown.headers['strict-transport-security']?.split(';')[0]).toBe(transportSecurity)
    expect(shown.headers['content-security-policy']?.includes('upgrade-insecure-requests')).toBe(
      transportSecurity !== undefined,
    )
  })
})

describe.each(engines)('a site for members only on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine, { READ_ACCESS: 'members' })
  })
  afterAll(() => site.close())

  test('every page sends a visitor to sign in, and lets a member through', async () => {
    const page = await site.page('barrier')
    const { browser } = await site.signedIn()
    const routes = allRoutes(site.deps).filter(({ method, guard }) => method === 'get' && guard.name === 'reader')
    expect(routes.length).toBeGreaterThan(15)
    for (const { path } of routes) {
      const address = path.replace(':slug', page.slug).replace(':number', '1')
      const asVisitor = await site.visitor().get(address)
      expect([address, asVisitor.status, asVisitor.headers['location']]).toEqual([
        address,
        303,
        `/sign-in?return=${encodeURIComponent(address)}`,
      ])
      expect(asVisitor.text).not.toContain(page.title)
      expect([address, (await browser.get(address)).headers['location']]).toEqual([address, undefined])
    }
    expect((await site.visitor().get('/robots.txt')).text).toContain('Disallow: /\n')
  })
})
