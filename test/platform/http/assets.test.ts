import { documentOf } from '../../support/html.js'
import { testSite, type Browser, type TestSite } from '../../support/site.js'

/** The attributes of each script of a page. */
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
  'who only reads is sent no script: %s',
  async address => {
    const { text } = await site.visitor().get(address)
    expect([scriptsIn(text), text.includes('data-drafts-of')]).toEqual([[], false])
  },
)

test('who is signed in is sent one, of at most 15 KB, which may be kept for ever', async () => {
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

test('what a browser keeps is kept apart for each account, by a name that is not theirs', async () => {
  const other = await site.signedIn({ name: 'Olive Other' })
  const nameOn = async (browser: Browser): Promise<string | undefined> =>
    /<body[^>]* data-drafts-of="([0-9a-f]{16})"/.exec((await browser.get('/')).text)?.[1]
  const [one, another] = [await nameOn(member), await nameOn(other.browser)]
  expect(one).toBeDefined()
  expect(await nameOn(member)).toBe(one)
  expect(another).toBeDefined()
  expect(another).not.toBe(one)
  expect(other.member.id.replaceAll('-', '')).not.toContain(another)
})
