import { documentOf } from '../../support/html.js'
import type { Browser } from '../../support/browser.js'
import { testSite, type TestSite } from '../../support/site.js'

/** Returns the attributes of each script of a page. */
const scriptsIn = (html: string): readonly Readonly<Record<string, string>>[] =>
  documentOf(html)('script')
    .toArray()
    .map(script => script.attribs)

let site: TestSite
let member: Browser
beforeAll(async () => {
  site = await testSite('sqlite')
  member = (await site.signedIn()).browser
})
afterAll(() => site.close())

test.each(['/', '/barriers', '/search?q=x', '/sign-in', '/register', '/nowhere'])(
  'a visitor gets no script at %s',
  async address => {
    const { text } = await site.visitor().get(address)
    expect([scriptsIn(text), text.includes('data-drafts-of')]).toEqual([[], false])
  },
)

test('a signed-in member gets one script of at most 15 KB, which may be cached forever', async () => {
  const { text } = await member.get('/')
  const scripts = scriptsIn(text)
  expect(scripts).toEqual([
    { type: 'module', src: expect.stringMatching(/^\/assets\/editor-[0-9a-f]{12}\.js$/) as string },
  ])
  const answer = await site.visitor().get(scripts[0]!['src']!)
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(answer.text.length).toBeGreaterThan(1_000)
  expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(15_000)
})

test('a browser stores drafts separately for each account, under a name that does not reveal the account', async () => {
  const other = await site.signedIn({ name: 'Olive Other' })
  const draftsNameFor = async (browser: Browser): Promise<string | undefined> =>
    /<body[^>]* data-drafts-of="([0-9a-f]{16})"/.exec((await browser.get('/')).text)?.[1]
  const memberName = await draftsNameFor(member)
  const otherName = await draftsNameFor(other.browser)
  expect(memberName).toBeDefined()
  expect(await draftsNameFor(member)).toBe(memberName)
  expect(otherName).toBeDefined()
  expect(other.member.id.replaceAll('-', '')).not.toContain(otherName)
})
