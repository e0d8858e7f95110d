import { engines } from '../support/databases.js'
import { documentOf, linksIn } from '../support/html.js'
import { pageFields } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** What a browser shows for half a character: from an address, and from text. */
const half = /\ufffd|%EF%BF%BD/i

/** An emoji that begins at each place near a limit. */
const around = (limit: number, emoji: string): readonly string[] =>
  [-2, -1].map(offset => `${'a'.repeat(limit + offset)}${emoji} and more`)

describe.each(engines)('text that is cut at a limit on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test.each(['😀', '𠀀'])('no page cuts %s in half', async emoji => {
    const { browser } = await site.signedIn({ role: 'admin' })
    for (const limit of [40, 60, 100, 120, 200, 500]) {
      for (const text of around(limit, emoji)) {
        const typed = encodeURIComponent(text)
        for (const address of [
          `/barriers/new?q=${typed}`,
          `/search?q=${typed}`,
          `/search?q=a&tag=${typed}`,
          `/admin/members?q=${typed}`,
        ]) {
          const { status, text: html } = await browser.get(address)
          expect([address, status, half.exec(html)?.[0]]).toEqual([address, status, undefined])
          expect(status).toBeLessThan(500)
        }
        for (const fields of [{ intent: 'find', find: text }, { tags: `?${text}` }, { tags: text }, { [text]: 'x' }]) {
          const { status, text: html } = await browser.sendWithToken('/barriers/new/write', pageFields(fields))
          expect([fields, status, half.exec(html)?.[0]]).toEqual([fields, status, undefined])
          expect(status).toBeLessThan(500)
        }
      }
    }
  })

  test('a title that is too long reaches the form without half an emoji at its end', async () => {
    const { browser } = await site.signedIn()
    for (const [typed, title] of [
      [`${'a'.repeat(119)}😀`, `${'a'.repeat(119)}😀`],
      [`${'a'.repeat(120)}😀`, 'a'.repeat(120)],
      [`${'a'.repeat(118)}👩‍👩‍👧`, 'a'.repeat(118)],
    ] as const) {
      const question = (await browser.get(`/barriers/new?q=${encodeURIComponent(typed)}`)).text
      const form = linksIn(question).find(({ href }) => href.startsWith('/barriers/new/write'))!.href
      expect(documentOf((await browser.get(form)).text)('#title').attr('value')).toBe(title)
    }
  })
})
