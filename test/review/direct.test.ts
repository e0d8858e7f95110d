import { addressOf, findPageById, type PageHead } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { fillIn, formIn, textOf, titlesIn, linkIn } from '../support/screen.js'
import { decideBy, republish, suggestNew, suggestionIn } from '../support/review.js'
import { pageFields, testSite, type Browser, type TestSite } from '../support/site.js'

const BODY = 'First line.\n\nMiddle line.\n\nLast line.\n'

describe.each(engines)('an edit that is published at once, on %s', engine => {
  let site: TestSite
  let trusted: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    trusted = (await site.signedIn({ trusted: true })).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  const editOf = (page: PageHead): string => `${addressOf(page)}/edit`
  const stateOf = (page: PageHead) => findPageById(site.deps.db, page.id)
  const read = async (page: PageHead): Promise<string> => textOf((await site.visitor().get(addressOf(page))).text)

  test('is earned by three published suggestions, and listed for moderators', async () => {
    const { browser } = await site.signedIn()
    for (const title of ['One of three', 'Two of three', 'Three of three']) {
      const id = suggestionIn(await fillIn(browser, '/barriers/new/write', pageFields({ title })))
      await decideBy(moderator, id, 'publish')
    }
    const sent = await fillIn(browser, '/barriers/new/write', pageFields({ title: 'The fourth' }))
    expect(sent.headers['location']).toBe('/barriers/the-fourth')
    expect(textOf((await browser.get('/barriers/the-fourth')).text)).toContain('Published Everyone can read it now.')
    expect((await site.visitor().get('/barriers/the-fourth')).status).toBe(200)
    const listed = await moderator.get('/review/unreviewed')
    expect(titlesIn(listed.text)[0]).toBe('The fourth')
    expect(titlesIn(listed.text)).not.toContain('Three of three')
    expect(linkIn(listed.text, 'The fourth')).toBe('/barriers/the-fourth/revisions/1')
  })

  test('is not earned by refused ones', async () => {
    const { browser } = await site.signedIn()
    for (let n = 0; n < 3; n++)
      await decideBy(moderator, await suggestNew(browser, { title: `Refused ${n}` }), 'refuse', {
        reason: 'unclear',
        message: 'What is it?',
      })
    const sent = await fillIn(browser, '/barriers/new/write', pageFields())
    expect([sent.status, sent.headers['location']]).toEqual([303, expect.stringMatching(/^\/suggestions\//)])
  })

  test('sent twice at once makes one revision', async () => {
    const page = await site.page('barrier')
    const { action, fields } = formIn((await trusted.get(editOf(page))).text)
    const edit = { ...fields, summary: 'Clicked twice.' }
    const sent = [
      ...(await Promise.all([trusted.send(action, edit), trusted.send(action, edit)])),
      await trusted.send(action, edit),
    ]
    expect(sent.map(response => response.headers['location'])).toEqual(Array.from({ length: 3 }, () => addressOf(page)))
    expect(await stateOf(page)).toMatchObject({ number: 2, summary: 'Clicked twice.' })
  })

  test('that changes nothing is none', async () => {
    const page = await site.page('barrier')
    const sent = await fillIn(trusted, editOf(page), { note: 'Nothing, really' })
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('You have not changed anything yet')
    expect(formIn(sent.text).fields).toMatchObject({ note: 'Nothing, really' })
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('merges with what was published since it was begun, and says so', async () => {
    const page = await site.page('barrier', { body: BODY })
    const { action, fields } = formIn((await trusted.get(editOf(page))).text)
    await republish(site, page, { body: BODY.replace('First', 'Their first') })
    expect((await trusted.send(action, { ...fields, body: BODY.replace('Last', 'My last') })).status).toBe(303)
    expect(textOf((await trusted.get(addressOf(page))).text)).toContain(
      'Merged and published Somebody else changed this page while you were writing',
    )
    expect(await read(page)).toMatch(/Their first line\. Middle line\. My last line\./)
  })

  test('that conflicts comes back with 409 and both texts, and can be sent from there', async () => {
    const page = await site.page('barrier', { body: BODY, summary: 'Was.' })
    const { action, fields } = formIn((await trusted.get(editOf(page))).text)
    await republish(
      site,
      page,
      { body: BODY.replace('Middle', 'Their middle'), summary: 'Theirs.' },
      'A quick colleague',
    )
    const sent = await trusted.send(action, {
      ...fields,
      body: BODY.replace('Middle', 'My middle'),
      summary: 'Mine.',
      note: 'My note',
    })
    expect(sent.status).toBe(409)
    expect(textOf(sent.text)).toMatch(
      /Yours Mine\. Published now, by A quick colleague Theirs\. .*Yours My middle line\. Published now, by A quick colleague Their middle line\./,
    )
    expect(await stateOf(page)).toMatchObject({ number: 2, summary: 'Theirs.' })
    const again = formIn(sent.text)
    expect(again.fields).toMatchObject({ summary: 'Mine.', note: 'My note' })
    expect(again.fields['body']).toContain('Their middle line.')
    expect(again.fields['body']).toContain('My middle line.')
    expect(
      (await trusted.send(again.action, { ...again.fields, body: BODY.replace('Middle', 'Our middle') })).status,
    ).toBe(303)
    expect(await read(page)).toMatch(/Mine\. .* Our middle line\./)
  })

  test.each([
    ['no revision', '', 409],
    ['what is no revision', 'one', 409],
    ['a revision that there is not', newId(), 404],
  ])('from %s is not saved, and gives the text back', async (_, base, status) => {
    const page = await site.page('barrier')
    const sent = await fillIn(trusted, editOf(page), { base, body: 'Not to be lost.' })
    expect(sent.status).toBe(status)
    expect(textOf(sent.text)).toContain('Not to be lost.')
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('from another page’s revision is not saved', async () => {
    const [page, other] = [await site.page('barrier'), await site.page('barrier')]
    expect((await fillIn(trusted, editOf(page), { base: other.revisionId, body: 'Mixed up.' })).status).toBe(404)
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('restores an earlier revision, as a new one', async () => {
    const page = await site.page('barrier', { title: 'How it began', body: 'Good words.' })
    await republish(site, page, { body: 'Vandalised.', tags: ['spam'] })
    const form = await trusted.get(`${editOf(page)}?restore=1`)
    expect(textOf(form.text)).toContain('The form holds the text of revision 1')
    expect((await fillIn(trusted, `${editOf(page)}?restore=1`, {})).status).toBe(303)
    expect(await stateOf(page)).toMatchObject({ number: 3, tags: [], hash: page.hash })
    expect(await read(page)).toContain('Good words.')
    expect(textOf((await site.visitor().get(`${addressOf(page)}/history`)).text)).toContain('Restores revision 1')
    expect(textOf((await site.visitor().get('/activity')).text)).toMatch(
      /^Recent changes How it began barrier restored/,
    )
  })

  test('cannot restore a revision that there is not', async () => {
    const page = await site.page('barrier')
    expect((await trusted.get(`${editOf(page)}?restore=9`)).status).toBe(404)
  })
})
