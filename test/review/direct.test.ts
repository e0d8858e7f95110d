import { addressOf, findPageById, type PageHead } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { formIn, textOf, titlesIn, linkIn } from '../support/html.js'
import { decideBy, republish, suggestNew, suggestionIn } from '../support/review.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const BODY = 'First line.\n\nMiddle line.\n\nLast line.\n'

describe.each(engines)('edits published without review on %s', engine => {
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
  const readPage = async (page: PageHead): Promise<string> => textOf((await site.visitor().get(addressOf(page))).text)

  test('three published suggestions let a member publish at once, and moderators see the page in a list', async () => {
    const { browser } = await site.signedIn()
    for (const title of ['One of three', 'Two of three', 'Three of three']) {
      const id = suggestionIn(await browser.submitForm('/barriers/new/write', pageFields({ title })))
      await decideBy(moderator, id, 'publish')
    }
    const sent = await browser.submitForm('/barriers/new/write', pageFields({ title: 'The fourth' }))
    expect(sent.headers['location']).toBe('/barriers/the-fourth')
    expect(textOf((await browser.get('/barriers/the-fourth')).text)).toContain('Published Everyone can read it now.')
    expect((await site.visitor().get('/barriers/the-fourth')).status).toBe(200)
    const listed = await moderator.get('/review/unreviewed')
    expect(titlesIn(listed.text)[0]).toBe('The fourth')
    expect(titlesIn(listed.text)).not.toContain('Three of three')
    expect(linkIn(listed.text, 'The fourth')).toBe('/barriers/the-fourth/revisions/1')
  })

  test('rejected suggestions do not let a member publish at once', async () => {
    const { browser } = await site.signedIn()
    for (let n = 0; n < 3; n++)
      await decideBy(moderator, await suggestNew(browser, { title: `Rejected ${n}` }), 'reject', {
        reason: 'unclear',
        message: 'What is it?',
      })
    const sent = await browser.submitForm('/barriers/new/write', pageFields())
    expect([sent.status, sent.headers['location']]).toEqual([303, expect.stringMatching(/^\/suggestions\//)])
  })

  test('an edit sent twice at once makes one revision', async () => {
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

  test('an edit that changes nothing is refused', async () => {
    const page = await site.page('barrier')
    const sent = await trusted.submitForm(editOf(page), { note: 'Nothing, really' })
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('You have not changed anything yet')
    expect(formIn(sent.text).fields).toMatchObject({ note: 'Nothing, really' })
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('an edit is merged with what was published since it was begun, and the page says so', async () => {
    const page = await site.page('barrier', { body: BODY })
    const { action, fields } = formIn((await trusted.get(editOf(page))).text)
    await republish(site, page, { body: BODY.replace('First', 'Their first') })
    expect((await trusted.send(action, { ...fields, body: BODY.replace('Last', 'My last') })).status).toBe(303)
    expect(textOf((await trusted.get(addressOf(page))).text)).toContain(
      'Merged and published Someone else changed this page while you were writing',
    )
    expect(await readPage(page)).toMatch(/Their first line\. Middle line\. My last line\./)
  })

  test('an edit that conflicts comes back with 409 and both texts, and can be sent from there', async () => {
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
      new RegExp(
        'Yours Mine\\. Published now, by A quick colleague Theirs\\. .*' +
          'Yours My middle line\\. Published now, by A quick colleague Their middle line\\.',
      ),
    )
    expect(await stateOf(page)).toMatchObject({ number: 2, summary: 'Theirs.' })
    const again = formIn(sent.text)
    expect(again.fields).toMatchObject({ summary: 'Mine.', note: 'My note' })
    expect(again.fields['body']).toContain('Their middle line.')
    expect(again.fields['body']).toContain('My middle line.')
    expect(
      (await trusted.send(again.action, { ...again.fields, body: BODY.replace('Middle', 'Our middle') })).status,
    ).toBe(303)
    expect(await readPage(page)).toMatch(/Mine\. .* Our middle line\./)
  })

  test.each([
    ['no base revision', '', 409],
    ['a base revision that is not an id', 'one', 409],
    ['a base revision that does not exist', newId(), 404],
  ])('an edit with %s is not saved, and its text is shown again', async (_, base, status) => {
    const page = await site.page('barrier')
    const sent = await trusted.submitForm(editOf(page), { base, body: 'Not to be lost.' })
    expect(sent.status).toBe(status)
    expect(textOf(sent.text)).toContain('Not to be lost.')
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('an edit based on a revision of another page is not saved', async () => {
    const page = await site.page('barrier')
    const other = await site.page('barrier')
    expect((await trusted.submitForm(editOf(page), { base: other.revisionId, body: 'Mixed up.' })).status).toBe(404)
    expect(await stateOf(page)).toMatchObject({ number: 1 })
  })

  test('restoring an earlier revision publishes it as a new revision', async () => {
    const page = await site.page('barrier', { title: 'How it began', body: 'Good words.' })
    await republish(site, page, { body: 'Vandalised.', tags: ['spam'] })
    const form = await trusted.get(`${editOf(page)}?restore=1`)
    expect(textOf(form.text)).toContain('The form holds the text of revision 1')
    expect((await trusted.submitForm(`${editOf(page)}?restore=1`, {})).status).toBe(303)
    expect(await stateOf(page)).toMatchObject({ number: 3, tags: [], hash: page.hash })
    expect(await readPage(page)).toContain('Good words.')
    expect(textOf((await site.visitor().get(`${addressOf(page)}/history`)).text)).toContain('Restores revision 1')
    expect(textOf((await site.visitor().get('/activity')).text)).toMatch(
      /^Recent changes How it began barrier restored/,
    )
  })

  test('a revision that does not exist cannot be restored', async () => {
    const page = await site.page('barrier')
    expect((await trusted.get(`${editOf(page)}?restore=9`)).status).toBe(404)
  })
})
