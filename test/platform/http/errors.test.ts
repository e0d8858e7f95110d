import { addressOf, type PageHead } from '../../../src/pages/index.js'
import { formIn, headingsIn, linksIn, readOnlyTextsIn } from '../../support/html.js'
import { PASSPHRASE, type Browser } from '../../support/browser.js'
import { testSite, type TestSite } from '../../support/site.js'

let site: TestSite
let page: PageHead
let moderator: Browser
beforeAll(async () => {
  site = await testSite('sqlite')
  page = await site.page('barrier')
  moderator = (await site.signedIn({ role: 'moderator' })).browser
})
afterAll(() => site.close())

/** Returns the links that an error page has in its main element. */
const linksOf = (html: string): readonly (readonly [string, string])[] =>
  linksIn(html, 'main').map(link => [link.text, link.href])

test.each([
  ['/barriers?tag=%00', '/barriers'],
  ['/search?q=a&q=b', '/search'],
  ['/sign-in?return=/a&return=/b', '/sign-in'],
])('the refused address %s leads to %s', async (address, href) => {
  const { status, text } = await site.visitor().get(address)
  expect([status, linksOf(text)]).toEqual([400, [['Open the page without the part after “?”', href]]])
})

test.each([
  ['/barriers?after=x', '/barriers'],
  [
    '/barriers?theme=security&theme=procurement&after=x&sort=newest',
    '/barriers?theme=security&theme=procurement&sort=newest',
  ],
  ['/activity?after=x', '/activity'],
])(
  'the address %s of a page that a list does not have leads to its start, with the same filters',
  async (address, href) => {
    const { status, text } = await site.visitor().get(address)
    expect([status, linksOf(text)]).toEqual([400, [['Go to the start of the list', href]]])
  },
)

test('a member whose report changed in the meantime is led to its page', async () => {
  const { browser } = await site.signedIn()
  const { headers } = await browser.submitForm(`${addressOf(page)}/reports/new`, { state: 'facing' })
  expect(headers['location']).toContain(addressOf(page))
  const { id } = await site.deps.db.selectFrom('statement').select('id').executeTakeFirstOrThrow()
  const form = formIn((await browser.get(`/reports/${id}`)).text, `/reports/${id}`)
  await browser.submitForm(`/reports/${id}`, {}, `/reports/${id}/withdraw`)
  const { status, text } = await browser.send(form.action, { ...form.fields, note: 'Too late.' })
  expect([status, linksOf(text)]).toEqual([409, [[`Go to “${page.title}”`, addressOf(page)]]])
})

test('an address that only takes forms leads to the page it belongs to', async () => {
  const { status, text } = await moderator.get(`${addressOf(page)}/bring-back`)
  expect([status, linksOf(text)]).toEqual([405, [['Back to the page', addressOf(page)]]])
})

test('a form of an earlier session shows what was typed and chosen in words, and leads back to its page', async () => {
  const { text } = await moderator.send('/review/1/decision', {
    _csrf: 'stale',
    verdict: 'request-changes',
    reason: '',
    message: 'Say where.',
    seenHash: 'f'.repeat(64),
  })
  expect(readOnlyTextsIn(text)).toEqual(['Request changes', 'Say where.'])
  expect(linksOf(text)).toEqual([['Back to the page', '/review/1']])
})

test.each<[string, Record<string, string>, readonly string[]]>([
  ['/solutions/x/trials', { state: 'in-part', other: 'an-id', day: 'May 2025' }, ['Worked in part', 'May 2025']],
  ['/barriers/x/archive', { reason: 'duplicate' }, ['There is already a page about this']],
  ['/reports/1/remove', { reason: 'asked-to' }, ['The organisation asked us to']],
  ['/admin/members/1/role', { role: 'moderator' }, ['Moderator']],
  ['/admin/synonyms', { terms: 'vpn, remote access' }, ['vpn, remote access']],
  ['/barriers/new/write', { theme: 'security', title: 'A title' }, ['Security', 'A title']],
])('a form that was sent to %s too late is shown in words', async (action, fields, shown) => {
  const { text } = await moderator.send(action, { _csrf: 'stale', ...fields })
  expect([...readOnlyTextsIn(text)].sort()).toEqual([...shown].sort())
})

test('a button that sent no text leads back to its page, and nothing is said to have been typed', async () => {
  const stale = await moderator.send('/suggestions/1/withdraw', { _csrf: 'stale' })
  expect([headingsIn(stale.text), linksOf(stale.text)]).toEqual([
    ['Send this from its page'],
    [['Back to the page', '/suggestions/1']],
  ])
})

test('what cannot be done any more leads to the page above, because its form would be refused too', async () => {
  const { browser } = await site.signedIn()
  const archived = await site.page('barrier')
  const form = formIn((await browser.get(`${addressOf(archived)}/edit`)).text)
  await moderator.submitForm(`${addressOf(archived)}/archive`, { reason: 'unlawful' })
  const { status, text } = await browser.send(form.action, { ...form.fields, summary: 'Changed.' })
  expect([status, linksOf(text)]).toEqual([409, [[`Back to “${archived.title}”`, addressOf(archived)]]])
  expect(readOnlyTextsIn(text)).toContain('Changed.')
})

test('a form that may not be opened leads back to the page above', async () => {
  const { browser } = await site.signedIn()
  const archived = await site.page('barrier')
  await moderator.submitForm(`${addressOf(archived)}/archive`, { reason: 'unlawful' })
  const { status, text } = await browser.get(`${addressOf(archived)}/edit`)
  expect([status, linksOf(text)]).toEqual([409, [[`Back to “${archived.title}”`, addressOf(archived)]]])
})

test('a visitor whose button was refused returns to its page after signing in', async () => {
  const refused = await site.visitor().send('/suggestions/1/withdraw', {})
  expect(formIn(refused.text, '/sign-in').fields['return']).toBe('/suggestions/1')
})

test('a refused role leads back to the members', async () => {
  const { browser, member } = await site.signedIn({ role: 'admin' })
  const refused = await browser.sendWithToken('/admin/members', { role: 'king' }, `/admin/members/${member.id}/role`)
  expect([refused.status, linksOf(refused.text)]).toEqual([422, [['Back to the page', '/admin/members']]])
})

test('a button whose session had ended can be pressed again after signing in, without a word about a text', async () => {
  const { member } = await site.signedIn()
  const visitor = site.visitor()
  const refused = await visitor.send(`${addressOf(page)}/reports`, { organisation: 'an-id' })
  const { action, fields } = formIn(refused.text, '/sign-in/with-text')
  const signedIn = await visitor.send(action, { ...fields, email: member.email, passphrase: PASSPHRASE })
  expect(headingsIn(signedIn.text)).toEqual(['You are signed in. Send this again'])
  expect(formIn(signedIn.text).fields).toMatchObject({ organisation: 'an-id' })
})
