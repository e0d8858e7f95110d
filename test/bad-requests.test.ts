import { request, type IncomingMessage } from 'node:http'
import { allRoutes } from '../src/app.js'
import { encodeCursor } from '../src/platform/http/index.js'
import { newId } from '../src/platform/ids.js'
import type { PageHead } from '../src/pages/index.js'
import { serve, type Running } from '../src/server.js'
import { engines } from './support/databases.js'
import { textOf } from './support/html.js'
import type { Browser } from './support/browser.js'
import { testSite, type TestSite } from './support/site.js'

describe.each(engines)('bad requests on %s', engine => {
  let site: TestSite
  let running: Running
  let page: PageHead
  let admin: Browser
  beforeAll(async () => {
    site = await testSite(engine, { PORT: '0' })
    running = await serve(site.deps)
    page = await site.page('barrier', { title: 'Known' })
    admin = (await site.signedIn({ role: 'admin' })).browser
  })
  afterAll(async () => {
    await running.stop()
    await site.close()
  })

  /** Sends exactly this path, which an ordinary client would normalise first. */
  const raw = (
    path: string,
    options: {
      method?: string
      headers?: Record<string, string>
      write?: (send: (chunk: Buffer) => Promise<void>) => Promise<void>
    } = {},
  ): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, write } = options
      const sent = request(
        { host: '127.0.0.1', port: running.port, path, method, headers },
        (response: IncomingMessage) => {
          const chunks: Buffer[] = []
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }))
            .on('error', reject)
        },
      ).on('error', reject)
      const send = (chunk: Buffer): Promise<void> =>
        new Promise(proceed => (sent.write(chunk) ? proceed() : sent.once('drain', proceed)))
      void (write?.(send) ?? Promise.resolve()).then(() => sent.end(), reject)
    })

  /** Returns the status only: Node 24 answers and resets the connection before it has read headers that are too long. */
  const statusOf = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: running.port, path, headers }, response => {
        response.on('error', () => {}).resume()
        resolve(response.statusCode!)
      })
      sent.on('error', reject).end()
    })

  // These requests never reach the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('addresses', () => {
      test.each([
        '/nowhere',
        '/barriers/nowhere',
        '/solutions/known',
        '/barriers/known/nowhere',
        '/organisations/nowhere',
        '/barriers/%00',
        '/barriers/known%00',
        '/%00',
        '/organisations/%00',
        '/barriers/known/revisions/%00',
        '/barriers/%ED%A0%80',
        '/barriers/%ff',
        '/%zz',
        '/barriers/%zz',
        '/barriers/known/revisions/%',
        '/barriers/../../etc/passwd',
        '/..',
        '/../package.json',
        '/barriers/..%2f..%2fpackage.json',
        '/barriers/%2e%2e/%2e%2e/etc/passwd',
        '/..%5c..%5cpackage.json',
        '/assets/../package.json',
        '/assets/app.css',
        '/.env',
        ...[
          '0',
          '-1',
          '2',
          '1e9',
          '1000000000',
          '99999999999999999999',
          '1.0',
          '01',
          '+1',
          ' 1',
          '0x1',
          'NaN',
          'one',
          '1;drop',
          '１',
        ].map(number => `/barriers/known/revisions/${encodeURIComponent(number)}`),
        '/barriers/known/history?before=0',
        '/barriers/known/history?before=-1',
        '/barriers/known/history?before=1e9',
        `/barriers/${'x'.repeat(5_000)}`,
        '/barriers/__proto__',
        '/barriers/constructor',
        '/__proto__',
      ])('the address %s is not found', async path => {
        const answer = await raw(path)
        expect(answer.status).toBe(404)
        expect(textOf(answer.text)).toMatch(/^(Page not found|There is no)/)
        expect(answer.text).not.toMatch(/\bat .*\.[jt]s:\d+|node_modules/)
      })

      test.each(['', '?from=1', '?from=0&to=1', '?from=1&to=-1', '?from=1&to=1e9', '?from=1&to=2', '?from=a&to=b'])(
        'revisions are not compared for the query string “%s”',
        async query => {
          const answer = await raw(`/barriers/known/compare${query}`)
          expect([answer.status, textOf(answer.text)]).toEqual([
            404,
            expect.stringContaining('Enter the number of a revision, from 1 to 1'),
          ])
        },
      )

      test.each([
        ['the same parameter twice', '/barriers/known/compare?from=1&from=1&to=1'],
        ['two searches', '/search?q=a&q=b'],
        ['a NUL character', '/barriers?tag=a%00'],
        ['an invalid cursor', '/activity?after=x'],
        ['half a cursor', `/barriers?after=${encodeCursor(['a', 'b']).slice(0, 5)}`],
      ])('an address with %s is refused', async (_, path) => {
        const answer = await raw(path)
        expect([answer.status, textOf(answer.text)]).toEqual([
          400,
          expect.stringMatching(/^This address is not correct /),
        ])
      })
    })

  test('a suggestion is not found when its id is unknown or invalid', async () => {
    for (const id of ['x', '0', '%00', '../review', newId(), `${newId()}x`]) {
      for (const address of [
        `/suggestions/${id}`,
        `/suggestions/${id}/amend`,
        `/suggestions/${id}/versions/1`,
        `/review/${id}`,
        `/review/${id}/resolve`,
      ]) {
        expect([address, (await admin.get(address)).status]).toEqual([address, 404])
      }
    }
  })

  test('a revision that exists is found, which shows that the tables above test something', async () => {
    expect((await raw('/barriers/known/revisions/1')).status).toBe(200)
    expect((await raw('/barriers/known/compare?from=1&to=1')).status).toBe(200)
  })

  describe('odd query strings', () => {
    const names = [
      'q',
      'tag',
      'theme',
      'sort',
      'kind',
      'change',
      'after',
      'before',
      'from',
      'to',
      'restore',
      'return',
      'title',
      'for',
      'role',
      '__proto__',
      'constructor',
      '',
      '%00',
      '%zz',
      'a[b]',
    ]
    const values: readonly (readonly [string, string])[] = [
      ['empty values', ''],
      ['NUL characters', '%00'],
      ['broken escapes', '%zz%E0%A4%A'],
      ['half a character', '%ED%A0%80'],
      ['markup', encodeURIComponent('"><script>alert(1)</script>')],
      ['SQL', encodeURIComponent("' or 1=1; drop table page; --")],
      ['search operators', encodeURIComponent('"a" OR NEAR(b *) & | ! <-> :* ^ -c {title}: \'')],
      ['a number out of range', '99999999999999999999'],
      ['a negative number', '-1'],
      ['right-to-left marks', '%E2%80%AE%E2%80%8F'],
      ['a long text', 'x'.repeat(500)],
      ['an invalid cursor', encodeURIComponent(encodeCursor(['\u202e', '']))],
      ['a cursor from long ago', encodeCursor(['0000', '0'])],
    ]

    const paths = (): readonly string[] =>
      allRoutes(site.deps)
        .filter(route => route.method === 'get')
        .map(route => route.path)
    const isAnswered = async (address: string): Promise<void> => {
      const answer = await admin.get(address)
      expect([address, answer.status < 500]).toEqual([address, true])
      expect(answer.text).not.toContain('<script>alert')
    }

    test.each(values)('no page fails when every parameter is %s', async (_, value) => {
      const query = names.map(name => `${name}=${value}`).join('&')
      for (const path of paths()) {
        const wellFormed = `${path.replace(':slug', page.slug).replace(/:\w+/g, '1')}?${query}`
        for (const address of path.includes(':') ? [wellFormed, path.replace(/:\w+/g, value || '%20')] : [wellFormed])
          await isAnswered(address)
      }
    })

    test('no page fails when every parameter is given twice', async () => {
      for (const path of paths())
        await isAnswered(
          `${path.replace(':slug', page.slug).replace(/:\w+/g, '1')}?${[...names, ...names].map(name => `${name}=x`).join('&')}`,
        )
    })
  })

  // These requests never reach the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('headers and bodies', () => {
      test('a body over the limit is refused and is not held in memory', async () => {
        const chunk = Buffer.alloc(64 * 1024, 'x')
        const before = process.memoryUsage().rss
        let peak = 0
        const answer = await raw('/barriers/new/write', {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' },
          async write(send) {
            await send(Buffer.from('body='))
            for (let sent = 0; sent < 256 * 1024 * 1024; sent += chunk.length) {
              await send(chunk)
              peak = Math.max(peak, process.memoryUsage().rss - before)
            }
          },
        })
        expect(answer.status).toBe(413)
        expect(textOf(answer.text)).toContain('There is too much text')
        expect(peak).toBeLessThan(128 * 1024 * 1024)
      })

      test.each([
        [
          'whose declared length is over the limit',
          'application/x-www-form-urlencoded',
          `body=${'x'.repeat(3 * 1024 * 1024)}`,
          413,
          'There is too much text',
        ],
        [
          'with too many fields',
          'application/x-www-form-urlencoded',
          'a=1&'.repeat(600),
          413,
          'The form has too many fields.',
        ],
        [
          'in an unknown encoding',
          'application/x-www-form-urlencoded; charset=none',
          'a=1',
          415,
          'We cannot read this form',
        ],
        [
          'that is declared as compressed and is not',
          'application/x-www-form-urlencoded',
          'a=1',
          415,
          'We cannot read this form',
          { 'Content-Encoding': 'gzip' },
        ],
        ['of JSON', 'application/json', '{"title":"x"}', 403, 'You have been signed out'],
        ['of an unknown content type', 'x', '\0', 403, 'You have been signed out'],
      ])('a body %s is refused', async (_, type, body, status, message, more: Record<string, string> = {}) => {
        const answer = await raw('/barriers/new/write', {
          method: 'POST',
          headers: { 'Content-Type': type, 'Content-Length': String(body.length), ...more },
          write: send => send(Buffer.from(body)),
        })
        expect([answer.status, textOf(answer.text)]).toEqual([status, expect.stringContaining(message)])
      })

      test.each([
        ['of many headers', Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`x-${i}`, 'flood']))],
        ['of one long header', { 'x-flood': 'x'.repeat(20_000) }],
        ['of one very long header', { 'x-flood': 'x'.repeat(200_000) }],
        ['of cookies', { Cookie: `unblock=${'x'.repeat(20_000)}` }],
      ])('a flood %s is refused, and the next request is answered', async (_, headers) => {
        expect(await statusOf('/', headers)).toBe(431)
        expect((await raw('/', {})).status).toBe(200)
      })

      test.each([
        ['emoji', '🚧'.repeat(5_000)],
        ['Hebrew', 'א'.repeat(10_000)],
        ['characters of several code points', '\u{1f6a7}\u{fe0f}'.repeat(3_300)],
      ])('a search for a very long text of %s is answered, and the page repeats the text', async (_, typed) => {
        const answer = await raw(`/search?q=${encodeURIComponent(typed)}`, {})
        expect([answer.status, answer.text.includes(typed)]).toEqual([200, true])
      })

      test.each([
        ['PUT', '/barriers/known', 405],
        ['POST', '/', 405],
        ['TRACE', '/', 405],
        ['PUT', '/nowhere', 404],
      ])('the request %s %s is refused', async (method, path, status) => {
        expect((await raw(path, { method })).status).toBe(status)
      })
    })
})
