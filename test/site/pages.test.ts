import { testSite, type TestSite } from '../support/site.js'
import { decoded } from '../support/live-parts.js'
import { linkIn, textOf } from '../support/screen.js'

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
  ['/accessibility', 'Tell Testshire & Sons <b> : ways@testshire.example'],
  ['/privacy', 'write to Testshire & Sons <b> : ways@testshire.example'],
  ['/contact', 'Testshire & Sons <b>'],
  ['/about', 'This site is run by Testshire & Sons <b>'],
])('the page %s names the operator', async (address, words) => {
  expect((await openPage(site, address)).text).toContain(words)
})

test('the footer of every page names the operator, the licence and the address of the source code', async () => {
  for (const address of ['/', '/barriers', '/cookies']) {
    const { html } = await openPage(site, address)
    expect(decoded(html)).toContain('Run by <span class="app-isolate">Testshire & Sons <b></span>')
    expect([linkIn(html, 'A licence of our own'), linkIn(html, 'Source code')]).toEqual([
      'https://licence.example/1',
      'https://source.example/ways?of=round&more',
    ])
  }
})

test('without an address for the source code, the footer leads to how to ask for it', async () => {
  expect(linkIn((await openPage(plain, '/')).html, 'Source code')).toBe('/about#source')
  const { html, text } = await openPage(plain, '/about')
  expect(html).toContain('id="source"')
  expect(text).toContain('To get the source of this site’s version, email operator@localhost.example')
})
