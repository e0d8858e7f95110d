import { engines } from '../support/databases.js'
import { organisation, signInAt } from '../support/evidence.js'
import { errorsIn, noticeIn } from '../support/html.js'
import { PASSPHRASE } from '../support/browser.js'
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
      'Your details are saved Your name is now Ada King. What you have already published stays as it is.',
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
      'Your details are saved Your name is now Ada King. ' +
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

  test.each([
    ['is wrong, and the new one too short', `${PASSPHRASE}?`, 'short', ['currentPassphrase', 'passphrase']],
    ['is wrong, and the new one the same', `${PASSPHRASE}?`, `${PASSPHRASE}?`, ['currentPassphrase', 'passphrase']],
    ['is right, and the new one the same', PASSPHRASE, PASSPHRASE, ['passphrase']],
    ['is missing, and the new one too short', '', 'short', ['currentPassphrase', 'passphrase']],
  ])('a change of the passphrase whose current one %s shows every error', async (_, current, next, fields) => {
    const { browser } = await site.signedIn()
    const passphrases = { currentPassphrase: current, passphrase: next }
    const sent = await browser.submitForm('/account', passphrases, '/account/passphrase')
    expect([sent.status, errorsIn(sent.text).map(error => error.split(':')[0])]).toEqual([422, fields])
  })
})
