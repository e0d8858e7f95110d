import { addressOf, findPageById, contentHash, type PageHead } from '../../src/pages/index.js'
import { getSuggestion, loadProposal } from '../../src/review/index.js'
import type { Member } from '../../src/accounts/index.js'
import { newId } from '../../src/platform/ids.js'
import { engines } from '../support/databases.js'
import { buttonsIn, formIn, linkIn, textOf } from '../support/html.js'
import { decideBy, republish, storedState, suggestChange } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const BODY = '## What happens\n\nThe screen stays dark.\n\n## Why it matters\n\nNobody sees anything.\n'
const changed = (from: string, to: string): string => BODY.replace(from, to)

describe.each(engines)('a suggestion for a page that has changed since, on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  let reviewer: Member
  beforeAll(async () => {
    site = await testSite(engine)
    ;({ browser: moderator, member: reviewer } = await site.signedIn({ role: 'moderator', name: 'Mo Derate' }))
  })
  // A new member each time: three published suggestions would make this one trusted.
  beforeEach(async () => {
    author = (await site.signedIn()).browser
  })
  afterAll(() => site.close())

  const readPage = async (page: PageHead): Promise<string> => textOf((await site.visitor().get(addressOf(page))).text)

  test('both changes are merged, and the moderator publishes exactly what they were shown', async () => {
    const page = await site.page('barrier', { body: BODY, tags: ['screen', 'old'] })
    const id = await suggestChange(author, page, {
      body: changed('stays dark', 'goes dark'),
      tags: 'screen, old, power',
    })
    await republish(
      site,
      page,
      { summary: 'A newer summary.', tags: ['screen'], body: changed('Nobody sees', 'Few see') },
      'A quick colleague',
    )
    const { text } = await moderator.get(`/review/${id}`)
    expect(textOf(text)).toMatch(
      /The page was changed after this was suggested, by A quick colleague ?\. Both changes fit together/,
    )
    expect(textOf(text)).toMatch(
      /Preview .* A newer summary\. .* screen, power .* The screen goes dark\. .* Few see anything\./,
    )
    const proposed = contentHash(
      (await loadProposal(site.deps.db, await getSuggestion(site.deps.db, id, reviewer))).content,
    )
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(await findPageById(site.deps.db, page.id)).toMatchObject({
      number: 3,
      hash: proposed,
      tags: ['screen', 'power'],
      summary: 'A newer summary.',
    })
    expect(await readPage(page)).toMatch(/The screen goes dark\. .* Few see anything\./)
  })

  test('a page that changes while a moderator decides is not published before they have seen the merged text', async () => {
    const page = await site.page('barrier', { body: BODY })
    const id = await suggestChange(author, page, { body: changed('stays dark', 'goes dark') })
    const { action, fields } = formIn((await moderator.get(`/review/${id}`)).text)
    await republish(site, page, { summary: 'Changed under their eyes.' })
    const decided = await moderator.send(action, { ...fields, verdict: 'publish' })
    expect(decided.status).toBe(409)
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', decisions: 0 })
    const again = formIn(decided.text)
    expect((await moderator.send(again.action, { ...again.fields, verdict: 'publish' })).status).toBe(303)
    expect(await readPage(page)).toMatch(/Changed under their eyes\. .* The screen goes dark\./)
  })

  /** A suggestion and a newer publication that changed the same line. */
  const inConflict = async (): Promise<{ page: PageHead; id: string }> => {
    const page = await site.page('barrier', { body: BODY })
    const id = await suggestChange(author, page, { body: changed('stays dark', 'flickers'), note: 'I saw it' })
    await republish(site, page, { body: changed('stays dark', 'shows snow') })
    return { page, id }
  }

  test('a suggestion that conflicts with its page cannot be published before the conflict is resolved', async () => {
    const { page, id } = await inConflict()
    const { text } = await moderator.get(`/review/${id}`)
    expect(text).not.toContain('value="publish"')
    expect(textOf(text)).toMatch(/This conflicts .* The screen shows snow ?\./)
    const decided = await decideBy(moderator, id, 'publish')
    expect(decided.status).toBe(409)
    expect(textOf(decided.text)).toContain('Resolve the conflict before you publish it')
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', decisions: 0 })
    expect(await readPage(page)).toContain('The screen shows snow.')
  })

  test('a moderator resolves a conflict beside both texts, reviews the result, and publishes it under its author’s name', async () => {
    const { page, id } = await inConflict()
    const resolvePage = await moderator.get(`/review/${id}/resolve`)
    expect(textOf(resolvePage.text)).toMatch(
      /The suggestion The screen flickers ?\. Published now, by Somebody else The screen shows snow ?\./,
    )
    expect(formIn(resolvePage.text).fields['body']).toMatch(/flickers[\s\S]*shows snow|shows snow[\s\S]*flickers/)
    const resolved = await moderator.submitForm(`/review/${id}/resolve`, {
      body: changed('stays dark', 'flickers and shows snow'),
    })
    expect([resolved.status, resolved.headers['location']]).toEqual([303, `/review/${id}`])
    expect(await readPage(page)).toContain('The screen shows snow.')
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(await readPage(page)).toContain('The screen flickers and shows snow.')
    const history = textOf((await site.visitor().get(`${addressOf(page)}/history`)).text)
    expect(history).toMatch(
      /Revision 3 .* I saw it .* at Testshire Council · combined with a newer revision by Mo Derate · reviewed by Mo Derate/i,
    )
    expect(history.match(/combined with/g)).toHaveLength(1)
    expect(textOf((await site.visitor().get(`${addressOf(page)}/revisions/3`)).text)).toContain(
      'combined with a newer revision by Mo Derate',
    )
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toContain('conflict resolved by Mo Derate')
    expect(textOf((await author.get(`/suggestions/${id}/versions/1`)).text)).toContain('The screen flickers.')
  })

  test('the author reads that their text was combined with a newer revision, and sees how it changed', async () => {
    const { id } = await inConflict()
    await moderator.submitForm(`/review/${id}/resolve`, { body: changed('stays dark', 'flickers and shows snow') })
    for (const isPublished of [false, true]) {
      if (isPublished) await decideBy(moderator, id, 'publish')
      const suggestion = (await author.get(`/suggestions/${id}`)).text
      expect(textOf(suggestion)).toContain('Mo Derate combined your text with a newer revision of the page.')
      expect(textOf((await moderator.get(`/suggestions/${id}`)).text)).toContain(
        'Mo Derate combined the author’s text with a newer revision of the page.',
      )
      const list = (await author.get('/account/suggestions')).text
      expect(textOf(list)).toContain('Mo Derate combined your text with a newer revision of the page.')
      for (const html of [suggestion, list])
        expect(linkIn(html, 'See what changed')).toBe(`/suggestions/${id}/versions/2`)
    }
    const comparison = textOf((await author.get(`/suggestions/${id}/versions/2`)).text)
    expect(comparison).toMatch(/Version 2 of 2 .*What changed from version 1 .*flickers and shows snow/)
  })

  test('once it is published, the author reads what was published and not the moderator’s words as their own', async () => {
    const { id, page } = await inConflict()
    await moderator.submitForm(`/review/${id}/resolve`, { body: changed('stays dark', 'flickers and shows snow') })
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toContain('The combined changes')
    await republish(site, page, { summary: 'Newer still.' })
    await decideBy(moderator, id, 'publish')
    const published = textOf((await author.get(`/suggestions/${id}`)).text)
    expect(published).toContain('We published the combined text.')
    expect(published).toMatch(/What was published .* The published text .* Newer still\. .* flickers and shows snow/)
    expect(published).not.toContain('Your changes')
  })

  test('a suggestion that its author amended after a conflict was resolved is their own text again', async () => {
    const { id } = await inConflict()
    await moderator.submitForm(`/review/${id}/resolve`, { body: changed('stays dark', 'flickers and shows snow') })
    await author.submitForm(`/suggestions/${id}/amend`, { summary: 'Better.' })
    for (const [address, text] of [
      [`/suggestions/${id}`, 'Better.'],
      ['/account/suggestions', 'My suggestions'],
    ] as const) {
      const answer = await author.get(address)
      expect([answer.status, textOf(answer.text)]).toEqual([200, expect.stringContaining(text)])
      expect(textOf(answer.text)).not.toContain('combined your text')
    }
  })

  test('a page with a conflict says whose text its form holds, wherever both are on the screen', async () => {
    const { page, id } = await inConflict()
    const resolve = textOf((await moderator.get(`/review/${id}/resolve`)).text)
    expect(resolve).toContain('Where both changed the title, summary or theme, it has the suggestion’s.')
    const { action, fields } = formIn((await moderator.get(`${addressOf(page)}/edit`)).text)
    await republish(site, page, { summary: 'Theirs.' })
    const edit = textOf((await moderator.send(action, { ...fields, summary: 'Mine.' })).text)
    expect(edit).toContain('Where you both changed the title, summary or theme, it has yours.')
    expect(resolve + edit).not.toMatch(/on the (left|right)/)
  })

  test('a form with both sides of a conflict says whether the merged page is published or sent for review', async () => {
    for (const [writer, button] of [
      [moderator, 'Publish the merged page'],
      [author, 'Send the merged page for review'],
    ] as const) {
      const page = await site.page('barrier', { body: BODY })
      const { action, fields } = formIn((await writer.get(`${addressOf(page)}/edit`)).text)
      await republish(site, page, { summary: 'Theirs.' })
      expect(buttonsIn((await writer.send(action, { ...fields, summary: 'Mine.' })).text)).toContain(button)
    }
  })

  test('the author of a suggestion that conflicts sees both texts, resolves the conflict, and it can be published', async () => {
    const { page, id } = await inConflict()
    await decideBy(moderator, id, 'request-changes', { message: 'Please resolve the conflict.' })
    const both = /Yours The screen flickers ?\. Published now, by Somebody else The screen shows snow ?\./
    const suggestion = textOf((await author.get(`/suggestions/${id}`)).text)
    expect(suggestion).toContain('The page has changed since you sent your suggestion')
    expect(suggestion).toMatch(both)
    const form = (await author.get(`/suggestions/${id}/amend`)).text
    expect(textOf(form)).toMatch(/The page has changed since you sent your suggestion .*The form contains both changes/)
    expect(textOf(form)).toMatch(both)
    expect(formIn(form).fields['body']).toContain('The screen flickers.\n\nThe screen shows snow.')
    const body = changed('stays dark', 'flickers and shows snow')
    expect((await author.submitForm(`/suggestions/${id}/amend`, { body })).status).toBe(303)
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).not.toContain('conflicts with a newer change')
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(await readPage(page)).toContain('The screen flickers and shows snow.')
  })

  test('an author may keep their own text over the newer one', async () => {
    const { page, id } = await inConflict()
    const body = changed('stays dark', 'flickers')
    expect((await author.submitForm(`/suggestions/${id}/amend`, { body })).status).toBe(303)
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(await readPage(page)).toContain('The screen flickers.')
  })

  test('an amended text that conflicts with a page changed meanwhile comes back with both texts', async () => {
    const page = await site.page('barrier', { body: BODY })
    const id = await suggestChange(author, page, { body: changed('stays dark', 'flickers') })
    const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
    await republish(site, page, { body: changed('stays dark', 'shows snow') })
    const late = await author.send(action, { ...fields, body: changed('stays dark', 'blinks') })
    expect(late.status).toBe(409)
    expect(textOf(late.text)).toMatch(
      /Yours The screen blinks ?\. Published now, by Somebody else The screen shows snow ?\./,
    )
    expect(await storedState(site, id)).toMatchObject({ versions: 1 })
    const again = formIn(late.text)
    const sent = await author.send(again.action, { ...again.fields, body: changed('stays dark', 'blinks in the snow') })
    expect(sent.status).toBe(303)
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(await readPage(page)).toContain('The screen blinks in the snow.')
  })

  test('an amended text cannot be based on a revision of another page', async () => {
    const { id } = await inConflict()
    const other = await site.page('barrier')
    const { action, fields } = formIn((await author.get(`/suggestions/${id}/amend`)).text)
    for (const revisionId of [other.revisionId, newId(), 'nonsense'])
      expect((await author.send(action, { ...fields, base: `1:${revisionId}`, body: 'Mine.' })).status).toBe(404)
    expect(await storedState(site, id)).toMatchObject({ versions: 1 })
  })

  test.each([
    ['a moderator', () => moderator, (id: string) => `/review/${id}/resolve`],
    ['the author', () => author, (id: string) => `/suggestions/${id}/amend`],
  ])('%s who sends the lines that conflict untouched is told so, and may keep both', async (_, who, addressFor) => {
    const { id } = await inConflict()
    const refused = await who().submitForm(addressFor(id), { summary: 'A new summary.' })
    expect(refused.status).toBe(422)
    expect(textOf(refused.text)).toContain('You have not edited the lines that conflict')
    expect(textOf(refused.text)).toMatch(/The screen flickers ?\. Published now/)
    expect(await storedState(site, id)).toMatchObject({ versions: 1 })
    const { action, fields } = formIn(refused.text)
    expect(fields['summary']).toBe('A new summary.')
    expect((await who().send(action, { ...fields, keepBoth: 'yes' })).status).toBe(303)
    expect(await storedState(site, id)).toMatchObject({ versions: 2 })
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
  })

  test('resolving a conflict keeps only links to published pages of the other kind', async () => {
    const { page, id } = await inConflict()
    const solution = await site.page('solution')
    await moderator.submitForm(`/review/${id}/resolve`, { body: 'Resolved.', links: [newId(), solution.id, page.id] })
    await decideBy(moderator, id, 'publish')
    const { links } = await site.deps.db
      .selectFrom('page')
      .select('links')
      .where('id', '=', page.id)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(links)).toEqual([solution.id])
  })

  test.each([
    [
      'the page changes again',
      (page: PageHead): Promise<unknown> => republish(site, page, { summary: 'Yet another.' }),
    ],
    [
      'the author amends the suggestion',
      (_: PageHead, id: string): Promise<unknown> =>
        author.submitForm(`/suggestions/${id}/amend`, { summary: 'Amended.', body: 'Amended.' }),
    ],
    [
      'a colleague publishes another resolution',
      async (page: PageHead, id: string): Promise<unknown> => {
        await moderator.submitForm(`/review/${id}/resolve`, { body: BODY + page.title })
        return decideBy(moderator, id, 'publish')
      },
    ],
  ])('a resolved text comes back with 409 when %s meanwhile', async (_, meanwhile) => {
    const { page, id } = await inConflict()
    const { action, fields } = formIn((await moderator.get(`/review/${id}/resolve`)).text)
    await meanwhile(page, id)
    const late = await moderator.send(action, { ...fields, body: 'An hour of resolving.' })
    expect(late.status).toBe(409)
    expect(textOf(late.text)).toContain('An hour of resolving.')
    expect(await readPage(page)).not.toContain('An hour of resolving.')
  })

  test('a suggestion without a conflict has no page for resolving one', async () => {
    const page = await site.page('barrier', { body: BODY })
    const id = await suggestChange(author, page, { summary: 'Only this.' })
    expect((await moderator.get(`/review/${id}/resolve`)).headers['location']).toBe(`/review/${id}`)
    expect((await author.get(`/review/${id}/resolve`)).status).toBe(404)
  })
})
