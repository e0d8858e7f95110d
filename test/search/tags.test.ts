import { engines } from '../support/databases.js'
import { errorsIn, linksIn, titlesIn } from '../support/html.js'
import { suggestNew } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'

const tags = ['c', 'c++', 'c#', '.net', 'net', 'r&d', 'r d', "o'neil", 'oneil', 'tcp/ip', 'at-risk']

describe.each(engines)('tags with signs in them on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
    for (const tag of tags)
      await site.page('barrier', { title: `Tagged ${tags.indexOf(tag)}`, tags: [tag], summary: '', body: 'Nothing.\n' })
  })
  afterAll(() => site.close())

  const titlesAt = async (address: string): Promise<readonly string[]> => {
    const { status, text } = await site.visitor().get(address)
    expect(status).toBe(200)
    return titlesIn(text)
  }

  test.each(tags)('%s is told apart from the others, in lists and in searches', async tag => {
    const title = `Tagged ${tags.indexOf(tag)}`
    const written = tag.toUpperCase()
    expect(await titlesAt(`/barriers?tag=${encodeURIComponent(tag)}`)).toEqual([title])
    expect(await titlesAt(`/barriers?tag=${encodeURIComponent(written)}`)).toEqual([title])
    expect(await titlesAt(`/search?q=${encodeURIComponent(`tag:"${written}"`)}`)).toEqual([title])
    const page = await site.visitor().get('/barriers/tagged-0')
    expect(page.status).toBe(200)
  })

  test.each([
    ['C++', 'c++'],
    ['C#', 'c#'],
    ['.NET', '.net'],
    ['R&D', 'r&d'],
    ["O'Neil", "o'neil"],
    ['O’Neil', "o'neil"],
    ['TCP/IP', 'tcp/ip'],
  ])('a search for %s finds what is tagged so', async (typed, tag) => {
    expect(await titlesAt(`/search?q=${encodeURIComponent(typed)}`)).toContain(`Tagged ${tags.indexOf(tag)}`)
  })

  test.each([
    ['C++', 'c'],
    ['C#', 'c'],
    ['.NET', 'net'],
    ['R&D', 'r d'],
  ])('a search for %s does not find what is tagged otherwise', async (typed, tag) => {
    expect(await titlesAt(`/search?q=${encodeURIComponent(typed)}`)).not.toContain(`Tagged ${tags.indexOf(tag)}`)
  })

  test('the link of a tag on a page leads to the pages that have it', async () => {
    for (const [index, tag] of tags.entries()) {
      const { text } = await site.visitor().get(`/barriers/tagged-${index}`)
      const link = linksIn(text).find(({ text: label }) => label === tag)
      if (link?.href !== undefined) expect(await titlesAt(link.href)).toContain(`Tagged ${index}`)
    }
  })

  test('the form takes tags with signs, and refuses others without splitting a character', async () => {
    const { browser } = await site.signedIn()
    const fields = { title: 'Signs', summary: 'Signs.', tags: 'C++, .NET, R&D, O’Neil, C++' }
    expect(await suggestNew(browser, fields)).toBeTruthy()
    const refused = await browser.submitForm('/barriers/new/write', {
      ...fields,
      tags: `<${'x'.repeat(38)}👩‍💻`,
    })
    expect(refused.status).toBe(422)
    expect(errorsIn(refused.text).join()).toContain(`<${'x'.repeat(38)}”`)
  })

  test.each([119, 499])(
    'a question of %i letters and an emoji is cut before the emoji, not inside it',
    async letters => {
      const { text } = await site
        .visitor()
        .get(`/barriers/new?q=${'x'.repeat(letters)}${encodeURIComponent('😀 e\u0301')}`)
      expect(text).not.toContain('\ufffd')
      expect(decodeURIComponent(text)).not.toContain('%ED')
      expect(text).not.toContain('%EF%BF%BD')
    },
  )
})
