import { updateMember } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { encodeCursor } from '../../src/platform/http/index.js'
import { engines } from '../support/databases.js'
import {
  countsIn,
  reportWithOneClick,
  evidenceSummaryIn,
  organisation,
  ownStatementAddress,
  submitStatement,
  signInAt,
  withdrawStatement,
  statementRowsIn,
  type Organisation,
} from '../support/evidence.js'
import {
  buttonsIn,
  documentOf,
  errorsIn,
  headingsIn,
  linkIn,
  linksIn,
  mainIn,
  nextLinkIn,
  noticeIn,
  partOf,
  readOnlyTextsIn,
  formIn,
  textOf,
  titlesIn,
} from '../support/html.js'
import { PASSPHRASE, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const HOUR = 3_600
const DAY = 86_400

describe.each(engines)('on %s', engine => {
  let site: TestSite
  let org: Organisation
  let other: Organisation
  let ada: Browser
  let bob: Browser
  let cleo: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    org = await organisation(site, 'Ashshire Council')
    other = await organisation(site, 'Beckshire Council')
    ada = (await signInAt(site, org, { name: 'Ada Ash' })).browser
    bob = (await signInAt(site, org, { name: 'Bob Ash' })).browser
    cleo = (await signInAt(site, other, { name: 'Cleo Beck' })).browser
    moderator = (await site.signedIn({ role: 'moderator', email: 'moderator@nowhere.example' })).browser
  })
  afterAll(() => site.close())

  const seen = async (page: PageHead): Promise<string> => (await site.visitor().get(addressOf(page))).text
  const notice = (html: string): string => noticeIn(html)

  test('a report takes one click and counts at once, and a second step can replace it with a longer one', async () => {
    const solution = await site.page('solution', { title: 'Ask for an exception' })
    const page = await site.page('barrier', { links: [solution.id] })
    expect(evidenceSummaryIn(await seen(page))).toBe('Needs a solution no organisation has reported this yet')
    const own = await reportWithOneClick(ada, page)
    expect(own).toMatch(/^\/reports\/[0-9a-f-]{36}$/)
    expect(evidenceSummaryIn(await seen(page))).toBe(
      'Needs a solution faced by 1 organisation no organisation has reported getting round it latest report today',
    )
    expect(documentOf(await seen(page))('.app-evidence-line time').attr()).toEqual({
      datetime: '2026-03-04',
      title: '4 March 2026',
    })
    expect(statementRowsIn(await seen(page))).toEqual([['Ashshire Council', 'Facing it', 'today', '']])

    const second = await ada.get(own)
    expect(notice(second.text)).toBe(
      'Report saved We have added Ashshire Council to the organisations facing this. Back to “' + page.title + '”',
    )
    expect(formIn(second.text, own).fields).toMatchObject({
      state: 'facing',
      note: '',
      day: '4 3 2026',
      shownAs: 'organisation',
    })
    const changed = await ada.submitForm(
      own,
      {
        state: 'worked-around',
        other: solution.id,
        note: 'It took\r\n  a form.',
        day: 'January 2026',
        shownAs: 'name',
      },
      own,
    )
    expect([changed.status, changed.headers['location']]).toEqual([303, addressOf(page)])
    const after = await seen(page)
    expect(evidenceSummaryIn(after)).toBe(
      'Has a solution faced by 1 organisation 1 got round it latest report 2 months ago',
    )
    expect(statementRowsIn(after)).toEqual([
      ['Ada Ash, Ashshire Council', 'Worked around Solution: Ask for an exception', '2 months ago', 'It took a form.'],
    ])
    expect(linksIn(after, 'table')).toContainEqual({ text: 'Ask for an exception', href: addressOf(solution) })
    expect(countsIn(after)).toEqual({ 'Facing it': 0, 'Worked around': 1, Overcome: 0, 'Came back': 0 })
    expect((await ada.get(own)).status).toBe(410)
    expect(textOf((await ada.get(own)).text)).toContain('This report has been corrected')
    expect(
      formIn((await ada.get(await ownStatementAddress(ada, page))).text, await ownStatementAddress(ada, page)).fields,
    ).toMatchObject({
      state: 'worked-around',
      other: solution.id,
      note: 'It took\n  a form.',
      day: '1 1 2026',
      shownAs: 'name',
    })
  })

  test('an organisation is no longer counted once its last report is withdrawn', async () => {
    const page = await site.page('barrier')
    await reportWithOneClick(ada, page)
    await reportWithOneClick(bob, page)
    await reportWithOneClick(cleo, page)
    expect(evidenceSummaryIn(await seen(page))).toContain('faced by 2 organisations (3 people)')
    expect((await withdrawStatement(ada, page)).headers['location']).toBe(addressOf(page))
    expect(evidenceSummaryIn(await seen(page))).toContain(
      'faced by 2 organisations no organisation has reported getting round it',
    )
    await withdrawStatement(bob, page)
    expect(evidenceSummaryIn(await seen(page))).toContain('faced by 1 organisation ')
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['Beckshire Council'])
    await withdrawStatement(cleo, page)
    expect(evidenceSummaryIn(await seen(page))).toBe('Needs a solution no organisation has reported this yet')
    expect(statementRowsIn(await seen(page))).toEqual([])
    // Without a report, she is offered the button again.
    expect(await reportWithOneClick(ada, page)).toMatch(/^\/reports\//)
  })

  test('withdrawing a report twice says that it is withdrawn already', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    const { fields } = formIn((await ada.get(own)).text, `${own}/withdraw`)
    for (const expected of [
      'Report withdrawn We no longer show or count this report. Make a new report',
      'Already withdrawn You withdrew this report on 4 March 2026. We no longer show or count it. Make a new report',
    ]) {
      const sent = await ada.send(`${own}/withdraw`, fields)
      expect([sent.status, sent.headers['location']]).toEqual([303, addressOf(page)])
      expect(notice((await ada.get(addressOf(page))).text)).toBe(expected)
    }
  })

  test('a report that was corrected in another window is not withdrawn, and its author is told so', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    const { fields } = formIn((await ada.get(own)).text, `${own}/withdraw`)
    await ada.submitForm(own, { note: 'In another window.' }, own)
    const late = await ada.send(`${own}/withdraw`, fields)
    expect([late.status, textOf(late.text)]).toEqual([
      409,
      'This report has been corrected You corrected this report on 4 March 2026. The new report is on the page. ' +
        `Go to “${page.title}”`,
    ])
    expect(statementRowsIn(await seen(page))).toHaveLength(1)
  })

  test('two people of one organisation count once, and the page shows where they disagree', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { state: 'overcome', note: 'Gone since the move.' })
    await submitStatement(bob, page, { state: 'came-back' })
    const shown = await seen(page)
    expect(evidenceSummaryIn(shown)).toBe(
      'Needs a solution faced by 1 organisation (2 people) no organisation has reported getting round it latest report today',
    )
    expect(statementRowsIn(shown)).toEqual([
      ['Ashshire Council 2 people; latest: came back; earlier: overcome (1 person)', 'Came back', 'today', ''],
    ])
    expect(countsIn(shown)).toEqual({ 'Facing it': 0, 'Worked around': 0, Overcome: 0, 'Came back': 1 })
    await submitStatement(ada, page, { state: 'came-back' })
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['Ashshire Council 2 people'])
  })

  test('a member who changes the position of their organisation sees what it was before', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { state: 'overcome' })
    const own = await reportWithOneClick(bob, page)
    expect(notice((await bob.get(own)).text)).toBe(
      `Report saved We count each organisation once, using its latest report. ` +
        `Before this, Ashshire Council’s latest report was “Overcome”. If that is still true, choose it below. ` +
        `Back to “${page.title}”`,
    )
    const sent = await ada.submitForm(`${addressOf(page)}/reports/new`, { state: 'overcome', note: 'Again.' })
    expect(notice((await ada.get(sent.headers['location']!)).text)).toBe(
      'Report saved We count each organisation once, using its latest report. Correct or withdraw it',
    )
    // A report shown only by kind is not revealed to colleagues.
    const quiet = await site.page('barrier')
    await submitStatement(ada, quiet, { state: 'overcome', shownAs: 'kind' })
    expect(notice((await bob.get(await reportWithOneClick(bob, quiet))).text)).not.toContain('Before this')
  })

  test('a member whose report is not shown or counted is told so at once', async () => {
    const page = await site.page('barrier')
    const at = `${addressOf(page)}/reports`
    await submitStatement(bob, page)
    const sent = await ada.submitForm(`${at}/new`, { state: 'overcome', shownAs: 'kind' }, at)
    const kept =
      'We saved your report but will not show or count it. ' +
      'You chose not to name your organisation, but readers could work it out, because a colleague named it here or because it wrote this page.'
    expect(notice((await ada.get(sent.headers['location']!)).text)).toBe(`Report saved ${kept} Correct or withdraw it`)
    const own = await ownStatementAddress(ada, page)
    await ada.submitForm(own, { note: 'Still unnamed.' }, own)
    expect(notice((await ada.get(addressOf(page))).text)).toBe(`Report saved ${kept}`)
    const again = await ownStatementAddress(ada, page)
    await ada.submitForm(again, { shownAs: 'organisation' }, again)
    expect(notice((await ada.get(addressOf(page))).text)).toBe('Report saved We have updated your report.')
  })

  test('the report with the newest date decides, not the one that arrived last', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { state: 'overcome', day: '1 2 2026' })
    await submitStatement(bob, page, { state: 'facing', day: '31 1 2026' })
    expect(evidenceSummaryIn(await seen(page))).toBe(
      'Mostly overcome faced by 1 organisation (2 people) 1 got round it latest report 4 weeks ago',
    )
    expect(statementRowsIn(await seen(page))[0]?.slice(0, 2)).toEqual([
      'Ashshire Council 2 people; latest: overcome; earlier: facing it (1 person)',
      'Overcome',
    ])
    await submitStatement(bob, page, { state: 'came-back', day: '2 2 2026' })
    expect(evidenceSummaryIn(await seen(page))).toContain(
      'Needs a solution faced by 1 organisation (2 people) no organisation has reported getting round it',
    )
  })

  test('the list of reports has each one, newest first, and members can change their own there', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { state: 'facing', day: '2025', note: 'First.' })
    await submitStatement(ada, page, { state: 'overcome', day: 'March 2026', note: 'Second.' })
    await submitStatement(cleo, page, { day: '2026-01-15' })
    const rows = statementRowsIn((await site.visitor().get(`${addressOf(page)}/reports`)).text)
    expect(rows).toEqual([
      ['Ashshire Council', 'Overcome', '3 days ago', 'Second.'],
      ['Beckshire Council', 'Facing it', '6 weeks ago', ''],
      ['Ashshire Council', 'Facing it', '14 months ago', 'First.'],
    ])
    expect(statementRowsIn((await ada.get(`${addressOf(page)}/reports`)).text).map(row => row[3])).toEqual([
      'Second. Correct or withdraw your report',
      '',
      'First. Correct or withdraw your report',
    ])
    expect(titlesIn((await ada.get('/account/evidence')).text)).toContain(page.title)
  })

  test('a corrected report keeps its place: the counts, the lists and the next form agree on the newest', async () => {
    const page = await site.page('barrier')
    const { browser } = await signInAt(site, org)
    const first = await reportWithOneClick(browser, page)
    site.clock.pass(HOUR)
    await submitStatement(browser, page, { state: 'overcome' })
    site.clock.pass(HOUR)
    await browser.submitForm(first, { note: 'A note that was forgotten.' }, first)
    site.clock.pass(-2 * HOUR)
    const { text } = await browser.get(addressOf(page))
    expect(countsIn(text)).toMatchObject({ 'Facing it': 0, Overcome: 1 })
    expect(textOf(text)).toContain('You reported “Overcome” for Ashshire Council')
    const statesAt = async (address: string) => statementRowsIn((await browser.get(address)).text).map(row => row[1])
    expect(await statesAt(`${addressOf(page)}/reports`)).toEqual(['Overcome', 'Facing it'])
    expect(formIn((await browser.get(`${addressOf(page)}/reports/new`)).text).fields['state']).toBe('overcome')
  })

  test('a list of reports that is longer than a page continues, and has each report once, in order', async () => {
    const page = await site.page('barrier')
    const numbers = Array.from({ length: 43 }, (_, n) => n)
    const dayOf = (n: number): number => 1 + (n % 3)
    for (const n of numbers) {
      await submitStatement(n % 2 ? ada : cleo, page, { note: `Note ${n}`, day: `${dayOf(n)} 3 2026` })
      site.clock.pass(1)
    }
    const list = `${addressOf(page)}/reports`
    const notesFrom = async (address: string): Promise<readonly string[]> => {
      const { text } = await site.visitor().get(address)
      const next = nextLinkIn(text)
      return [...statementRowsIn(text).map(row => row[3]!), ...(next === undefined ? [] : await notesFrom(next))]
    }
    // The oldest report is on the last page. Its correction stays there.
    const last = nextLinkIn((await cleo.get(list)).text)!
    const oldest = linksIn((await cleo.get(last)).text, 'main').findLast(link => link.text.startsWith('Correct'))!.href
    await cleo.submitForm(oldest, { note: 'Note 0, corrected' }, oldest)
    const newestFirst = numbers.sort((a, b) => dayOf(b) - dayOf(a) || b - a)
    expect(await notesFrom(list)).toEqual(newestFirst.map(n => (n === 0 ? 'Note 0, corrected' : `Note ${n}`)))
    expect(evidenceSummaryIn(await seen(page))).toContain(
      'faced by 2 organisations no organisation has reported getting round it',
    )
  })

  test('a link into the list from before it was sorted by time too leads to its start', async () => {
    const page = await site.page('barrier')
    await reportWithOneClick(ada, page)
    const list = `${addressOf(page)}/reports`
    const { status, text } = await site.visitor().get(`${list}?after=${encodeCursor(['2026-03-04', 'id'])}`)
    expect([status, linkIn(text, 'Go to the start of the list')]).toEqual([400, list])
  })

  test('a visitor who wants to report signs in and returns to the form', async () => {
    const page = await site.page('barrier')
    const { member } = await signInAt(site, org)
    const visitor = site.visitor()
    const link = linkIn((await visitor.get(addressOf(page))).text, 'We faced this')
    const sent = await visitor.get(link!)
    expect([sent.status, sent.headers['location']]).toEqual([
      303,
      `/sign-in?return=${encodeURIComponent(`${addressOf(page)}/reports/new`)}`,
    ])
    const signedIn = await visitor.submitForm(sent.headers['location']!, {
      email: member.email,
      passphrase: PASSPHRASE,
    })
    expect(signedIn.headers['location']).toBe(`${addressOf(page)}/reports/new`)
    const form = await visitor.get(`${addressOf(page)}/reports/new`)
    expect(formIn(form.text).fields).toMatchObject({ day: '', note: '' })
    expect(textOf(form.text)).toContain('You are reporting for Ashshire Council .')
    // With fewer than three councils here, the kind would reveal the organisation.
    expect(textOf(form.text)).toContain('Kind of organisation only Shown as: an organisation')
    const made = await visitor.submitForm(`${addressOf(page)}/reports/new`, { state: 'facing' })
    expect(made.headers['location']).toBe(addressOf(page))
    expect(statementRowsIn(await seen(page))).toHaveLength(1)
  })

  test('a form that is sent with no situation chosen is refused, so nobody reports in a hurry what they did not mean', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { state: 'overcome' })
    const { browser } = await signInAt(site, org)
    expect(formIn((await browser.get(`${addressOf(page)}/reports/new`)).text).fields).not.toHaveProperty('state')
    const sent = await browser.submitForm(`${addressOf(page)}/reports/new`, { note: 'In a hurry.' })
    expect([sent.status, errorsIn(sent.text)]).toEqual([422, ['state: Choose what the situation is now']])
    expect(formIn(sent.text).fields).toMatchObject({ note: 'In a hurry.' })
    expect(countsIn(await seen(page))).toMatchObject({ 'Facing it': 0, Overcome: 1 })
  })

  test.each(['facing', 'came-back'])(
    'a report or a correction that says “%s” and names a solution is refused and keeps what was typed',
    async state => {
      const solution = await site.page('solution')
      const page = await site.page('barrier', { links: [solution.id] })
      const error =
        'other: If a solution helped, choose “Worked around” or “Overcome”. If not, choose “None of these” here'
      const form = await ada.submitForm(`${addressOf(page)}/reports/new`, { state, other: solution.id, note: 'Kept.' })
      const own = await reportWithOneClick(ada, page)
      const change = await ada.submitForm(own, { state, other: solution.id, note: 'Kept.' }, own)
      for (const [refused, action] of [
        [form, `${addressOf(page)}/reports`],
        [change, own],
      ] as const) {
        expect([refused.status, errorsIn(refused.text)]).toEqual([422, [error]])
        expect(formIn(refused.text, action).fields).toMatchObject({
          state,
          other: solution.id,
          note: 'Kept.',
        })
      }
    },
  )

  test('a member whose session ends while they write can sign in again and send the same report', async () => {
    const page = await site.page('barrier')
    const { browser, member } = await signInAt(site, org)
    const form = formIn((await browser.get(`${addressOf(page)}/reports/new`)).text)
    await browser.submitForm('/account', {}, '/sign-out')
    const ended = await browser.send(form.action, {
      ...form.fields,
      state: 'overcome',
      note: 'Two lines,\r\ntyped with care.',
    })
    expect([ended.status, textOf(ended.text).includes('You have been signed out')]).toEqual([403, true])
    const signIn = formIn(ended.text, '/sign-in/with-text')
    const back = await browser.send(signIn.action, { ...signIn.fields, email: member.email, passphrase: PASSPHRASE })
    const again = formIn(back.text, form.action)
    expect((await browser.send(again.action, again.fields)).headers['location']).toBe(addressOf(page))
    expect(statementRowsIn(await seen(page)).map(row => [row[1], row[3]])).toEqual([
      ['Overcome', 'Two lines, typed with care.'],
    ])
  })

  test('only its author can open a report, and no colleague can', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    expect((await bob.get(own)).status).toBe(404)
    expect((await ada.get(own.replace('/reports/', '/trials/'))).status).toBe(404)
    expect((await site.visitor().get(own)).headers['location']).toBe(`/sign-in?return=${encodeURIComponent(own)}`)
    expect((await bob.get(addressOf(page))).text).not.toContain(own)
  })

  test('the reports of a member who moves stay with the organisation they were made for', async () => {
    const page = await site.page('barrier')
    const elsewhere = await site.page('barrier')
    const { browser, member } = await signInAt(site, org, { name: 'Mo Ving' })
    await reportWithOneClick(browser, page)
    await site.deps.db.transaction(tx => updateMember(tx, member.id, { organisation_id: other.id }))
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['Ashshire Council'])
    const own = await ownStatementAddress(browser, page)
    // The page names the organisation that the report was made for, not the one they belong to now.
    expect(textOf((await browser.get(addressOf(page))).text)).toContain(
      'You reported “Facing it” for Ashshire Council on 4 March 2026',
    )
    expect(textOf((await browser.get(own)).text)).toContain('This is your report for Ashshire Council')
    await browser.submitForm(own, { state: 'overcome', note: 'Before I left.' }, own)
    expect(statementRowsIn(await seen(page)).map(row => [row[0], row[1]])).toEqual([['Ashshire Council', 'Overcome']])
    // Reports from now on belong to the new organisation.
    await submitStatement(browser, page, { state: 'facing' })
    expect(statementRowsIn(await seen(page)).map(row => [row[0], row[1]])).toEqual([
      ['Beckshire Council', 'Facing it'],
      ['Ashshire Council', 'Overcome'],
    ])
    await reportWithOneClick(browser, elsewhere)
    expect(statementRowsIn(await seen(elsewhere)).map(row => row[0])).toEqual(['Beckshire Council'])
    expect((await withdrawStatement(browser, page)).status).toBe(303)
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['Ashshire Council'])
  })

  test('a member of no listed organisation cannot report and is told why', async () => {
    const page = await site.page('barrier')
    const { browser } = await site.signedIn({ email: 'stray@nowhere.example' })
    const solution = await site.page('solution', { links: [page.id] })
    for (const offering of [
      addressOf(page),
      addressOf(solution),
      `${addressOf(page)}/reports`,
      `/search?q=${page.title}`,
    ]) {
      const { text } = await browser.get(encodeURI(offering))
      expect(documentOf(text)('main form[method="post"], main a[href*="s/new"]').text()).not.toMatch(
        /We (faced|tried) this/,
      )
    }
    for (const telling of [addressOf(page), addressOf(solution), '/account/evidence']) {
      const { text } = await browser.get(telling)
      expect(textOf(text).match(/You can report for your organisation once we list it\. Ask/g)).toHaveLength(1)
      expect(linkIn(text, site.deps.config.operatorEmail)).toBe(`mailto:${site.deps.config.operatorEmail}`)
    }
    const form = await browser.get(`${addressOf(page)}/reports/new`)
    expect([form.status, textOf(form.text).slice(0, 40)]).toEqual([403, 'Your organisation is not listed yet You '])
    const { _csrf } = formIn((await browser.get('/account')).text).fields
    const sent = await browser.send(`${addressOf(page)}/reports`, { _csrf: String(_csrf), state: 'facing' })
    expect([sent.status, textOf(sent.text).slice(0, 35)]).toEqual([403, 'Your organisation is not listed yet'])
    expect(evidenceSummaryIn(await seen(page))).toContain('no organisation has reported')
  })

  test('an old report is marked as possibly out of date, and its author is asked about it until they confirm or change it', async () => {
    const page = await site.page('barrier', { title: 'An old complaint' })
    const { browser } = await signInAt(site, org)
    await submitStatement(browser, page, { day: '4 9 2024' })
    expect(statementRowsIn(await seen(page))[0]?.[2]).toBe('18 months ago')
    expect(textOf((await browser.get('/account')).text)).not.toContain('Is this still true?')
    site.clock.pass(DAY)
    expect(statementRowsIn(await seen(page))[0]?.[2]).toBe('18 months ago may be out of date')
    expect(statementRowsIn((await site.visitor().get(`${addressOf(page)}/reports`)).text)[0]?.[2]).toBe(
      '18 months ago may be out of date',
    )
    const account = await browser.get('/account')
    expect(textOf(account.text)).toContain(
      'Is this still true? You reported this a while ago. Confirm it, or tell us what has changed. ' +
        'An old complaint : Facing it 18 months ago . Still true : An old complaint Something changed with An old complaint',
    )
    expect(linkIn(account.text, 'Something changed with An old complaint')).toBe(`${addressOf(page)}/reports/new`)
    const own = await browser.get('/account/evidence')
    expect(linkIn(own.text, 'Is this still true? An old complaint')).toBe('/account#reports-to-confirm')
    expect(partOf(account.text, '#reports-to-confirm')).not.toBe('')
    const again = formIn(account.text, `${addressOf(page)}/reports?confirms=yes`)
    expect((await browser.send(again.action, again.fields)).headers['location']).toBe(addressOf(page))
    expect(textOf((await browser.get('/account')).text)).not.toContain('Is this still true?')
    expect(statementRowsIn(await seen(page))[0]).toEqual([expect.any(String), 'Facing it', 'today', ''])
  })

  test('confirming a report leads back to the reports that are left to confirm', async () => {
    const pages = [
      await site.page('barrier', { title: 'Stale one' }),
      await site.page('barrier', { title: 'Stale two' }),
    ]
    const { browser } = await signInAt(site, org)
    for (const page of pages) await submitStatement(browser, page, { day: '1 1 2024' })
    const confirm = async (page: PageHead) => {
      const form = formIn((await browser.get('/account')).text, `${addressOf(page)}/reports?confirms=yes`)
      return (await browser.send(form.action, form.fields)).headers['location']
    }
    expect(await confirm(pages[0]!)).toBe('/account#reports-to-confirm')
    expect(notice((await browser.get('/account')).text)).toBe('Report saved “Stale one”: this is still true today.')
    expect(await confirm(pages[1]!)).toBe(addressOf(pages[1]!))
  })

  test('reporting a change begins with the last answer, and correcting a report offers to keep it or withdraw it', async () => {
    const page = await site.page('barrier')
    const { browser } = await signInAt(site, org)
    await submitStatement(browser, page, { state: 'worked-around' })
    const { text } = await browser.get(addressOf(page))
    expect(linkIn(text, 'Report a change since then')).toBe(`${addressOf(page)}/reports/new`)
    expect(formIn((await browser.get(`${addressOf(page)}/reports/new`)).text).fields['state']).toBe('worked-around')
    const own = (await browser.get(await ownStatementAddress(browser, page))).text
    expect(linkIn(own, 'Keep it as it is')).toBe(addressOf(page))
    expect(buttonsIn(mainIn(own))).toEqual(['Save changes', 'Withdraw it'])
  })

  test('the form for an archived page says so before anything is typed, and one that was open keeps what was typed', async () => {
    const page = await site.page('barrier', { title: 'Archived meanwhile' })
    const form = formIn((await cleo.get(`${addressOf(page)}/reports/new`)).text)
    await moderator.sendWithToken(`${addressOf(page)}/archive`, { reason: 'duplicate' })
    const { browser: stray } = await site.signedIn({ email: 'archived@nowhere.example' })
    for (const browser of [cleo, stray]) {
      const late = await browser.get(`${addressOf(page)}/reports/new`)
      expect([late.status, textOf(late.text)]).toEqual([
        409,
        'This barrier is archived “Archived meanwhile” was archived on 5 March 2026, so you cannot add a report. ' +
          'Back to “Archived meanwhile”',
      ])
      expect(linkIn(late.text, 'Back to “Archived meanwhile”')).toBe(addressOf(page))
    }
    const sent = await cleo.send(form.action, { ...form.fields, note: 'Kept though it is too late.' })
    expect([sent.status, headingsIn(sent.text)]).toEqual([409, ['This barrier is archived', 'What you typed']])
    expect(readOnlyTextsIn(sent.text)).toContain('Kept though it is too late.')
    expect(linkIn(sent.text, 'Back to “Archived meanwhile”')).toBe(addressOf(page))
    expect(evidenceSummaryIn(await seen(page))).toContain('no organisation has reported')
  })

  test('a report on a page that was archived meanwhile still shows, and can be withdrawn but not changed', async () => {
    const page = await site.page('barrier', { title: 'Archived with a report' })
    const own = await reportWithOneClick(ada, page)
    const open = formIn((await ada.get(own)).text, own)
    await moderator.sendWithToken(`${addressOf(page)}/archive`, { reason: 'duplicate' })
    expect(evidenceSummaryIn(await seen(page))).toContain('faced by 1 organisation')
    for (const { text } of [await ada.get(addressOf(page)), await ada.get(`${addressOf(page)}/reports`)])
      expect(linksIn(text, 'main').filter(link => link.href === own)).toEqual([
        { text: expect.stringMatching(/^Withdraw/) as string, href: own },
      ])
    const listed = (await ada.get('/account/evidence')).text
    expect(linkIn(listed, 'Withdraw your report on Archived with a report')).toBe(own)
    const opened = await ada.get(own)
    expect([opened.status, headingsIn(opened.text)]).toEqual([
      200,
      ['This barrier is archived', 'Withdraw this report'],
    ])
    const sent = await ada.send(own, { ...open.fields, note: 'Kept though it is too late.' })
    expect([sent.status, readOnlyTextsIn(sent.text)]).toEqual([
      409,
      expect.arrayContaining(['Kept though it is too late.']),
    ])
    const withdrawn = await ada.submitForm(own, {}, `${own}/withdraw`)
    expect(withdrawn.headers['location']).toBe(addressOf(page))
    expect(noticeIn((await ada.get(addressOf(page))).text)).toBe(
      'Report withdrawn We no longer show or count this report.',
    )
    expect(evidenceSummaryIn(await seen(page))).toContain('no organisation has reported')
  })

  test('the form for a report redirects from the old address of a renamed page', async () => {
    const page = await site.page('barrier', { title: 'Before its name changed' })
    await moderator.submitForm(`${addressOf(page)}/edit`, { title: 'After its name changed' })
    const sent = await ada.get(`${addressOf(page)}/reports/new`)
    expect([sent.status, sent.headers['location']]).toEqual([308, '/barriers/after-its-name-changed/reports/new'])
    expect(statementRowsIn((await site.visitor().get('/barriers/after-its-name-changed')).text)).toEqual([])
  })
})
