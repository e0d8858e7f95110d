import { byName, upsertOrganisation } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { publish } from '../../src/review/index.js'
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
import { republish } from '../support/review.js'
import { cardsIn, linkIn, linksIn, partOf, formIn, textOf, titlesIn } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('on %s', engine => {
  let site: TestSite
  let north: Organisation
  let nora: Browser
  let sam: Browser
  let wes: Browser
  let moderator: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    north = await organisation(site, 'Northshire Council')
    nora = (await signInAt(site, north)).browser
    sam = (await signInAt(site, await organisation(site, 'Southern Care', 'nhs-body'))).browser
    wes = (await signInAt(site, await organisation(site, 'Western Ways', 'executive-agency'))).browser
    moderator = (await site.signedIn({ role: 'moderator' })).browser
  })
  afterAll(() => site.close())

  const seen = async (page: PageHead): Promise<string> => (await site.visitor().get(addressOf(page))).text

  /** Returns the solutions listed on the page of a barrier, in order, with the text of each. */
  const solutionsOn = async (page: PageHead): Promise<readonly string[]> => cardsIn(await seen(page))

  test('a member can report and correct a trial, with the effort it took, on the page of the solution', async () => {
    const solution = await site.page('solution')
    expect(evidenceSummaryIn(await seen(solution))).toBe('Not tried yet no organisation has reported trying this yet')
    expect(linkIn((await nora.get(addressOf(solution))).text, 'We tried this')).toBe(
      `${addressOf(solution)}/trials/new`,
    )
    const sent = await submitStatement(nora, solution, {
      state: 'worked',
      approvedBy: 'IT security',
      weeks: '2',
      cost: '£1,500',
      note: 'Ask early.',
      day: 'March 2026',
    })
    expect(sent.headers['location']).toBe(addressOf(solution))
    expect(statementRowsIn(await seen(solution))).toEqual([
      ['Northshire Council', 'Worked', '3 days ago', 'Ask early. Needed: approval from IT security, 2 weeks, £1,500'],
    ])
    expect(evidenceSummaryIn(await seen(solution))).toBe(
      'Worked, not proven yet tried by 1 organisation worked at 1 organisation: 1 council latest report 3 days ago',
    )
    const own = await ownStatementAddress(nora, solution)
    expect(formIn((await nora.get(own)).text, own).fields).toMatchObject({
      state: 'worked',
      approvedBy: 'IT security',
      weeks: '2',
      cost: '1500',
      note: 'Ask early.',
      day: '1 3 2026',
    })
    await nora.submitForm(own, { state: 'failed', weeks: '', cost: '' }, own)
    expect(statementRowsIn(await seen(solution))).toEqual([
      ['Northshire Council', 'Failed', '3 days ago', 'Ask early. Needed: approval from IT security'],
    ])
    expect(evidenceSummaryIn(await seen(solution))).toBe(
      'No success yet tried by 1 organisation has not worked yet latest report 3 days ago',
    )
  })

  test('a trial reported on the page of a barrier is linked to that barrier', async () => {
    const solution = await site.page('solution', { title: 'Borrow a laptop' })
    const barrier = await site.page('barrier', { title: 'Sites are blocked', links: [solution.id] })
    await site.page('barrier', { links: [solution.id] })
    const link = linkIn((await sam.get(addressOf(barrier))).text, 'We tried this')
    const form = formIn((await sam.get(link!)).text)
    expect(form.fields).toMatchObject({ other: barrier.id })
    expect((await sam.send(form.action, { ...form.fields, state: 'in-part' })).status).toBe(303)
    expect(statementRowsIn(await seen(solution))).toEqual([
      ['Southern Care', 'Worked in part Barrier: Sites are blocked', 'today', ''],
    ])
    expect((await solutionsOn(barrier))[0]).toMatch(
      /^Borrow a laptop .* No success yet worked in part at 1 Worked: 0 Worked in part: 1 Failed: 0 Not allowed: 0 We tried this/,
    )
  })

  test('a trial can name only a page that is linked to the solution and not archived', async () => {
    const solution = await site.page('solution')
    const barrier = await site.page('barrier', { title: 'Away now', links: [solution.id] })
    const stray = await site.page('barrier', { title: 'Never linked' })
    await moderator.sendWithToken(`${addressOf(barrier)}/archive`, { reason: 'duplicate' })
    for (const { id } of [barrier, stray]) {
      const { status, text } = await nora.get(`${addressOf(solution)}/trials/new?for=${id}`)
      expect([status, textOf(text)]).toEqual([200, expect.stringContaining('How did it go?')])
      expect(textOf(text)).not.toMatch(/Away now|Never linked/)
    }
  })

  test('a trial without an outcome is refused, and the form keeps what was typed', async () => {
    const solution = await site.page('solution')
    const sent = await nora.submitForm(`${addressOf(solution)}/trials/new`, { note: 'It depends.', weeks: '3' })
    expect([sent.status, sent.text.includes('Choose how it went')]).toEqual([422, true])
    expect(formIn(sent.text).fields).toMatchObject({ note: 'It depends.', weeks: '3' })
  })

  test('a trial belongs to the revision that was current, and says so if the solution has changed a lot since', async () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
    const solution = await site.page('solution', { body: `${words}\n` })
    await submitStatement(nora, solution, { state: 'worked' })
    const edited = await republish(site, solution, { body: `${words} and a little more\n` })
    await submitStatement(sam, edited, { state: 'failed' })
    expect(await seen(edited)).not.toContain('an earlier version')
    const rewritten = await republish(site, edited, {
      body: 'Something else altogether is done now, in other words.\n',
    })
    await submitStatement(wes, rewritten, { state: 'worked' })
    const shown = await seen(rewritten)
    expect(statementRowsIn(shown).map(row => [row[0], row[3]])).toEqual(
      expect.arrayContaining([
        ['Northshire Council', 'tried with an earlier version'],
        ['Southern Care', 'tried with an earlier version'],
        ['Western Ways', ''],
      ]),
    )
    const links = linksIn(shown).filter(link => link.text === 'an earlier version')
    expect(links.map(link => link.href).sort()).toEqual([
      `${addressOf(solution)}/compare?from=1&to=3`,
      `${addressOf(solution)}/compare?from=2&to=3`,
    ])
    for (const { href } of links) expect((await site.visitor().get(href)).status).toBe(200)
    const list = linksIn((await site.visitor().get(`${addressOf(solution)}/trials`)).text)
    expect(list.filter(link => link.text === 'an earlier version')).toHaveLength(2)
    // A corrected trial still belongs to the revision that was tried.
    const own = await ownStatementAddress(nora, rewritten)
    await nora.submitForm(own, { note: 'A slip of the pen.' }, own)
    expect(statementRowsIn(await seen(rewritten)).find(row => row[0] === 'Northshire Council')?.[3]).toBe(
      'A slip of the pen. tried with an earlier version',
    )
  })

  test('a solution that worked at a second organisation is proven on every page, until a newer trial fails', async () => {
    const solution = await site.page('solution', { title: 'Ask the board itself', theme: 'procurement' })
    const rival = await site.page('solution', { title: 'Wait for the board', theme: 'procurement' })
    const barrier = await site.page('barrier', {
      title: 'Board says no',
      theme: 'procurement',
      links: [rival.id, solution.id],
    })
    const state = async (): Promise<string> =>
      evidenceSummaryIn(await seen(barrier)).replace(/ no organisation.*| faced by.*/, '')
    expect(await state()).toBe('Needs a solution')
    await submitStatement(wes, rival, { state: 'failed' })
    await submitStatement(nora, solution, { state: 'not-allowed' })
    expect(await state()).toBe('Needs a solution')
    site.clock.pass(60)
    await submitStatement(nora, solution, { state: 'worked' })
    expect(await state()).toBe('Has a solution')
    expect(evidenceSummaryIn(await seen(solution))).toContain('Worked, not proven yet tried by 1 organisation')
    site.clock.pass(60)
    await submitStatement(sam, solution, { state: 'worked' })
    expect(await state()).toBe('Has a proven solution')
    expect(evidenceSummaryIn(await seen(solution))).toBe(
      'Proven tried by 2 organisations worked at 2 organisations: 1 council and 1 NHS body latest report today',
    )
    // A proven solution comes first on the page of the barrier, whatever the order of the links.
    expect(await solutionsOn(barrier)).toEqual([
      expect.stringMatching(
        /^Ask the board itself .* Proven worked at 2 organisations: 1 council and 1 NHS body Worked: 2 Worked in part: 0 Failed: 0 Not allowed: 0 /,
      ) as string,
      expect.stringMatching(
        /^Wait for the board .* No success yet has not worked yet Worked: 0 Worked in part: 0 Failed: 1 Not allowed: 0 /,
      ) as string,
    ])
    const home = (await site.visitor().get('/')).text
    expect(textOf(home)).toMatch(
      /Newly proven Ask the board itself Proven worked at 2 organisations \(1 council and 1 NHS body\) Gets round: Board says no/,
    )
    expect(textOf((await site.visitor().get('/solutions?theme=procurement')).text)).toMatch(
      /Ask the board itself [^.]*\. Proven tried by 2 organisations worked at 2 organisations \(1 council and 1 NHS body\)/,
    )
    expect(textOf((await site.visitor().get('/barriers?theme=procurement')).text)).toMatch(
      /Board says no [^.]*\. Has a proven solution/,
    )
    expect(titlesIn((await site.visitor().get('/solutions?status=proven&theme=procurement')).text)).toEqual([
      'Ask the board itself',
    ])

    site.clock.pass(60)
    await submitStatement(sam, solution, { state: 'failed' })
    expect([await state(), evidenceSummaryIn(await seen(solution))]).toEqual([
      'Has a solution',
      'Worked, not proven yet tried by 2 organisations worked at 1 organisation: 1 council latest report today',
    ])
    expect(countsIn(await seen(solution))).toEqual({ Worked: 1, 'Worked in part': 0, Failed: 1, 'Not allowed': 0 })
    expect(textOf((await site.visitor().get('/')).text)).not.toContain('Newly proven Ask the board')
    await withdrawStatement(sam, solution)
    expect(await state()).toBe('Has a proven solution')
  })

  test('a trial by the author’s organisation counts, but does not help to make the solution proven', async () => {
    const barrier = await site.page('barrier')
    const pageId = newId()
    const { db } = site.deps
    const { slug } = await db.transaction(tx =>
      publish(tx, db.engine, {
        pageId,
        kind: 'solution',
        content: {
          title: 'Our very own idea',
          summary: 'Ours.',
          theme: 'security',
          tags: [],
          links: [barrier.id],
          body: 'Do it.\n',
        },
        baseRevisionId: null,
        how: 'sample',
        note: '',
        publishedAt: site.clock.now(),
        now: site.clock.now(),
        author: {
          authorId: null,
          attribution: byName('Northshire'),
          organisationId: north.id,
          shownAs: 'organisation',
        },
      }),
    )
    const solution = { ...barrier, id: pageId, kind: 'solution', slug } as PageHead
    await submitStatement(nora, solution, { state: 'worked' })
    await submitStatement(sam, solution, { state: 'worked' })
    expect(evidenceSummaryIn(await seen(solution))).toContain(
      'Worked, not proven yet tried by 2 organisations worked at 2 organisations',
    )
    expect(evidenceSummaryIn(await seen(barrier))).toContain('Has a solution')
    await submitStatement(wes, solution, { state: 'worked' })
    expect(evidenceSummaryIn(await seen(solution))).toContain(
      'Proven tried by 3 organisations worked at 3 organisations',
    )
    expect(evidenceSummaryIn(await seen(barrier))).toContain('Has a proven solution')
  })

  describe('the status of a barrier', () => {
    let solution: PageHead
    let barrier: PageHead
    const state = async (): Promise<string> => textOf(partOf(await seen(barrier), '.govuk-tag'))
    beforeEach(async () => {
      solution = await site.page('solution')
      barrier = await site.page('barrier', { links: [solution.id] })
      await submitStatement(nora, solution, { state: 'worked' })
      await submitStatement(sam, solution, { state: 'worked' })
      expect(await state()).toBe('Has a proven solution')
    })

    test('ignores a solution that is archived until it is brought back', async () => {
      await moderator.sendWithToken(`${addressOf(solution)}/archive`, { reason: 'duplicate' })
      expect(await state()).toBe('Needs a solution')
      await moderator.submitForm(addressOf(solution), {}, `${addressOf(solution)}/bring-back`)
      expect(await state()).toBe('Has a proven solution')
    })

    test('ignores a solution that is unlinked until it is linked again from either page', async () => {
      await republish(site, barrier, { links: [] })
      expect(await state()).toBe('Needs a solution')
      await republish(site, solution, { links: [barrier.id] })
      expect(await state()).toBe('Has a proven solution')
      await republish(site, solution, { links: [] })
      expect(await state()).toBe('Needs a solution')
      await republish(site, barrier, { links: [solution.id] })
      expect(await state()).toBe('Has a proven solution')
    })

    test('is “mostly overcome” as long as most organisations have overcome it', async () => {
      await submitStatement(nora, barrier, { state: 'overcome', other: solution.id })
      expect(await state()).toBe('Mostly overcome')
      await reportWithOneClick(sam, barrier)
      expect(await state()).toBe('Has a proven solution')
      await submitStatement(wes, barrier, { state: 'overcome' })
      expect(await state()).toBe('Mostly overcome')
      site.clock.pass(60)
      await submitStatement(wes, barrier, { state: 'came-back' })
      expect(await state()).toBe('Has a proven solution')
    })
  })

  test('a page shows what worked for similar organisations only to their members', async () => {
    const solution = await site.page('solution')
    const barrier = await site.page('barrier', { links: [solution.id] })
    await submitStatement(nora, solution, { state: 'worked' })
    await reportWithOneClick(nora, barrier)
    await site.deps.db.transaction(tx =>
      upsertOrganisation(
        tx,
        { name: 'Eastshire Council', kind: 'council', website: null, endedOn: null, domains: ['eastshire.example'] },
        site.clock.now(),
      ),
    )
    const eve = (await site.signedIn({ email: 'eve@eastshire.example' })).browser
    expect(textOf((await eve.get(addressOf(solution))).text)).toContain(
      'Worked at the one council like yours that tried it.',
    )
    expect(textOf((await eve.get(addressOf(barrier))).text)).toContain(
      '1 council like yours faced it. None got round it.',
    )
    for (const browser of [sam, site.visitor()])
      expect(textOf((await browser.get(addressOf(solution))).text)).not.toContain('like yours')
  })
})
