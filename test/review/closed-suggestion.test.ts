import { archivePage } from '../../src/review/index.js'
import type { PageHead } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { buttonsIn, formIn, linkIn, noticeIn, readOnlyTextsIn, textOf, type Form } from '../support/html.js'
import { decideBy, republish, storedState, suggestChange } from '../support/review.js'
import { pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const BODY = '## What happens\n\nThe screen stays dark.\n'

describe.each(engines)('forms about a suggestion that is closed, on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  let first: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator' })).browser
    first = (await site.signedIn({ role: 'moderator', name: 'Fay First' })).browser
  })
  // A new member each time: three published suggestions would make this one trusted.
  beforeEach(async () => {
    author = (await site.signedIn()).browser
  })
  afterAll(() => site.close())

  const publish = (id: string): Promise<unknown> => decideBy(first, id, 'publish')
  const reject = (id: string): Promise<unknown> =>
    decideBy(first, id, 'reject', { reason: 'unclear', message: 'Which form?' })
  const withdraw = (id: string): Promise<unknown> =>
    author.submitForm(`/suggestions/${id}`, {}, `/suggestions/${id}/withdraw`)

  const closings = [
    ['published', publish],
    ['rejected', reject],
    ['withdrawn', withdraw],
  ] as const

  /** The buttons of the form that writes a page, and whatever else a page about a closed suggestion must not offer. */
  const offers = (html: string): readonly string[] =>
    buttonsIn(html).filter(button => /edited suggestion|Save|Preview|Find|Withdraw/.test(button))

  describe.each(closings)('after it was %s', (state, close) => {
    test('opening the form to edit it leads to the suggestion, which says why', async () => {
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      await close(id)
      const opened = await author.get(`/suggestions/${id}/amend`)
      expect([opened.status, opened.headers['location']]).toEqual([303, `/suggestions/${id}`])
      const { text } = await author.get(`/suggestions/${id}`)
      expect(noticeIn(text)).toMatch(
        new RegExp(`^You cannot edit this suggestion It was ${state} on \\d+ \\w+ \\d{4}\\.$`),
      )
      expect(offers(text)).toEqual([])
    })

    test('sending its form says so, gives back what was typed, and shows no form', async () => {
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
      await close(id)
      for (const intent of ['save', 'preview', 'find']) {
        const late = await author.send(action, { ...fields, summary: 'A long evening’s work.', intent })
        expect([late.status, offers(late.text)]).toEqual([409, []])
        expect(textOf(late.text)).toMatch(new RegExp(`This suggestion was ${state} on .*, so you cannot edit it\\.`))
        expect(readOnlyTextsIn(late.text)).toContain('A long evening’s work.')
        expect(linkIn(late.text, 'See the suggestion')).toBe(`/suggestions/${id}`)
      }
    })

    test('a form with errors says so too, instead of asking to correct them', async () => {
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
      await close(id)
      const late = await author.send(action, { ...fields, summary: '', body: 'A long evening’s work.' })
      expect([late.status, offers(late.text)]).toEqual([409, []])
      expect(readOnlyTextsIn(late.text)).toContain('A long evening’s work.')
    })
  })

  test('sending an amendment twice leads to the suggestion, also when it was closed in between', async () => {
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
    const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
    const amended = { ...fields, summary: 'Better.' }
    expect((await author.send(action, amended)).status).toBe(303)
    await publish(id)
    const again = await author.send(action, amended)
    expect([again.status, again.headers['location']]).toEqual([303, `/suggestions/${id}`])
    expect(noticeIn((await author.get(`/suggestions/${id}`)).text)).toMatch(/^Already sent/)
  })

  test.each(closings.slice(0, 2))(
    'withdrawing it after it was %s changes nothing, and the suggestion says why',
    async (state, close) => {
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      const { action, fields } = formIn((await author.get(`/suggestions/${id}`)).text, `/suggestions/${id}/withdraw`)
      await close(id)
      const late = await author.send(action, fields)
      expect([late.status, late.headers['location']]).toEqual([303, `/suggestions/${id}`])
      expect(noticeIn((await author.get(`/suggestions/${id}`)).text)).toMatch(
        new RegExp(`^You cannot withdraw this suggestion It was ${state} on `),
      )
      expect(await storedState(site, id)).toMatchObject({ state })
    },
  )

  /** A suggestion that conflicts with its page, and the form that resolves the conflict as a moderator opened it. */
  const inConflict = async (): Promise<{ readonly page: PageHead; readonly id: string; readonly opened: Form }> => {
    const page = await site.page('barrier', { body: BODY })
    const id = await suggestChange(author, page, { body: BODY.replace('stays dark', 'flickers') })
    await republish(site, page, { body: BODY.replace('stays dark', 'shows snow') })
    return { page, id, opened: formIn((await moderator.get(`/review/${id}/resolve`)).text) }
  }

  const afterwards = [
    [
      'was published',
      async (id: string): Promise<void> => {
        await first.submitForm(`/review/${id}/resolve`, { body: BODY.replace('stays dark', 'shows snow and flickers') })
        await publish(id)
      },
      'Fay First has already published this suggestion.',
    ],
    ['was rejected', reject, 'Fay First has already rejected this suggestion.'],
    ['was withdrawn', withdraw, 'The author has withdrawn this suggestion.'],
    [
      'has no conflict any more',
      (id: string): Promise<unknown> => first.submitForm(`/review/${id}/resolve`, { body: 'Resolved by a colleague.' }),
      'There is no conflict to resolve',
    ],
    [
      'belongs to a page that was archived',
      async (_: string, page: PageHead): Promise<void> => {
        const { member } = await site.signedIn({ role: 'moderator' })
        await archivePage(site.deps, member, { pageId: page.id, reason: 'other' })
      },
      'This page is archived. Bring it back',
    ],
  ] as const

  describe.each(afterwards)('once it %s', (_, happen, message) => {
    test('opening the form that resolves its conflict leads to its review page, which says why', async () => {
      const { page, id } = await inConflict()
      await happen(id, page)
      const opened = await moderator.get(`/review/${id}/resolve`)
      expect([opened.status, opened.headers['location']]).toEqual([303, `/review/${id}`])
      expect(noticeIn((await moderator.get(`/review/${id}`)).text)).toContain(message)
    })

    test('sending that form says why not, gives back the text, and shows no form', async () => {
      const { page, id, opened } = await inConflict()
      await happen(id, page)
      for (const intent of ['save', 'preview', 'find']) {
        const late = await moderator.send(opened.action, { ...opened.fields, body: 'An hour of resolving.', intent })
        expect([late.status, offers(late.text)]).toEqual([409, []])
        expect(textOf(late.text)).toContain(message)
        expect(readOnlyTextsIn(late.text)).toContain('An hour of resolving.')
        expect(linkIn(late.text, 'See the suggestion')).toBe(`/review/${id}`)
      }
    })
  })

  test.each(['save', 'preview'])(
    'a member who may not edit a suggestion gets no form when they send one to %s',
    async intent => {
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      const forged = pageFields({ key: newId(), base: '1', intent })
      const sent = await moderator.sendWithToken('/account', forged, `/suggestions/${id}/amend`)
      expect([sent.status, offers(sent.text)]).toEqual([403, []])
    },
  )
})
