import { addressOf, findPage } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { formIn, textOf } from '../support/html.js'
import { decideBy, suggestNew } from '../support/review.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('links between pages on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn()).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  const linksOf = async (slug: string): Promise<readonly string[]> => {
    const page = (await findPage(site.deps.db, 'barrier', slug))!
    const { links } = await site.deps.db
      .selectFrom('page')
      .select('links')
      .where('id', '=', page.id)
      .executeTakeFirstOrThrow()
    return JSON.parse(links) as string[]
  }

  test('a page links to published pages of the other kind, each once and in the order given, and drops other links', async () => {
    const first = await site.page('solution')
    const second = await site.page('solution')
    const barrier = await site.page('barrier')
    const id = await suggestNew(author, {
      title: 'Linked to much',
      links: [second.id, newId(), first.id, barrier.id, second.id],
    })
    const review = textOf((await moderator.get(`/review/${id}`)).text)
    expect(review).toContain(`Linked: ${second.title} · ${first.title}`)
    expect(review).not.toContain(barrier.title)
    await decideBy(moderator, id, 'publish')
    expect(await linksOf('linked-to-much')).toEqual([second.id, first.id])
  })

  test('a link that is not an id is refused', async () => {
    const sent = await author.submitForm('/barriers/new/write', pageFields({ links: ['../../etc'] }))
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('One of the linked pages cannot be found')
  })

  test('the form can search for pages to link without losing what was typed', async () => {
    const solution = await site.page('solution', { title: 'Borrow a pelican' })
    const found = await author.submitForm('/barriers/new/write', {
      title: 'Half a title',
      body: 'Half a text',
      find: 'pelican',
      intent: 'find',
    })
    expect(found.status).toBe(200)
    const { fields } = formIn(found.text)
    expect(fields).toMatchObject({ title: 'Half a title', body: 'Half a text' })
    expect(found.text).toContain(`value="${solution.id}"`)
    expect(textOf(found.text)).not.toContain('There is a problem')
  })

  test('a form opened from a page has that page selected as a link', async () => {
    const solution = await site.page('solution')
    const { text } = await author.get(addressOf(solution))
    expect(text).toContain(`/barriers/new?for=${solution.id}`)
    expect(formIn((await author.get(`/barriers/new/write?for=${solution.id}`)).text).fields).toMatchObject({
      links: solution.id,
    })
  })
})
