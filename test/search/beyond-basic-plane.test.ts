import { check, rebuild } from '../../src/maintenance/index.js'
import { engines } from '../support/databases.js'
import { titlesIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

/** Words in letters that take two code units each, first, in the middle and last, beside others that sort before them. */
const words = ['𠀀𠀁𠀂𠀃', '𐐀𐐁𐐂𐐃', 'ﬀ𠀀x', 'a𝒳b', 'office𠀀', 'ꭰꭱꭲꭳ']

describe.each(engines)('letters beyond the basic plane on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test.each(words)('a page with %s in every field passes the check, before and after a rebuild', async word => {
    const { title } = await site.page('barrier', {
      title: `Written as ${word}`,
      summary: `${word} and 😀`,
      tags: [word.toLowerCase()],
      body: `## ${word}\n\nText ${word} 👩‍👩‍👧.\n`,
    })
    expect(await check(site.deps.db)).toEqual([])
    await rebuild(site.deps.db)
    expect(await check(site.deps.db)).toEqual([])
    expect(titlesIn((await site.visitor().get(`/search?q=${encodeURIComponent(word)}`)).text)).toContain(title)
  })

  test('the check reports trigrams that were cut through a letter, and a rebuild replaces them', async () => {
    const { db } = site.deps
    await site.page('barrier', { title: '𠀄𠀅𠀆𠀇' })
    await db.transaction(async tx => {
      await tx.deleteFrom('search_trigram').where('word', '=', '𠀄𠀅𠀆𠀇').execute()
      await tx.insertInto('search_trigram').values({ trigram: '^\ufffd\ufffd', length: 8, word: '𠀄𠀅𠀆𠀇' }).execute()
    })
    expect(await check(db)).toEqual([expect.stringContaining('wrong trigrams')])
    await rebuild(db)
    expect(await check(db)).toEqual([])
  })

  test.each([
    ['𐐨𐐩𐐪𐐫𐐬𐐭', '𐐨𐐩𐐪𐐫𐐬𐐮'],
    ['officer𠀀', 'officr𠀀'],
  ])('a search corrects the spelling of %s', async (word, misspelt) => {
    await site.page('barrier', { title: word })
    expect((await site.visitor().get(`/search?q=${encodeURIComponent(misspelt)}`)).text).toContain(word)
  })
})
