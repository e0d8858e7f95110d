import { addressOf } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { formIn, linkIn, noticeIn, textOf, titlesIn } from '../support/html.js'
import { decideBy, storedState, suggestChange, suggestNew, suggestionIn } from '../support/review.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('suggestions on %s', engine => {
  let site: TestSite
  let author: Browser
  let other: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn()).browser
    other = (await site.signedIn()).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  test('a suggested page waits for a moderator and cannot be read yet', async () => {
    const id = await suggestNew(author, { title: 'Forms need ink' })
    expect((await site.visitor().get('/barriers/forms-need-ink')).status).toBe(404)
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toContain('Waiting for review')
    expect(titlesIn((await author.get('/account/suggestions')).text)).toContain('Forms need ink')
    expect(titlesIn((await other.get('/account/suggestions')).text)).not.toContain('Forms need ink')
  })

  test('a suggested page is shown as it will look, not as changes, and says once that a moderator will review it', async () => {
    const id = await suggestNew(author, { title: 'Stamps need stamps', summary: 'Twice.', tags: 'paper' })
    const text = textOf((await author.get(`/suggestions/${id}`)).text)
    expect(text).toMatch(/How the page will look Stamps need stamps Twice\. .* paper /)
    expect(text).not.toMatch(/Before|lines? added/)
    expect(text.split('A moderator will review this')).toHaveLength(2)
  })

  test('an author whose new page has the title of another page is told so, and may go on', async () => {
    const page = await site.page('barrier', { title: 'The scanner is shared' })
    const warned = await author.submitForm('/barriers/new/write', pageFields({ title: 'The Scanner is shared!' }))
    expect(warned.status).toBe(422)
    expect(textOf(warned.text)).toContain('There is a barrier with this title')
    expect(linkIn(warned.text, 'The scanner is shared')).toBe(addressOf(page))
    const { action, fields } = formIn(warned.text)
    expect(fields['title']).toBe('The Scanner is shared!')
    expect((await author.send(action, { ...fields, intent: 'save' })).status).toBe(303)
    const other = await site.page('barrier', { title: 'The plotter is shared' })
    const again = await author.send(action, { ...fields, key: newId(), title: other.title, intent: 'save' })
    expect([again.status, linkIn(again.text, other.title)]).toEqual([422, addressOf(other)])
  })

  test('a moderator reads the text of a new page without a column for what was before', async () => {
    const id = await suggestNew(author, { title: 'Ink dries up' })
    const text = textOf((await moderator.get(`/review/${id}`)).text)
    expect(text).toContain('The text as the author wrote it')
    expect(text).not.toMatch(/Before|Line before/)
    expect(text).toContain('The call ends.')
  })

  test('a suggestion that waits for its author is not said to wait for a moderator', async () => {
    const id = await suggestNew(author, { title: 'Staples bend' })
    expect(textOf((await moderator.get(`/review/${id}`)).text)).toMatch(/Waiting .* by /)
    await decideBy(moderator, id, 'request-changes', { message: 'Say where.' })
    expect(textOf((await moderator.get(`/review/${id}`)).text)).not.toContain('Waiting')
  })

  test('withdrawing a suggestion a second time says that it was withdrawn already', async () => {
    const id = await suggestNew(author, { title: 'Clips rust' })
    const { action, fields } = formIn((await author.get(`/suggestions/${id}`)).text, `/suggestions/${id}/withdraw`)
    await author.send(action, fields)
    expect(noticeIn((await author.get(`/suggestions/${id}`)).text)).toContain('Suggestion withdrawn')
    await author.send(action, fields)
    const { text } = await author.get(`/suggestions/${id}`)
    expect(noticeIn(text)).toMatch(/^Already withdrawn It was withdrawn on /)
    expect(text).not.toContain('govuk-notification-banner--success')
  })

  test('a moderator sees that a new page has the title of another page', async () => {
    const id = await suggestNew(author, { title: 'The shredder is full' })
    const warning = 'There is a page with this title already'
    expect(textOf((await moderator.get(`/review/${id}`)).text)).not.toContain(warning)
    const page = await site.page('barrier', { title: 'The shredder is full' })
    const { text } = await moderator.get(`/review/${id}`)
    expect(textOf(text)).toContain(warning)
    expect(linkIn(text, 'The shredder is full')).toBe(addressOf(page))
  })

  test('a suggested change leaves the page as it is, and others see that a change is waiting', async () => {
    const page = await site.page('barrier', { summary: 'As it was.' })
    await suggestChange(author, page, { summary: 'As it should be.' })
    expect(textOf((await site.visitor().get(addressOf(page))).text)).toContain('As it was.')
    const edit = textOf((await other.get(`${addressOf(page)}/edit`)).text)
    expect(edit).toContain('A change to this page is already waiting for review: one by somebody else, sent')
    expect(edit.slice(edit.indexOf('already waiting'))).not.toContain('a member of staff at Testshire Council, sent')
    expect(edit).not.toContain('As it should be.')
  })

  test('only moderators and the author see who has a suggestion waiting on a page, by name too', async () => {
    const page = await site.page('barrier')
    const named = await site.signedIn({ name: 'Wilhelmina Waiting' })
    await suggestChange(named.browser, page, { summary: 'Mine.', shownAs: 'name' })
    const moderator = await site.signedIn({ role: 'moderator' })
    const edit = async (browser: Browser) => textOf((await browser.get(`${addressOf(page)}/edit`)).text)
    expect(await edit(other)).not.toContain('Wilhelmina Waiting')
    expect(await edit(moderator.browser)).toContain('by Wilhelmina Waiting, Testshire Council')
    expect(await edit(named.browser)).toContain('your suggestion , sent')
  })

  test('a suggestion identical to a waiting one from the same author is not saved again', async () => {
    const page = await site.page('barrier', { title: 'The lift asks for a password' })
    const change = { summary: 'Every morning.', note: 'Seen today' }
    const first = await suggestChange(author, page, change)
    const again = await author.submitForm(`${addressOf(page)}/edit`, change)
    expect(again.headers['location']).toBe(`/suggestions/${first}`)
    expect(textOf((await author.get(`/suggestions/${first}`)).text)).toContain(
      'Already sent You have already sent this text, so we did not save it again.',
    )
    expect(
      titlesIn((await author.get('/account/suggestions')).text).filter(
        title => title === 'The lift asks for a password',
      ),
    ).toHaveLength(1)
    // With another note, or from somebody else, it is a new suggestion.
    expect(
      (await author.submitForm(`${addressOf(page)}/edit`, { ...change, note: 'Seen again' })).headers['location'],
    ).not.toBe(`/suggestions/${first}`)
    expect((await other.submitForm(`${addressOf(page)}/edit`, change)).headers['location']).not.toBe(
      `/suggestions/${first}`,
    )
    const newPage = await suggestNew(author, { title: 'The stairs too' })
    expect(await suggestNew(author, { title: 'The stairs too' })).toBe(newPage)
  })

  test('a suggestion keeps each of its versions', async () => {
    const id = await suggestNew(author, { body: 'The first text.' })
    for (const body of ['The second text.', 'The third text.'])
      expect((await author.submitForm(`/suggestions/${id}/amend`, { body })).status).toBe(303)
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toMatch(
      /Version 1 .*Version 2 .*Version 3 , current,/,
    )
    for (const [index, body] of ['The first text.', 'The second text.', 'The third text.'].entries()) {
      expect(textOf((await author.get(`/suggestions/${id}/versions/${index + 1}`)).text)).toContain(`Preview ${body}`)
    }
    expect((await author.get(`/suggestions/${id}/versions/4`)).status).toBe(404)
    const { status, headers } = await author.get(`/suggestions/${id}/amendments/2`)
    expect([status, headers['location']]).toEqual([308, `/suggestions/${id}/versions/2`])
  })

  test('an amendment comes back with 409 when the suggestion was amended in another window meanwhile', async () => {
    const id = await suggestNew(author)
    const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
    await author.submitForm(`/suggestions/${id}/amend`, { body: 'From the other window.' })
    const late = await author.send(action, { ...fields, body: 'A long evening’s work.' })
    expect(late.status).toBe(409)
    expect(textOf(late.text)).toContain('A long evening’s work.')
    expect(await storedState(site, id)).toMatchObject({ versions: 2 })
  })

  test('an amendment comes back with 409 when the suggestion was decided meanwhile', async () => {
    const id = await suggestNew(author, { title: 'Decided while amended' })
    const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
    await decideBy(moderator, id, 'publish')
    const late = await author.send(action, { ...fields, body: 'Too late by a minute.' })
    expect(late.status).toBe(409)
    expect(textOf(late.text)).toMatch(/was published on .*, so you cannot edit it.*Too late by a minute\./)
  })

  test('an amendment that changes nothing is refused', async () => {
    const id = await suggestNew(author)
    const again = await author.submitForm(`/suggestions/${id}/amend`, {})
    expect(again.status).toBe(422)
    expect(textOf(again.text)).toContain('You have not changed anything yet')
    expect(await storedState(site, id)).toMatchObject({ versions: 1 })
  })

  test('an author can withdraw a suggestion, and it cannot be decided after that', async () => {
    const id = await suggestNew(author, { title: 'On second thoughts' })
    const opened = formIn((await moderator.get(`/review/${id}`)).text)
    for (let click = 1; click <= 2; click++)
      expect((await author.sendWithToken(`/suggestions/${id}`, {}, `/suggestions/${id}/withdraw`)).status).toBe(303)
    const closed = (await author.get(`/suggestions/${id}`)).text
    expect(textOf(closed)).toContain('Withdrawn')
    expect(linkIn(closed, 'Write a new suggestion')).toBe('/barriers/new')
    expect(titlesIn((await moderator.get('/review')).text)).not.toContain('On second thoughts')
    const decided = await moderator.send(opened.action, { ...opened.fields, verdict: 'publish' })
    expect(decided.status).toBe(409)
    expect(textOf(decided.text)).toContain('The author has withdrawn this suggestion')
    expect(await storedState(site, id)).toMatchObject({ state: 'withdrawn', decisions: 0 })
  })

  test('a suggestion does not exist for other members, and a moderator cannot amend or withdraw it', async () => {
    const id = await suggestNew(author)
    for (const address of [
      `/suggestions/${id}`,
      `/suggestions/${id}/versions/1`,
      `/suggestions/${id}/amend`,
      `/review/${id}`,
    ])
      expect((await other.get(address)).status).toBe(404)
    for (const action of ['amend', 'withdraw']) {
      expect(
        (await other.sendWithToken('/account', pageFields({ key: newId(), base: '1' }), `/suggestions/${id}/${action}`))
          .status,
      ).toBe(404)
      expect(
        (
          await moderator.sendWithToken(
            '/account',
            pageFields({ key: newId(), base: '1' }),
            `/suggestions/${id}/${action}`,
          )
        ).status,
      ).toBe(403)
    }
    expect((await moderator.get(`/suggestions/${id}/amend`)).status).toBe(403)
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', versions: 1 })
  })

  test.each(['nothing', '0190a5a0-0000-7000-8000-000000000000', '../../etc'])(
    'no suggestion is found for the id “%s”',
    async id => {
      expect((await moderator.get(`/suggestions/${encodeURIComponent(id)}`)).status).toBe(404)
      expect((await moderator.get(`/review/${encodeURIComponent(id)}`)).status).toBe(404)
    },
  )

  test('a suggestion sent twice is saved once', async () => {
    const { action, fields } = formIn((await author.get('/barriers/new/write')).text)
    const filled = { ...fields, ...pageFields({ title: 'Clicked twice' }) }
    const sent = [
      ...(await Promise.all([author.send(action, filled), author.send(action, filled)])),
      await author.send(action, filled),
    ]
    expect(new Set(sent.map(suggestionIn)).size).toBe(1)
    expect(
      titlesIn((await author.get('/account/suggestions')).text).filter(title => title === 'Clicked twice'),
    ).toHaveLength(1)
  })

  test('a suggestion that changes nothing on the page is refused', async () => {
    const page = await site.page('solution')
    const sent = await author.submitForm(`${addressOf(page)}/edit`, {})
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('You have not changed anything yet')
  })
})
