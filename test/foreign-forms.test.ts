import { request } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Response } from 'supertest'
import { allRoutes } from '../src/app.js'
import { originOfRequest } from '../src/platform/http/form-origin.js'
import { serve, type Running } from '../src/server.js'
import { engines } from './support/databases.js'
import { documentOf, formIn, headingsIn, readOnlyTextsIn, textOf, type Form } from './support/html.js'
import { PASSPHRASE, pageFields, type Browser } from './support/browser.js'
import { testSite, type TestSite } from './support/site.js'

const own = 'https://unblock.example'
const write = '/barriers/new/write'

describe('where a form comes from', () => {
  test.each<[string, string | undefined, string | undefined, string, string]>([
    // Sec-Fetch-Site, Origin, Host, result
    ['another site', 'cross-site', 'https://evil.example', 'unblock.example', 'foreign'],
    ['another site that names ours', 'cross-site', own, 'unblock.example', 'foreign'],
    ['another site without an origin', 'cross-site', undefined, 'unblock.example', 'foreign'],
    ['another host of the same site', 'same-site', 'https://blog.unblock.example', 'unblock.example', 'foreign'],
    ['another host that names ours', 'same-site', own, 'unblock.example', 'foreign'],
    ['our page', 'same-origin', own, 'unblock.example', 'own'],
    ['our page, without an origin', 'same-origin', undefined, 'unblock.example', 'own'],
    ['our page, which may not say its origin', 'same-origin', 'null', 'unblock.example', 'own'],
    ['our page at another address of this server', 'same-origin', 'http://127.0.0.1:3000', '127.0.0.1:3000', 'own'],
    ['a page that contradicts itself', 'same-origin', 'https://evil.example', 'unblock.example', 'foreign'],
    ['an older browser on our page', undefined, own, 'unblock.example', 'own'],
    ['an older browser on another site', undefined, 'https://evil.example', 'unblock.example', 'foreign'],
    ['an older browser with a forged host', undefined, 'https://evil.example', 'evil.example', 'foreign'],
    ['our host without https', undefined, 'http://unblock.example', 'unblock.example', 'foreign'],
    ['our host at another port', undefined, 'https://unblock.example:8443', 'unblock.example', 'foreign'],
    ['an origin that begins like ours', undefined, `${own}.evil.example`, 'unblock.example', 'foreign'],
    ['an origin that may not be named', undefined, 'null', 'unblock.example', 'foreign'],
    ['a browser that says nothing', undefined, undefined, 'unblock.example', 'unknown'],
    ['the address bar', 'none', undefined, 'unblock.example', 'unknown'],
    ['the address bar, with another origin', 'none', 'https://evil.example', 'unblock.example', 'foreign'],
  ])('%s', (_, site, origin, host, result) => {
    expect(originOfRequest({ headers: { 'sec-fetch-site': site, origin, host } }, own)).toBe(result)
  })
})

