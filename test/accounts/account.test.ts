import { engines } from '../support/databases.js'
import { organisation, signInAt } from '../support/evidence.js'
import { noticeIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('the account of a member on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'the name',
      { name: 'Ada King' },
      'Your details are saved Your name is now Ada King. Pages that you have published keep the old one.',
    ],
    [
      'how the name appears',
      { shownAs: 'name' },
      'Your details are saved From now on you are shown as “Ada Byron, Savedshire Council”, unless you choose ' +
        'otherwise. What you have already published stays as it is.',
    ],
    [
      'both',
      { name: 'Ada King', shownAs: 'name' },
      'Your details are saved Your name is now Ada King. Pages that you have published keep the old one. ' +
        'From now on you are shown as “Ada King, Savedshire Council”, unless you choose otherwise. ' +
        'What you have already published stays as it is.',
    ],
    ['nothing', {}, 'Nothing changed You have not changed your name or how it appears.'],
  ])('says what was saved after a change of %s', async (_, fields, notice) => {
    const { browser } = await signInAt(site, await organisation(site, 'Savedshire Council'), { name: 'Ada Byron' })
    const sent = await browser.submitForm('/account', fields, '/account')
    expect([sent.status, sent.headers['location']]).toEqual([303, '/account'])
    expect(noticeIn((await browser.get('/account')).text)).toBe(notice)
  })
})
