import { hiddenFields } from '../support/html.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** The key of the form that a page says was saved. */
const savedOn = (html: string): string | undefined => /<body[^>]*\sdata-saved="([^"]*)"/.exec(html)?.[1]

describe('telling the browser which form was saved', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  const hiddenFieldsOf = async (browser: Browser, address: string): Promise<Record<string, string>> =>
    hiddenFields((await browser.get(address)).text)

  const NEW = '/barriers/new/write'

  test.each([
    ['published', true],
    ['suggested', false],
  ])('the page after a form was %s names the form by its key, once', async (_, trusted) => {
    const { browser } = await site.signedIn({ trusted })
    const fields = {
      ...(await hiddenFieldsOf(browser, NEW)),
      ...pageFields({ title: `Saved ${trusted ? 'at once' : 'for review'}` }),
    }
    const answer = await browser.send(NEW, fields)
    expect(answer.status).toBe(303)
    const { text } = await browser.get(answer.headers['location']!)
    expect([savedOn(text), savedOn((await browser.get('/')).text)]).toEqual([fields['key'], undefined])

    // When the answer was lost, sending the same form again leads to the same place.
    const again = await browser.send(NEW, fields)
    expect(again.headers['location']).toBe(answer.headers['location'])
    expect(savedOn((await browser.get('/')).text)).toBe(fields['key'])
  })

  test('no page names a form that was previewed or refused', async () => {
    const { browser } = await site.signedIn({ trusted: true })
    const fields = { ...(await hiddenFieldsOf(browser, NEW)), ...pageFields() }
    for (const change of [{ intent: 'preview' }, { intent: 'find', find: 'x' }, { title: '' }]) {
      const answer = await browser.send(NEW, { ...fields, ...change })
      expect([savedOn(answer.text), savedOn((await browser.get('/')).text)]).toEqual([undefined, undefined])
      expect(answer.text).toContain(`data-draft="${String(fields['key'])}"`)
      expect(hiddenFields(answer.text)['key']).toBe(fields['key'])
    }
  })

  test('only the page that the member is sent to names the form, whatever another window sends meanwhile', async () => {
    const { browser } = await site.signedIn({ trusted: true })
    const other = {
      ...(await hiddenFieldsOf(browser, NEW)),
      ...pageFields({ title: 'In another window' }),
      intent: 'preview',
    }
    const fields = { ...(await hiddenFieldsOf(browser, NEW)), ...pageFields({ title: 'Saved in between' }) }
    const answer = await browser.send(NEW, fields)
    const preview = await browser.send(NEW, other)
    expect([preview.status, savedOn(preview.text), preview.text.includes('Everyone can read it now.')]).toEqual([
      200,
      undefined,
      false,
    ])
    const { text } = await browser.get(answer.headers['location']!)
    expect([savedOn(text), text.includes('Everyone can read it now.')]).toEqual([fields['key'], true])
  })

  test('the page names an amendment that was saved, but not one that changes nothing', async () => {
    const { browser } = await site.signedIn()
    const sent = await browser.sendWithToken(NEW, pageFields({ title: 'To be amended' }))
    const amend = `${sent.headers['location']!}/amend`
    await browser.get('/')
    const fields = { ...(await hiddenFieldsOf(browser, amend)), ...pageFields({ title: 'To be amended' }) }
    const unchanged = await browser.send(amend, fields)
    expect([unchanged.status, savedOn((await browser.get('/')).text)]).toEqual([422, undefined])
    const changed = await browser.send(amend, { ...fields, title: 'Amended' })
    expect([changed.status, savedOn((await browser.get('/')).text)]).toEqual([303, fields['key']])
  })
})
