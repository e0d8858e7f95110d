import type { Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { archivePage, bringBackPage } from '../../src/review/index.js'
import { engines } from '../support/databases.js'
import { buttonsIn, noticeIn, readOnlyTextsIn, formIn, linkIn, textOf } from '../support/html.js'
import { republish, storedState, suggestChange } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('a page that is archived, on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  let actor: Member
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn()).browser
    ;({ browser: moderator, member: actor } = await site.signedIn({ role: 'moderator' }))
  })
  afterAll(() => site.close())

  const archive = (page: PageHead): Promise<unknown> =>
    archivePage(site.deps, actor, { pageId: page.id, reason: 'other' })

  const ARCHIVED = 'This page is archived. It stays archived after you save your change.'

  test.each([
    ['editing', '', { summary: 'Corrected.' }],
    ['restoring a revision of', '?restore=1', {}],
  ])('%s it says that it is archived, and afterwards that it stays so', async (_, query, changes) => {
    const page = await republish(site, await site.page('barrier'), { summary: 'Newer.' })
    const edit = `${addressOf(page)}/edit${query}`
    expect(textOf((await moderator.get(edit)).text)).not.toContain(ARCHIVED)
    await archive(page)
    const { text } = await moderator.get(edit)
    expect(textOf(text)).toContain(ARCHIVED)
    expect(textOf(text)).not.toContain('We will publish')
    expect(buttonsIn(text)).toContain('Save this change')
    expect((await moderator.submitForm(edit, changes)).status).toBe(303)
    expect(noticeIn((await moderator.get(addressOf(page))).text)).toBe(
      'Change saved This page is still archived, so it does not appear in lists or search results.',
    )
  })

  test('an edit that is merged with a newer one says so, and that the page stays archived', async () => {
    const page = await site.page('barrier')
    const { action, fields } = formIn((await moderator.get(`${addressOf(page)}/edit`)).text)
    await republish(site, page, { summary: 'Theirs.' })
    await archive(page)
    expect((await moderator.send(action, { ...fields, theme: 'procurement' })).status).toBe(303)
    expect(noticeIn((await moderator.get(addressOf(page))).text)).toMatch(
      /^Change merged and saved Someone else .*still archived/,
    )
  })

  test('a member who edits it reads that it is archived, and can copy what they typed', async () => {
    const page = await site.page('barrier')
    const edit = `${addressOf(page)}/edit`
    const { action, fields } = formIn((await author.get(edit)).text)
    await archive(page)
    const late = await author.send(action, { ...fields, summary: 'A long evening’s work.' })
    expect(readOnlyTextsIn(late.text)).toContain('A long evening’s work.')
    for (const response of [late, await author.get(edit)]) {
      expect(response.status).toBe(409)
      expect(textOf(response.text)).toMatch(/This barrier is archived .* so you cannot edit it\./)
      expect(linkIn(response.text, `Back to “${page.title}”`)).toBe(addressOf(page))
    }
  })

  test('opening its archive form again says at once that it is archived already', async () => {
    const page = await site.page('barrier')
    await archive(page)
    const opened = await moderator.get(`${addressOf(page)}/archive`)
    expect([opened.status, opened.headers['location']]).toEqual([303, addressOf(page)])
    expect(noticeIn((await moderator.get(addressOf(page))).text)).toBe(
      'This page is already archived You can bring it back here.',
    )
  })

  test('an archive form that was opened before it was archived changes nothing, and says so', async () => {
    const page = await site.page('barrier')
    const { action, fields } = formIn((await moderator.get(`${addressOf(page)}/archive`)).text)
    await archive(page)
    const late = await moderator.send(action, { ...fields, reason: 'unclear' })
    expect([late.status, late.headers['location']]).toEqual([303, addressOf(page)])
    const after = textOf((await moderator.get(addressOf(page))).text)
    expect(after).toMatch(/^Important This page is already archived/)
  })

  test('bringing it back twice says the second time that it is back already', async () => {
    const page = await site.page('barrier')
    await archive(page)
    const { action, fields } = formIn((await moderator.get(addressOf(page))).text, `${addressOf(page)}/bring-back`)
    for (const notice of [/^Page no longer archived/, /^This page is not archived/]) {
      expect((await moderator.send(action, fields)).status).toBe(303)
      expect(noticeIn((await moderator.get(addressOf(page))).text)).toMatch(notice)
    }
  })

  describe('while a suggestion for it waits', () => {
    let page: PageHead
    let id: string
    beforeEach(async () => {
      page = await site.page('barrier')
      id = await suggestChange(author, page, { summary: 'Changed.' })
    })

    test('its author reads that the page was archived and what that means, and can only withdraw the suggestion', async () => {
      await archive(page)
      const { text } = await author.get(`/suggestions/${id}`)
      expect(textOf(text)).toMatch(/Page archived .*A moderator archived this page after you sent your suggestion/)
      expect(textOf(text)).not.toContain('Waiting for review')
      expect(linkIn(text, 'Edit your suggestion')).toBeUndefined()
      expect(buttonsIn(text)).toContain('Withdraw')
      expect(textOf((await author.get('/account/suggestions')).text)).toContain(`${page.title} Page archived`)
      await author.sendWithToken(`/suggestions/${id}`, {}, `/suggestions/${id}/withdraw`)
      expect(await storedState(site, id)).toMatchObject({ state: 'withdrawn' })
    })

    test('a moderator who opens it reads what its author reads, but not as its author', async () => {
      await archive(page)
      expect(textOf((await moderator.get(`/suggestions/${id}`)).text)).toContain(
        'A moderator archived this page after this was suggested',
      )
    })

    test('an amendment comes back with the reason and the text, and does not ask to be sent again', async () => {
      const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
      await archive(page)
      const late = await author.send(action, { ...fields, summary: 'A long evening’s work.' })
      expect(late.status).toBe(409)
      expect(textOf(late.text)).toContain('This page is archived, so you cannot edit your suggestion')
      expect(readOnlyTextsIn(late.text)).toContain('A long evening’s work.')
      expect(linkIn(late.text, 'See the suggestion')).toBe(`/suggestions/${id}`)
      expect(buttonsIn(late.text)).not.toContain('Send the edited suggestion')
      expect(await storedState(site, id)).toMatchObject({ versions: 1 })
      const reopened = await author.get(`/suggestions/${id}/amend`)
      expect([reopened.status, reopened.headers['location']]).toEqual([303, `/suggestions/${id}`])
      const { text } = await author.get(`/suggestions/${id}`)
      expect(noticeIn(text)).toBe('You cannot edit this suggestion Its page is archived.')
      expect(buttonsIn(text)).toContain('Withdraw')
    })

    test.each(['request-changes', 'publish'])(
      'a decision to %s comes back with the reason, and keeps the message that was typed',
      async verdict => {
        const { action, fields } = formIn((await moderator.get(`/review/${id}`)).text)
        await archive(page)
        const late = await moderator.send(action, { ...fields, verdict, message: 'Say where.' })
        expect(late.status).toBe(409)
        expect(textOf(late.text)).toContain('This page is archived. Bring it back')
        expect(formIn(late.text).fields['message']).toBe('Say where.')
        expect(await storedState(site, id)).toMatchObject({ state: 'pending', waitingOn: 'moderator', decisions: 0 })
      },
    )

    test('a conflict is not offered to be resolved until the page is brought back', async () => {
      await republish(site, page, { summary: 'Changed by somebody else.' })
      await archive(page)
      const { text } = await moderator.get(`/review/${id}`)
      expect(linkIn(text, 'Resolve the conflict')).toBeUndefined()
      expect((await moderator.get(`/review/${id}/resolve`)).headers['location']).toBe(`/review/${id}`)
      await bringBackPage(site.deps, actor, page.id)
      expect(linkIn((await moderator.get(`/review/${id}`)).text, 'Resolve the conflict')).toBe(`/review/${id}/resolve`)
    })

    test('it can be amended again once the page is brought back', async () => {
      await archive(page)
      await bringBackPage(site.deps, actor, page.id)
      expect(linkIn((await author.get(`/suggestions/${id}`)).text, 'Edit your suggestion')).toBe(
        `/suggestions/${id}/amend`,
      )
      expect((await author.submitForm(`/suggestions/${id}/amend`, { summary: 'Better.' })).status).toBe(303)
    })
  })
})
