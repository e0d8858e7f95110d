import { listSynonymGroups } from '../../src/search/index.js'
import { documentOf, errorsIn, formIn, headingsIn, linkIn, noticeIn } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const PAGE = '/admin/synonyms'

let site: TestSite
let moderator: Browser
beforeAll(async () => {
  site = await testSite('sqlite')
  moderator = (await site.signedIn({ role: 'moderator' })).browser
})
afterAll(() => site.close())

const groups = async () => (await listSynonymGroups(site.deps.db)).map(group => group.terms)

test('moderators add, change and remove groups of synonyms', async () => {
  const review = await moderator.get('/review')
  expect(linkIn(review.text, 'Search synonyms')).toBe(PAGE)
  expect(headingsIn((await moderator.get(PAGE)).text)).toEqual(['Search synonyms', 'Add a group'])

  expect((await moderator.submitForm(PAGE, { terms: 'VPN, remote  access' }, PAGE)).headers['location']).toBe(PAGE)
  expect(await groups()).toEqual([['vpn', 'remote access']])
  const added = await moderator.get(PAGE)
  expect(noticeIn(added.text)).toContain('Synonyms saved')

  const { action } = formIn(added.text, groupPathIn(added.text))
  await moderator.submitForm(PAGE, { terms: 'vpn, home working' }, action)
  expect(await groups()).toEqual([['vpn', 'home working']])
  await moderator.submitForm(PAGE, {}, `${action}/remove`)
  expect(await groups()).toEqual([])

  const gone = await moderator.sendWithToken(PAGE, { terms: 'vpn, tunnel' }, action)
  expect([gone.status, await groups()]).toEqual([404, []])
})

const groupPathIn = (html: string): string =>
  documentOf(html)(`form[action^="${PAGE}/"]`).not('[action$="/remove"]').attr('action')!

test.each([
  ['', 'terms: Enter the terms'],
  ['ink', 'terms: Enter 2 to 8 different terms'],
  ['Ink, ink', 'terms: Enter 2 to 8 different terms'],
  ['1,2,3,4,5,6,7,8,9', 'terms: Enter 2 to 8 different terms'],
  [`ink, ${'x'.repeat(61)}`, 'terms: Each term must be 60 characters or fewer'],
])('the terms “%s” are not saved, and shown again with what is wrong', async (typed, error) => {
  const answer = await moderator.submitForm(PAGE, { terms: typed }, PAGE)
  expect([answer.status, errorsIn(answer.text), await groups()]).toEqual([422, [error], []])
  expect(documentOf(answer.text)('#terms').val() ?? '').toBe(typed)
})