describe.each(engines)('forms that other sites send, on %s', engine => {
  let site: TestSite
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  const sessions = async (): Promise<number> => (await site.deps.db.selectFrom('session').select('id').execute()).length

  /** Posts with headers of the browser, as a page of another site would make it do. */
  const sendFrom = (browser: Browser, headers: Record<string, string>, address: string, fields: Form['fields']) =>
    browser.agent.post(address).type('form').set(headers).send(fields)

  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }

  test('every form is refused, with a valid token too, and nothing of it is kept, offered or set', async () => {
    const { _csrf } = formIn((await moderator.get(write)).text).fields
    const paths = [...allRoutes(site.deps).filter(({ method }) => method === 'post'), { path: '/nowhere' }]
    for (const { path } of paths) {
      const address = path.replace(/:\w+/g, '1')
      const answer = await sendFrom(moderator, foreign, address, { _csrf: String(_csrf), title: 'Their words' })
      const $ = documentOf(answer.text)
      expect([address, answer.status, headingsIn(answer.text)[0], answer.headers['set-cookie']]).toEqual([
        address,
        403,
        'This form came from another website',
        undefined,
      ])
      expect($('main form')).toHaveLength(0)
      expect(answer.text).not.toContain('Their words')
    }
    expect((await moderator.get('/account')).status).toBe(200)
  })

  test('a form without a token from a browser that does not say where it is from is shown, not offered to send', async () => {
    const { browser } = await site.signedIn()
    const answer = await sendFrom(browser, {}, write, pageFields({ title: 'Perhaps their words' }))
    expect([answer.status, headingsIn(answer.text)[0]]).toEqual([403, 'Send this from its page'])
    expect(readOnlyTextsIn(answer.text)).toContain('Perhaps their words')
    expect(documentOf(answer.text)('main form')).toHaveLength(0)
  })

  test('neither does a sign-in carry such a form', async () => {
    const answer = await sendFrom(site.visitor(), {}, write, pageFields({ title: 'Perhaps their words' }))
    expect(formIn(answer.text).action).toBe('/sign-in')
    expect(formIn(answer.text).fields).not.toHaveProperty('unsavedForm')
  })

  test('a form that our page sent too late says what sending it again will do, and as whom', async () => {
    const { browser, member } = await site.signedIn({ name: 'Ada Example' })
    const answer = await browser.send(write, pageFields({ _csrf: 'stale' }))
    expect(textOf(answer.text)).toContain(
      'Nothing is saved yet. You are signed in as Ada Example. If you send this, you will add a barrier.',
    )
    await site.deps.db.transaction(tx => tx.deleteFrom('session').where('member_id', '=', member.id).execute())
    const late = await browser.send(write, pageFields())
    const { action, fields } = formIn(late.text)
    const signedIn = await browser.send(action, { ...fields, email: member.email, passphrase: PASSPHRASE })
    expect(textOf(signedIn.text)).toContain(
      'You are signed in as Ada Example. If you send this, you will add a barrier.',
    )
  })

  test('a form without text that our page sent too late is never offered to send again', async () => {
    const { browser } = await site.signedIn()
    const answer = await browser.send('/suggestions/1/withdraw', { _csrf: 'stale' })
    expect([answer.status, headingsIn(answer.text)[0]]).toEqual([403, 'Send this from its page'])
    expect(documentOf(answer.text)('main form')).toHaveLength(0)
  })

  test('visitors store nothing, whatever they open or send', async () => {
    const before = await sessions()
    for (let i = 0; i < 5; i++) {
      const visitor = site.visitor()
      for (const { path } of allRoutes(site.deps).filter(({ method }) => method === 'get'))
        await visitor.get(path.replace(/:\w+/g, 'x'))
      for (const address of ['/nowhere', '/sign-in', '/register', write]) await visitor.send(address, { a: 'x' })
      await visitor.submitForm('/sign-in', { email: 'nobody@testshire.example', passphrase: 'not the one' })
    }
    expect(await sessions()).toBe(before)
  })

  test('a visitor who opens two pages at once can send the form of either', async () => {
    const visitor = site.visitor()
    await visitor.get('/register')
    const pages = await Promise.all([visitor.get('/sign-in'), visitor.get('/register'), visitor.get('/sign-in')])
    expect(new Set(pages.map(page => formIn(page.text).fields['_csrf'])).size).toBe(1)
  })

  test('a member who opens two pages at once after signing in can send the form of either', async () => {
    const { browser } = await site.signedIn()
    const pages = await Promise.all([browser.get('/account'), browser.get(write), browser.get('/account')])
    expect(new Set(pages.map(page => formIn(page.text).fields['_csrf'])).size).toBe(1)
  })

  test('a visitor’s token is worthless to a member, and to another visitor', async () => {
    const visitor = site.visitor()
    const { _csrf } = formIn((await visitor.get('/sign-in')).text).fields
    const { browser, member } = await site.signedIn()
    expect((await browser.send('/account', { _csrf: _csrf!, name: 'Other', shownAs: 'name' })).status).toBe(403)
    const other = await site.visitor().send('/sign-in', { _csrf: _csrf!, email: member.email, passphrase: PASSPHRASE })
    expect(other.status).toBe(403)
  })

  test('a visitor’s cookie that we did not sign is worthless', async () => {
    const token = `${'a'.repeat(64)}.${'b'.repeat(64)}`
    const answer = await site
      .visitor()
      .agent.post('/sign-in')
      .set('Cookie', `unblock-form=${token}`)
      .type('form')
      .send({ _csrf: token, email: 'a@testshire.example', passphrase: PASSPHRASE })
    expect(answer.status).toBe(403)
  })

  test('a session that ended while a page was being made stays ended', async () => {
    const { member } = await site.signedIn()
    for (let i = 0; i < 50; i++) {
      const browser = site.visitor()
      const credentials = { email: member.email, passphrase: PASSPHRASE }
      const cookie = cookieOf(await browser.sendWithToken('/sign-in', credentials))
      const { fields } = formIn((await browser.get('/sign-out')).text, '/sign-out')
      // Each of the pages that follow changes the session, because it takes the message of this change from it.
      await browser.submitForm('/account', { name: `Person ${i}` }, '/account')
      const slow = Array.from({ length: 1 + (i % 3) }, () => pageWith(cookie))
      await Promise.all([...slow, browser.send('/sign-out', fields), pageWith(cookie)])
      expect([i, (await pageWith(cookie)).status]).toEqual([i, 303])
    }
  }, 120_000)

  const pageWith = (cookie: string): Promise<Response> =>
    Promise.resolve(site.visitor().agent.get('/account').set('Cookie', cookie))

  const cookieOf = (response: Response): string =>
    /unblock=[^;]+/.exec((response.headers['set-cookie'] as unknown as readonly string[]).join('\n'))![0]

  test('a session ends 30 days after the sign-in, however much it is used', async () => {
    const { browser } = await site.signedIn()
    for (let day = 0; day < 29; day++) {
      site.clock.pass(24 * 3600)
      expect([day, (await browser.get('/account')).status]).toEqual([day, 200])
    }
    site.clock.pass(24 * 3600)
    expect((await browser.get('/account')).status).toBe(303)
  })
})

