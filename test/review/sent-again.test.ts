import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { formIn, textOf } from '../support/html.js'
import { pageFields } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('a form sent again after going back, on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test('the same text leads to where it led the first time', async () => {
    const { browser } = await site.signedIn()
    const { fields } = formIn((await browser.get('/barriers/new/write')).text, '/barriers/new/write')
    const first = await browser.send('/barriers/new/write', { ...fields, ...pageFields() })
    const second = await browser.send('/barriers/new/write', { ...fields, ...pageFields() })
    expect([second.status, second.headers['location']]).toEqual([303, first.headers['location']])
  })

  test('another text is shown again with a link to the first, and can be sent from there', async () => {
    const { browser } = await site.signedIn()
    const { fields } = formIn((await browser.get('/barriers/new/write')).text, '/barriers/new/write')
    const first = await browser.send('/barriers/new/write', { ...fields, ...pageFields() })
    const second = await browser.send('/barriers/new/write', { ...fields, ...pageFields({ body: 'Second thoughts.' }) })
    expect(second.status).toBe(409)
    expect(textOf(second.text)).toContain('You have already sent this form and we saved it.')
    expect(second.text).toContain(`href="${first.headers['location']}"`)
    const again = formIn(second.text, '/barriers/new/write')
    expect(again.fields['body']).toBe('Second thoughts.')
    expect((await browser.send('/barriers/new/write', { ...again.fields, intent: 'save' })).status).toBe(303)
  })

  test('another edit of a page is shown again too', async () => {
    const { browser } = await site.signedIn({ trusted: true })
    const page = await site.page('barrier')
    const action = `${addressOf(page)}/edit`
    const { fields } = formIn((await browser.get(action)).text, action)
    expect((await browser.send(action, { ...fields, summary: 'One.', intent: 'save' })).status).toBe(303)
    const second = await browser.send(action, { ...fields, summary: 'Two.', intent: 'save' })
    expect(second.status).toBe(409)
    expect(formIn(second.text, action).fields['summary']).toBe('Two.')
  })
})
