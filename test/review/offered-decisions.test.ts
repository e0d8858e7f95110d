import { engines } from '../support/databases.js'
import { archivePage } from '../../src/review/index.js'
import { decideBy, republish, storedState, suggestChange } from '../support/review.js'
import { textOf } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('decisions offered to a moderator on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn()).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  /** The decisions that the form on the review page offers. */
  const verdictsOffered = async (id: string): Promise<readonly string[]> => {
    const { text } = await moderator.get(`/review/${id}`)
    return [...text.matchAll(/name="verdict" type="radio" value="([^"]*)"/g)].map(([, value]) => value!)
  }

  test('a change to a published page is offered for publishing', async () => {
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
    expect(await verdictsOffered(id)).toContain('publish')
  })

  test('a change to an archived page can only be rejected, and the page says why', async () => {
    const page = await site.page('barrier')
    const id = await suggestChange(author, page, { summary: 'Changed.' })
    const { member } = await site.signedIn({ role: 'moderator' })
    await archivePage(site.deps, member, { pageId: page.id, reason: 'unlawful' })
    expect(await verdictsOffered(id)).toEqual(['reject'])
    expect(textOf((await moderator.get(`/review/${id}`)).text)).toContain('This page is archived. Bring it back before')
    expect((await decideBy(moderator, id, 'publish')).status).toBe(409)
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', decisions: 0 })
  })

  test('a change that is already on the page is not offered for publishing, and the page says why', async () => {
    const page = await site.page('barrier')
    const id = await suggestChange(author, page, { summary: 'Changed.' })
    await republish(site, page, { summary: 'Changed.' })
    expect(await verdictsOffered(id)).toEqual(['request-changes', 'reject'])
    expect(textOf((await moderator.get(`/review/${id}`)).text)).toContain('there is nothing to publish')
    expect((await decideBy(moderator, id, 'publish')).status).toBe(409)
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', decisions: 0 })
  })

  test('a change that was published meanwhile can still be rejected as a duplicate', async () => {
    const page = await site.page('barrier')
    const id = await suggestChange(author, page, { summary: 'Changed.' })
    await republish(site, page, { summary: 'Changed.' })
    expect((await decideBy(moderator, id, 'reject', { reason: 'duplicate', message: 'It is there.' })).status).toBe(303)
    expect(await storedState(site, id)).toMatchObject({ state: 'rejected' })
  })
})
