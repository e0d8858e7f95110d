import { findPageById } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { getSuggestion, loadProposal, resolveConflict, archivePage, editPage } from '../../src/review/index.js'
import { engines } from '../support/databases.js'
import { errorsIn, readOnlyTextsIn, formIn, textOf } from '../support/html.js'
import { decideBy, storedState, suggestChange } from '../support/review.js'
import { pageFields } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('refused actions on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test('a note amended after the moderator opened the suggestion is not published unseen', async () => {
    const author = (await site.signedIn()).browser
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.', note: 'One note' })
    const { fields } = formIn((await moderator.get(`/review/${id}`)).text, `/review/${id}/decision`)
    await author.submitForm(`/suggestions/${id}/amend`, { note: 'Another note' })
    const late = await moderator.send(`/review/${id}/decision`, { ...fields, verdict: 'publish' })
    expect(late.status).toBe(409)
    expect(await storedState(site, id)).toMatchObject({ state: 'pending', decisions: 0 })
  })

  test.each([
    ['ask', 'Changes requested'],
    ['refuse', 'Rejected'],
  ])(
    'a form opened before an upgrade, with the choice “%s”, keeps the message and the choice',
    async (verdict, tag) => {
      const author = (await site.signedIn()).browser
      const moderator = (await site.signedIn({ role: 'moderator' })).browser
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed before the upgrade.' })
      const { fields } = formIn((await moderator.get(`/review/${id}`)).text, `/review/${id}/decision`)
      const token = { _csrf: fields['_csrf'] ?? '', seenHash: fields['seenHash'] ?? '' }
      const old = { ...token, verdict, reason: 'unclear', sentence: 'Name the form that is meant.' }
      expect((await moderator.send(`/review/${id}/decision`, old)).status).toBe(303)
      expect(textOf((await author.get(`/suggestions/${id}`)).text)).toMatch(
        new RegExp(`${tag} .*Name the form that is meant\\.`),
      )
    },
  )

  test('a moderator who decides too late is told that a colleague has asked for changes', async () => {
    const author = (await site.signedIn()).browser
    const first = (await site.signedIn({ role: 'moderator', name: 'Fay First' })).browser
    const second = (await site.signedIn({ role: 'moderator' })).browser
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
    const { fields } = formIn((await second.get(`/review/${id}`)).text, `/review/${id}/decision`)
    await decideBy(first, id, 'request-changes', { message: 'Say where.' })
    const late = await second.send(`/review/${id}/decision`, { ...fields, verdict: 'publish' })
    expect([late.status, textOf(late.text)]).toEqual([
      409,
      expect.stringContaining('Fay First has already requested changes'),
    ])
  })

  test.each([
    ['reject', { reason: 'unclear', message: 'Which form do you mean?' }],
    ['request-changes', { message: 'Which form do you mean?' }],
    ['a decision that is not complete', { verdict: 'reject', reason: '', message: 'Which form do you mean?' }],
  ])(
    'a moderator who is too late with “%s” keeps their message, and reads who decided what',
    async (verdict, fields) => {
      const author = (await site.signedIn()).browser
      const first = (await site.signedIn({ role: 'moderator', name: 'Fay First' })).browser
      const second = (await site.signedIn({ role: 'moderator' })).browser
      const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
      const opened = formIn((await second.get(`/review/${id}`)).text, `/review/${id}/decision`)
      await decideBy(first, id, 'reject', { reason: 'duplicate', message: 'It is on another page.' })
      const late = await second.send(opened.action, { ...opened.fields, verdict, ...fields })
      expect([late.status, readOnlyTextsIn(late.text)]).toEqual([409, ['Which form do you mean?']])
      expect(textOf(late.text)).toContain(
        'Fay First has already rejected this suggestion. We did not save your decision',
      )
      expect(textOf(late.text)).toContain('Rejected by Fay First')
      expect(textOf(late.text)).toContain('“It is on another page.”')
      expect(errorsIn(late.text)).toEqual([])
      expect(await storedState(site, id)).toMatchObject({ state: 'rejected', decisions: 1 })
    },
  )

  test('a suggestion that was closed shows no message to copy when none was typed', async () => {
    const author = (await site.signedIn()).browser
    const first = (await site.signedIn({ role: 'moderator' })).browser
    const second = (await site.signedIn({ role: 'moderator' })).browser
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
    const { action, fields } = formIn((await second.get(`/review/${id}`)).text, `/review/${id}/decision`)
    await decideBy(first, id, 'publish')
    expect(readOnlyTextsIn((await second.send(action, { ...fields, verdict: 'publish' })).text)).toEqual([])
  })

  test('a conflict cannot be resolved where there is none', async () => {
    const author = (await site.signedIn()).browser
    const { member } = await site.signedIn({ role: 'moderator' })
    const id = await suggestChange(author, await site.page('barrier'), { summary: 'Changed.' })
    const suggestion = await getSuggestion(site.deps.db, id, member)
    const { content, published } = await loadProposal(site.deps.db, suggestion)
    await expect(
      resolveConflict(site.deps, member, {
        id,
        content: { ...content, body: 'Mine now.' },
        version: 1,
        baseRevisionId: published!.revisionId,
      }),
    ).rejects.toThrow('There is no conflict to resolve')
  })

  test('an archived page cannot be edited by a member, and publishing a suggestion does not bring it back', async () => {
    const { member: trusted } = await site.signedIn({ trusted: true })
    const { member: moderator, browser } = await site.signedIn({ role: 'moderator' })
    const author = (await site.signedIn()).browser
    const page = await site.page('barrier')
    const id = await suggestChange(author, page, { summary: 'Changed.' })
    await archivePage(site.deps, moderator, { pageId: page.id, reason: 'unlawful' })
    const writing = {
      content: { title: page.title, summary: 'Mine.', theme: page.theme, tags: [], links: [], body: 'Mine.' },
      shownAs: 'kind' as const,
      note: '',
      key: newId(),
      baseRevisionId: page.revisionId,
    }
    await expect(editPage(site.deps, trusted, page.id, writing)).rejects.toThrow('You cannot edit an archived page')
    expect((await decideBy(browser, id, 'publish')).status).toBe(409)
    expect((await findPageById(site.deps.db, page.id))?.archivedAt).not.toBeNull()
  })

  test('tags that are far too long are refused', async () => {
    const { browser } = await site.signedIn()
    const refused = await browser.sendWithToken('/barriers/new/write', pageFields({ tags: '!,'.repeat(100_000) }))
    expect([refused.status, textOf(refused.text)]).toEqual([
      422,
      expect.stringContaining('The tags must be 1,000 characters or fewer. You have entered 200,000'),
    ])
  })
})
