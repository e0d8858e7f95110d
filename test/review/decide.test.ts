import { updateMember } from '../../src/accounts/index.js'
import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { formIn, textOf, titlesIn } from '../support/html.js'
import { decideBy, storedState, suggestChange, suggestNew } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('review decisions on %s', engine => {
  let site: TestSite
  let author: Browser
  let moderator: Browser
  let colleague: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator', name: 'Mo Derate' })).browser
    colleague = (await site.signedIn({ role: 'admin', name: 'Ada Minister' })).browser
  })
  // A new member each time: three published suggestions would make this one trusted.
  beforeEach(async () => {
    author = (await site.signedIn()).browser
  })
  afterAll(() => site.close())

  const untouched = { state: 'pending', waitingOn: 'moderator', decisions: 0 }

  test('publishing a new page makes it readable, tells its author and names the reviewer', async () => {
    const id = await suggestNew(author, { title: 'Printers say no', note: 'Seen twice' })
    const decided = await decideBy(moderator, id, 'publish')
    expect([decided.status, decided.headers['location']]).toEqual([303, '/review'])
    expect(textOf((await moderator.get('/review')).text)).toContain(
      'Suggestion published Everyone can read it now. The author can see the outcome in “My suggestions”. See the page',
    )
    expect((await site.visitor().get('/barriers/printers-say-no')).status).toBe(200)
    expect(textOf((await site.visitor().get('/barriers/printers-say-no/history')).text)).toMatch(
      /Seen twice .* reviewed by Mo Derate/,
    )
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toContain('Published by Mo Derate')
    expect(titlesIn((await site.visitor().get('/moderation-log')).text)[0]).toBe('Published: Printers say no')
  })

  test('rejecting a suggestion requires a reason and a message, and both errors are shown at once', async () => {
    const id = await suggestNew(author)
    const decided = await decideBy(moderator, id, 'reject')
    expect(decided.status).toBe(422)
    expect(decided.text).toMatch(/href="#reason">Choose a reason[\s\S]*href="#message">Tell the author why/)
    expect(await storedState(site, id)).toMatchObject(untouched)
  })

  test('a rejection without a reason keeps the message that was typed', async () => {
    const id = await suggestNew(author)
    const decided = await decideBy(moderator, id, 'reject', { message: 'It is on another page.' })
    expect(decided.status).toBe(422)
    expect(formIn(decided.text).fields).toMatchObject({ verdict: 'reject', message: 'It is on another page.' })
    expect(await storedState(site, id)).toMatchObject(untouched)
  })

  test('a rejection shows the author its reason and message, shows the public only the reason, and publishes nothing', async () => {
    const page = await site.page('barrier', { title: 'Badges do not open doors', summary: 'Left alone.' })
    const id = await suggestChange(author, page, { summary: 'Buy Doorly.' })
    expect(
      (await decideBy(moderator, id, 'reject', { reason: 'promotional', message: 'Doorly is one supplier of many.' }))
        .status,
    ).toBe(303)
    const outcome = textOf((await author.get(`/suggestions/${id}`)).text)
    expect(outcome).toContain('Rejected by Mo Derate')
    expect(outcome).toContain('It promotes a product or a supplier. “Doorly is one supplier of many.”')
    const log = textOf((await site.visitor().get('/moderation-log')).text)
    expect(log).toMatch(/Rejected: Badges do not open doors .* by Mo Derate · It promotes a product or a supplier/)
    expect(log).not.toContain('Doorly')
    expect(textOf((await site.visitor().get(addressOf(page))).text)).toContain('Left alone.')
    expect(titlesIn((await moderator.get('/review')).text)).not.toContain(page.title)
  })

  test('asking for changes requires a message and takes the suggestion out of the queue until its author amends it', async () => {
    const id = await suggestNew(author, { title: 'Too many acronyms' })
    expect(textOf((await decideBy(moderator, id, 'request-changes')).text)).toContain('Tell the author what to change')
    expect((await decideBy(moderator, id, 'request-changes', { message: 'Spell them out.' })).status).toBe(303)
    expect(titlesIn((await moderator.get('/review')).text)).not.toContain('Too many acronyms')
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).toMatch(/Changes requested .*“Spell them out\.”/)
    await author.submitForm(`/suggestions/${id}/amend`, { body: 'Spelt out.' })
    expect(titlesIn((await moderator.get('/review')).text)).toContain('Too many acronyms')
    expect((await decideBy(moderator, id, 'publish')).status).toBe(303)
    expect(textOf((await site.visitor().get('/barriers/too-many-acronyms')).text)).toContain('Spelt out.')
  })

  test('a reason that stayed selected is ignored unless the verdict is to reject', async () => {
    const id = await suggestNew(author, { title: 'Reason left over' })
    await decideBy(moderator, id, 'request-changes', { reason: 'promotional', message: 'Say which.' })
    const returned = textOf((await author.get(`/suggestions/${id}`)).text)
    expect(returned).toContain('“Say which.”')
    expect(returned).not.toContain('It promotes')
    await decideBy(moderator, id, 'publish', { reason: 'promotional' })
    expect(textOf((await author.get(`/suggestions/${id}`)).text)).not.toContain('It promotes')
  })

  test('a suggestion that waits for its author can be published, but changes cannot be asked for again', async () => {
    const id = await suggestNew(author)
    await decideBy(moderator, id, 'request-changes', { message: 'More, please.' })
    expect((await colleague.get(`/review/${id}`)).text).not.toContain('value="request-changes"')
    expect((await decideBy(colleague, id, 'request-changes', { message: 'Even more.' })).status).toBe(403)
    expect((await decideBy(colleague, id, 'publish')).status).toBe(303)
  })

  test.each(['publish', 'reject', 'request-changes'])(
    'a decision to %s that is sent twice is recorded once',
    async verdict => {
      const id = await suggestNew(author, { title: `Sent twice to ${verdict}` })
      const { action, fields } = formIn((await moderator.get(`/review/${id}`)).text)
      const decision = { ...fields, verdict, reason: 'other', message: 'Twice.' }
      const sent = [
        ...(await Promise.all([moderator.send(action, decision), moderator.send(action, decision)])),
        await moderator.send(action, decision),
      ]
      expect(sent.map(response => response.status)).toEqual([303, 303, 303])
      expect(await storedState(site, id)).toMatchObject({ decisions: 1 })
    },
  )

  test('a moderator cannot decide on their own suggestion, even one they sent before they became a moderator', async () => {
    const { browser, member } = await site.signedIn()
    const id = await suggestNew(browser)
    const { fields } = formIn((await moderator.get(`/review/${id}`)).text)
    await site.deps.db.transaction(tx => updateMember(tx, member.id, { role: 'moderator' }))
    const own = await browser.get(`/review/${id}`)
    expect(textOf(own.text)).toContain('This is your own suggestion. Another moderator must review it.')
    expect(own.text).not.toContain(`/review/${id}/decision`)
    for (const verdict of ['publish', 'reject', 'request-changes']) {
      const decided = await browser.sendWithToken(
        '/account',
        { verdict, reason: 'other', message: 'I say so.', seenHash: String(fields['seenHash']) },
        `/review/${id}/decision`,
      )
      expect(decided.status).toBe(403)
    }
    expect(await storedState(site, id)).toMatchObject(untouched)
  })

  test('a member who is not a moderator cannot decide on a suggestion', async () => {
    const id = await suggestNew(author)
    const { fields } = formIn((await moderator.get(`/review/${id}`)).text)
    const decided = await author.sendWithToken(
      '/account',
      { verdict: 'publish', seenHash: String(fields['seenHash']) },
      `/review/${id}/decision`,
    )
    expect(decided.status).toBe(403)
    expect(await storedState(site, id)).toMatchObject(untouched)
  })

  test('a decision on a text that was amended after it was shown is not recorded', async () => {
    const id = await suggestNew(author)
    const { action, fields } = formIn((await moderator.get(`/review/${id}`)).text)
    await author.submitForm(`/suggestions/${id}/amend`, { body: 'Something else entirely.' })
    const decided = await moderator.send(action, { ...fields, verdict: 'publish', message: 'Well written.' })
    expect(decided.status).toBe(409)
    expect(textOf(decided.text)).toContain('changed since you opened it')
    expect(textOf(decided.text)).toContain('Something else entirely.')
    expect(formIn(decided.text).fields).toMatchObject({ message: 'Well written.' })
    expect(await storedState(site, id)).toMatchObject({ ...untouched, versions: 2 })
  })

  test('a rejection that is sent again with another reason is refused, and the log keeps the first reason', async () => {
    const id = await suggestNew(author)
    const { action, fields } = formIn((await moderator.get(`/review/${id}`)).text)
    const rejection = { ...fields, verdict: 'reject', reason: 'duplicate', message: 'See the other page.' }
    expect((await moderator.send(action, rejection)).status).toBe(303)
    const again = await moderator.send(action, { ...rejection, reason: 'unlawful' })
    expect(again.status).toBe(409)
    expect(textOf(again.text)).toContain('has already rejected this suggestion')
    expect((await moderator.send(action, rejection)).status).toBe(303)
    expect(
      await site.deps.db.selectFrom('decision').select('reason_code').where('suggestion_id', '=', id).execute(),
    ).toEqual([{ reason_code: 'duplicate' }])
  })

  test.each([
    ['no hash', { seenHash: '' }],
    ['no verdict', { verdict: '' }],
    ['an unknown verdict', { verdict: 'burn' }],
    ['an unknown reason', { verdict: 'reject', reason: 'toString', message: 'Why not.' }],
    ['a message that is too long', { verdict: 'reject', reason: 'other', message: 'a'.repeat(501) }],
  ])('a decision with %s is refused', async (_, fields) => {
    const id = await suggestNew(author)
    expect((await decideBy(moderator, id, 'publish', fields)).status).toBe(422)
    expect(await storedState(site, id)).toMatchObject(untouched)
  })

  test('when two moderators decide at once, one decision counts and the other moderator is told who decided what', async () => {
    for (const [title, second] of [
      ['Both agree', 'publish'],
      ['They disagree', 'reject'],
    ] as const) {
      const id = await suggestNew(author, { title })
      const forms = [
        formIn((await moderator.get(`/review/${id}`)).text),
        formIn((await colleague.get(`/review/${id}`)).text),
      ] as const
      const [first, other] = await Promise.all([
        moderator.send(forms[0].action, { ...forms[0].fields, verdict: 'publish' }),
        colleague.send(forms[1].action, {
          ...forms[1].fields,
          verdict: second,
          reason: 'unclear',
          message: 'I cannot follow it.',
        }),
      ])
      expect([first.status, other.status].sort()).toEqual([303, 409])
      const { state } = await storedState(site, id)
      const outcome = state === 'published' ? 'published' : 'rejected'
      const [conflictPage, message] =
        first.status === 409
          ? ([first.text, `Ada Minister has already ${outcome} this suggestion`] as const)
          : ([other.text, `Mo Derate has already ${outcome} this suggestion`] as const)
      expect(textOf(conflictPage)).toContain(message)
      expect(await storedState(site, id)).toMatchObject({ decisions: 1 })
      const pageStatus = (await site.visitor().get(`/barriers/${title.toLowerCase().replace(' ', '-')}`)).status
      expect(pageStatus).toBe(state === 'published' ? 200 : 404)
    }
  })
})
