import { hiddenFields } from '../support/html.js'
import { pageFields, testSite, type Browser, type TestSite } from '../support/site.js'

/** The form that a page names as saved. */
const savedOn = (html: string): string | undefined => /<body[^>]*\sdata-saved="([^"]*)"/.exec(html)?.[1]

describe('the page after a form was saved', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  const opened = async (browser: Browser, address: string): Promise<Record<string, string>> =>
    hiddenFields((await browser.get(address)).text)

  const NEW = '/barriers/new/write'

  test.each([
    ['published', true],
    ['suggested', false],
  ])('names it by its key, once, when it was %s', async (_, trusted) => {
    const { browser } = await site.signedIn({ trusted })
    const fields = {
      ...(await opened(browser, NEW)),
      ...pageFields({ title: `Saved ${trusted ? 'at once' : 'for review'}` }),
    }
    const answer = await browser.send(NEW, fields)
    expect(answer.status).toBe(303)
    const { text } = await browser.get(answer.headers['location']!)
    expect([savedOn(text), savedOn((await browser.get('/')).text)]).toEqual([fields['key'], undefined])

    // An answer that was lost on its way: the same is sent again, and leads to the same place.
    const again = await browser.send(NEW, fields)
    expect(again.headers['location']).toBe(answer.headers['location'])
    expect(savedOn((await browser.get('/')).text)).toBe(fields['key'])
  })

  test('names nothing when it was previewed or is not right', async () => {
    const { browser } = await site.signedIn({ trusted: true })
    const fields = { ...(await opened(browser, NEW)), ...pageFields() }
    for (const change of [{ intent: 'preview' }, { intent: 'find', find: 'x' }, { title: '' }]) {
      const answer = await browser.send(NEW, { ...fields, ...change })
      expect([savedOn(answer.text), savedOn((await browser.get('/')).text)]).toEqual([undefined, undefined])
      expect(answer.text).toContain(`data-draft="${String(fields['key'])}"`)
      expect(hiddenFields(answer.text)['key']).toBe(fields['key'])
    }
  })

  test('names it to the page that the person is sent to, whatever another window posts meanwhile', async () => {
    const { browser } = await site.signedIn({ trusted: true })
    const other = { ...(await opened(browser, NEW)), ...pageFields({ title: 'In another window' }), intent: 'preview' }
    const fields = { ...(await opened(browser, NEW)), ...pageFields({ title: 'Saved in between' }) }
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

  test('names an amendment, and not one that changes nothing', async () => {
    const { browser } = await site.signedIn()
    const sent = await browser.submit(NEW, pageFields({ title: 'To be amended' }))
    const amend = `${sent.headers['location']!}/amend`
    await browser.get('/')
    const fields = { ...(await opened(browser, amend)), ...pageFields({ title: 'To be amended' }) }
    const unchanged = await browser.send(amend, fields)
    expect([unchanged.status, savedOn((await browser.get('/')).text)]).toEqual([422, undefined])
    const changed = await browser.send(amend, { ...fields, title: 'Amended' })
    expect([changed.status, savedOn((await browser.get('/')).text)]).toEqual([303, fields['key']])
  })
})