describe('bodies', () => {
  let site: TestSite
  let running: Running
  beforeAll(async () => {
    site = await testSite('sqlite', { PORT: '0' })
    running = await serve(site.deps)
  })
  afterAll(async () => {
    await running.stop()
    await site.close()
  })

  /** Sends the head of a post and, if there is one, its body. Returns the answer that comes before the body has ended. */
  const post = (path: string, length: number, { method = 'POST', body = Buffer.alloc(0), headers = {} } = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: running.port,
          path,
          method,
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': length, ...headers },
        },
        response => {
          const chunks: Buffer[] = []
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => {
              resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() })
              sent.destroy()
            })
        },
      ).on('error', reject)
      sent.flushHeaders()
      if (body.length > 0) sent.end(body)
    })

  test.each([
    ['/nowhere', 'POST', 404],
    ['/barriers/nowhere/at/all', 'POST', 404],
    ['/about', 'POST', 405],
    ['/sign-in', 'PUT', 405],
    ['/nowhere', 'DELETE', 404],
  ])('%s answers %s before it has read the body', async (path, method, status) => {
    expect((await post(path, 1_000_000, { method })).status).toBe(status)
  })

  test('each route says how much it takes: 16 KB, or 1.5 MB for forms in which people write text', async () => {
    for (const { path, method, writesText, carriesText } of allRoutes(site.deps)) {
      if (method !== 'post') continue
      const address = path.replace(/:\w+/g, '1')
      const limit = writesText === undefined && carriesText !== true ? 16 * 1024 : 1_500 * 1024
      const tooLarge = await post(address, limit + 1)
      expect([path, tooLarge.status]).toEqual([path, 413])
      const body = Buffer.from(`a=${'+'.repeat(limit - 2)}`)
      const { status } = await post(address, limit, { body })
      expect([path, [403, 422].includes(status)]).toEqual([path, true])
    }
  })

  test.each([
    ['br', brotliCompressSync(`body=${'+'.repeat(1_490_000)}`)],
    ['gzip', gzipSync(`body=${'+'.repeat(1_490_000)}`)],
    ['deflate', Buffer.from('x')],
    ['GZIP, br', Buffer.from('x')],
  ])('a form compressed with %s is refused unread', async (encoding, body) => {
    const answer = await post(write, body.length, { body, headers: { 'Content-Encoding': encoding } })
    expect(answer.status).toBe(415)
  })
})
