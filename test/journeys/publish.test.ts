import { engines } from '../support/databases.js'
import { pageFields } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('the shortest journey on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test('everyone can read a page that a member wrote and a moderator published', async () => {
    const author = await site.signedIn()
    const sent = await author.browser.sendWithToken('/barriers/new/write', pageFields())
    expect(sent.status).toBe(303)
    const moderator = await site.signedIn({ role: 'moderator' })
    const review = sent.headers['location']!.replace('/suggestions/', '/review/')
    const decided = await moderator.browser.sendWithToken(
      review,
      { verdict: 'publish', reason: '', message: '' },
      `${review}/decision`,
    )
    expect(decided.status).toBe(303)
    expect((await site.visitor().get('/barriers/calls-drop-on-the-office-network')).text).toContain('The call ends.')
  })
})
