import { SUGGESTIONS_UNTIL_TRUSTED } from '../../src/accounts/index.js'
import { ORGANISATIONS_FOR_COVER, ORGANISATIONS_FOR_PROOF } from '../../src/evidence/index.js'
import { sessionLength } from '../../src/site/site-model.js'
import { testSite, type TestSite } from '../support/site.js'
import { documentOf, linkIn, textOf } from '../support/html.js'

const environment = {
  SITE_NAME: 'Ways round',
  OPERATOR_NAME: 'Testshire & Sons <b>',
  OPERATOR_EMAIL: 'ways@testshire.example',
  CONTENT_LICENCE: 'A licence of our own',
  CONTENT_LICENCE_URL: 'https://licence.example/1',
  SOURCE_URL: 'https://source.example/ways?of=round&more',
}

let site: TestSite
let plain: TestSite
beforeAll(async () => {
  ;[site, plain] = await Promise.all([testSite('sqlite', environment), testSite('sqlite')])
})
afterAll(() => Promise.all([site.close(), plain.close()]))

const openPage = async (on: TestSite, address: string): Promise<{ readonly html: string; readonly text: string }> => {
  const { text: html, status } = await on.visitor().get(address)
  expect([address, status]).toEqual([address, 200])
  return { html, text: textOf(html) }
}

test.each([
  ['/accessibility', 'Email Testshire & Sons <b> : ways@testshire.example'],
  ['/privacy', 'email Testshire & Sons <b> : ways@testshire.example'],
  ['/contact', 'Testshire & Sons <b>'],
  ['/about', 'This site is run by Testshire & Sons <b>'],
])('the page %s names the operator', async (address, words) => {
  expect((await openPage(site, address)).text).toContain(words)
})

test('the footer of every page names the operator, the licence and the address of the source code', async () => {
  for (const address of ['/', '/barriers', '/cookies']) {
    const { html } = await openPage(site, address)
    const $ = documentOf(html)
    expect($('footer .app-isolate').text()).toBe('Testshire & Sons <b>')
    expect([linkIn(html, 'A licence of our own'), linkIn(html, 'Source code')]).toEqual([
      'https://licence.example/1',
      'https://source.example/ways?of=round&more',
    ])
  }
})

test('without a name for the operator, the pages give only the email address', async () => {
  for (const address of ['/about', '/accessibility', '/contact', '/privacy']) {
    const { html, text } = await openPage(plain, address)
    expect([address, text.match(/[Rr]un by|the operator of/g)]).toEqual([address, null])
    expect([address, documentOf(html)('main .app-isolate, footer .app-isolate').text()]).toEqual([address, ''])
    expect(documentOf(html)('footer').text()).not.toContain('Run by')
  }
  const { text } = await openPage(plain, '/privacy')
  expect(text).toContain('email operator@localhost.example')
})

test('without an address for the source code, the footer leads to how to ask for it', async () => {
  expect(linkIn((await openPage(plain, '/')).html, 'Source code')).toBe('/about#source')
  const { html, text } = await openPage(plain, '/about')
  expect(documentOf(html)('#source').text()).toBe('Source of the software')
  expect(text).toContain('To get the source of this site’s version, email operator@localhost.example')
})

test.each([
  [1, '1 hour'],
  [12, '12 hours'],
  [24, '1 day'],
  [36, '36 hours'],
  [336, '14 days'],
])('a session of %i hours is said to last %s', (hours, words) => {
  expect(sessionLength(hours)).toBe(words)
})

test.each([
  ['/about', `After ${SUGGESTIONS_UNTIL_TRUSTED} published suggestions you are a trusted member`],
  ['/about', `when it has worked at ${ORGANISATIONS_FOR_PROOF} or more organisations`],
  ['/privacy', `If fewer than ${ORGANISATIONS_FOR_COVER} organisations of its kind have accounts here`],
])('%s gives the number that the rule has: “%s”', async (address, sentence) => {
  expect((await openPage(plain, address)).text).toContain(sentence)
})

test('the page about cookies says when the cookie expires', async () => {
  expect((await openPage(plain, '/cookies')).text).toContain('14 days after you last opened a page')
})

test('only pages on which a visitor signs in or chooses a passphrase set a cookie, and the page about cookies names all', async () => {
  const cookiesOf = async (path: string): Promise<unknown> =>
    (await plain.visitor().agent.get(path)).headers['set-cookie']
  for (const path of ['/', '/barriers', '/barriers/new', '/search?q=x', '/account', '/cookies', '/nowhere'])
    expect([path, await cookiesOf(path)]).toEqual([path, undefined])
  for (const path of ['/sign-in', '/register', '/passphrase/x'])
    expect([path, await cookiesOf(path)]).toEqual([path, [expect.stringMatching(/^unblock-form=/)]])
  const $ = documentOf((await openPage(plain, '/cookies')).html)
  const rows = $('.govuk-summary-list__row').toArray()
  const texts = rows.map(row => $(row).text().replace(/\s+/g, ' ').trim())
  expect(texts).toEqual(expect.arrayContaining(['Name unblock', 'Name unblock-form', 'Name unblock-device']))
})

test.each([
  ['/about', 'After 3 published suggestions you are a trusted member'],
  ['/about', 'when it has worked at 2 or more organisations'],
  ['/privacy', 'fewer than 3 organisations of its kind'],
  ['/privacy', 'failed sign-ins for up to a day'],
  ['/privacy', 'After 7 days we no longer offer it'],
  ['/cookies', 'at most 20 drafts for each account'],
])('the page %s gives the limit of the code: %s', async (address, words) => {
  expect((await openPage(plain, address)).text).toContain(words)
})

test('the help with Markdown shows its example as it is typed and as it looks', async () => {
  const { html, text } = await openPage(plain, '/help/markdown')
  expect(documentOf(html)('pre code').first().text()).toContain('The page is **blocked** on every *office* computer.')
  expect(text).toContain('The page is blocked on every office computer. See the guidance .')
  const preview = documentOf(html)('.app-preview')
  expect(preview.find('h2').text()).toBe('What happens')
  for (const part of ['strong', 'em', 'a', 'ul > li', 'ol > li', 'blockquote', 'table td', 'code'])
    expect([part, preview.find(part).length]).not.toEqual([part, 0])
})
