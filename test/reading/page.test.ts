import { byName } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { archive } from '../../src/review/index.js'
import { documentOf, linksIn, titleOf, linkIn, textOf, titlesIn } from '../support/html.js'
import { joinPatterns } from '../support/patterns.js'
import { republish } from '../support/review.js'
import { pageFields } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe('a page', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  const read = async (address: string): Promise<string> => textOf((await site.visitor().get(address)).text)

  const putAway = ({ id }: PageHead): Promise<unknown> =>
    site.deps.db.transaction(tx =>
      archive(tx, 'sqlite', { pageId: id, at: site.clock.now(), actorId: null, attribution: byName('An importer') }),
    )

  test('shows its title, summary, theme, tags, text and last change, with links to edit it and to its history', async () => {
    const page = await site.page('barrier', {
      title: 'Doors & <windows>',
      summary: 'Both are "stuck".',
      theme: 'data-and-privacy',
      tags: ['glass', 'wood'],
      body: '## What happens\n\n*They* stick.\n',
    })
    const { text } = await site.visitor().get(addressOf(page))
    expect(titleOf(text)).toBe('Doors & <windows> – Unblock')
    expect(textOf(text)).toMatch(
      joinPatterns(
        /^Doors & <windows> Both are "stuck"\. .*Changed 4 March 2026 by A test\b.*/,
        / What happens They stick\. .*Theme Data and privacy Tags glass wood$/,
      ),
    )
    expect([linkIn(text, 'Edit this page'), linkIn(text, 'History'), linkIn(text, 'glass')]).toEqual([
      `${addressOf(page)}/edit`,
      `${addressOf(page)}/history`,
      '/barriers?tag=glass',
    ])
  })

  test.each([
    ['name', /by Ann Other, Testshire Council/],
    ['organisation', /by A member of staff at Testshire Council/i],
    ['kind', /by A member of staff at a council/i],
  ])('shows who changed it in the way they chose: by %s', async (shownAs, by) => {
    const { browser, member } = await site.signedIn({ trusted: true, name: 'Ann Other' })
    const sent = await browser.submitForm('/barriers/new/write', pageFields({ title: `Shown by ${shownAs}`, shownAs }))
    for (const below of ['', '/history', '/revisions/1', '/activity']) {
      const shown = await read(`${sent.headers['location']}${below}`)
      expect(shown).toMatch(by)
      if (shownAs !== 'name') expect(shown).not.toContain(member.name)
    }
  })

  test('lists each linked page once, starting with its own links', async () => {
    const first = await site.page('solution', { title: 'Way one' })
    const second = await site.page('solution', { title: 'Way two' })
    const barrier = await site.page('barrier', { title: 'Linked barrier', links: [second.id, first.id] })
    await site.page('solution', { title: 'Way three', links: [barrier.id] })
    await republish(site, first, { links: [barrier.id] })
    expect(await read(addressOf(barrier))).toMatch(/Solutions Way two .* Way one .* Way three /)
    expect(titlesIn((await site.visitor().get(addressOf(barrier))).text)).toEqual(['Way two', 'Way one', 'Way three'])
    expect(await read(addressOf(second))).toMatch(/Barriers this is for Linked barrier/)
  })

  test('says so if it has no links', async () => {
    expect(await read(addressOf(await site.page('barrier')))).toContain('No solution has been linked yet.')
  })

  test('says so if the pages it is linked to are archived', async () => {
    const [one, two] = [await site.page('barrier'), await site.page('barrier')]
    const solution = await site.page('solution', { links: [one.id] })
    const other = await site.page('solution', { links: [one.id, two.id] })
    for (const page of [one, two]) await putAway(page)
    expect(await read(addressOf(solution))).toContain('The linked barrier is archived.')
    expect(await read(addressOf(other))).toContain('All 2 linked barriers are archived.')
    for (const page of [solution, other])
      expect(await read(addressOf(page))).not.toContain('No barrier has been linked yet.')
  })

  test('offers reports about its linked pages and new links only while it is not archived', async () => {
    const solution = await site.page('solution', { title: 'Still a way' })
    const barrier = await site.page('barrier', { links: [solution.id] })
    const offered = async (): Promise<readonly string[]> =>
      linksIn((await site.visitor().get(addressOf(barrier))).text, 'section')
        .map(link => link.text)
        .filter(text => /^We tried this|Add it$/.test(text))
    expect(await offered()).toEqual(['We tried this', 'Know another solution? Add it'])
    await putAway(barrier)
    expect(await read(addressOf(barrier))).toContain('Still a way')
    expect(await offered()).toEqual([])
  })

  test('invites reports, on its own page and on the list of them, only while it is not archived', async () => {
    const page = await site.page('barrier')
    const list = `${addressOf(page)}/reports`
    expect(await read(addressOf(page))).toContain('If yours faces it, tell us')
    expect(await read(list)).toContain('No reports yet. Add the first. We faced this')
    await putAway(page)
    expect(await read(addressOf(page))).toMatch(/Who faced it No organisation has reported this yet\. Theme/)
    expect(await read(list)).toMatch(/No reports\.$/)
  })

  test('says that it is archived, keeps its history, is listed nowhere, and can be edited only by moderators', async () => {
    const barrier = await site.page('barrier', { title: 'Still linked' })
    const page = await site.page('solution', { title: 'Put away', links: [barrier.id] })
    await putAway(page)
    const { text } = await site.visitor().get(addressOf(page))
    expect(textOf(text)).toContain('This page was archived on 4 March 2026')
    expect(documentOf(text)('meta[name=robots]').attr('content')).toBe('noindex')
    expect(linkIn(text, 'Edit this page')).toBeUndefined()
    expect(await read(`${addressOf(page)}/activity`)).toMatch(/Put away solution archived .* by An importer/)
    expect((await site.visitor().get(`${addressOf(page)}/revisions/1`)).status).toBe(200)
    for (const address of [addressOf(barrier), '/solutions', '/search?q=put+away'])
      expect(await read(address)).not.toContain('Put away')
    expect((await (await site.signedIn({ trusted: true })).browser.get(`${addressOf(page)}/edit`)).status).toBe(409)
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    expect((await moderator.submitForm(`${addressOf(page)}/edit`, { summary: 'Changed while away.' })).status).toBe(303)
    expect(titlesIn((await site.visitor().get('/solutions')).text)).not.toContain('Put away')
    expect((await moderator.sendWithToken(addressOf(page), {}, `${addressOf(page)}/bring-back`)).status).toBe(303)
    expect(titlesIn((await site.visitor().get('/solutions')).text)).toContain('Put away')
    expect(titlesIn((await site.visitor().get('/search?q=put+away')).text)).toContain('Put away')
  })
})
