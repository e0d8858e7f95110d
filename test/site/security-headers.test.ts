import { allRoutes } from '../../src/app.js'
import { type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe('headers and files for security', () => {
  let site: TestSite
  let admin: Browser
  beforeAll(async () => {
    site = await testSite('sqlite', { PUBLIC_URL: 'http://unblock.example', OPERATOR_EMAIL: 'team@unblock.example' })
    admin = (await site.signedIn({ role: 'admin' })).browser
  })
  afterAll(() => site.close())

  test('every answer says whether it may be kept, that pages use no device, and where to report violations', async () => {
    const paths = allRoutes(site.deps)
      .filter(({ method }) => method === 'get')
      .map(({ path }) => path.replace(/:\w+/g, 'x'))
    for (const path of [...paths, '/nowhere', '/blocked-where.csv']) {
      const { headers } = await admin.get(path)
      expect([path, headers['cache-control']]).toEqual([
        path,
        expect.stringMatching(/^(private, no-cache|no-cache|no-store)$/),
      ])
      expect(headers['permissions-policy']).toContain('camera=(), ')
      expect(headers['content-security-policy']).toContain('report-uri /csp-reports;report-to csp')
      expect(headers['reporting-endpoints']).toBe('csp="/csp-reports"')
    }
  })

  test.each(['/account', '/admin/members'])(
    'the browser keeps no copy of %s, which shows email addresses',
    async path => {
      const { text, headers } = await admin.get(path)
      expect(text).toContain('@testshire.example')
      expect(headers['cache-control']).toBe('no-store')
    },
  )

  test('no other page of a member shows an email address', async () => {
    const { browser, member } = await site.signedIn()
    for (const { method, path, isPersonal } of allRoutes(site.deps)) {
      if (method !== 'get' || isPersonal) continue
      expect([path, (await browser.get(path)).text.includes(member.email)]).toEqual([path, false])
    }
  })

  test('signing out clears the pages that the browser keeps, and neither drafts nor other cookies', async () => {
    const { browser } = await site.signedIn()
    const answer = await browser.submitForm('/sign-out', {})
    expect([answer.status, answer.headers['clear-site-data']]).toEqual([303, '"cache"'])
  })

  test('security.txt names the operator, and is valid for 30 days', async () => {
    const { text, headers } = await site.visitor().get('/.well-known/security.txt')
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(text.split('\n')).toEqual([
      'Contact: mailto:team@unblock.example',
      'Expires: 2026-04-03T09:00:00.000Z',
      'Preferred-Languages: en',
      'Canonical: http://unblock.example/.well-known/security.txt',
      '',
    ])
  })

  test('a report of a violation needs no token and no session', async () => {
    const answer = await site
      .visitor()
      .agent.post('/csp-reports')
      .set('Sec-Fetch-Site', 'cross-site')
      .set('Content-Type', 'application/csp-report')
      .send('{}')
    expect([answer.status, answer.headers['set-cookie']]).toEqual([204, undefined])
  })
})
