import { allRoutes } from '../../src/app.js'
import type { Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import {
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
import { formIn, linkIn, linksIn, rowsIn, sectionIn, withoutParts, textOf, titlesIn } from '../support/html.js'
import { decoded } from '../support/user-html.js'
import { republish } from '../support/review.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** Links that are never followed, because they sign somebody in or out or are not pages. */
const notFollowed = /^\/(sign-in\?|sign-out|assets\/|register\?)/

/**
 * A statement shown only by kind is counted, but no page reveals its organisation. These tests read every address that
 * links from the home page lead to, so that they include pages that are added later.
 */
describe.each(engines)('a statement shown only by kind, on %s,', engine => {
  let site: TestSite
  let hidden: Organisation
  let silent: Organisation
  let secretive: { browser: Browser; member: Member }
  let colleague: Browser
  let named: Browser
  let moderator: Browser
  let barrier: PageHead
  let solution: PageHead
  let before: Readonly<Record<string, string>>

  beforeAll(async () => {
    site = await testSite(engine)
    hidden = await organisation(site, 'Zibbermark Unitary')
    silent = await organisation(site, 'Yarrowmark Unitary')
    secretive = await signInAt(site, hidden, { name: 'Zoe Quillfrond' })
    colleague = (await signInAt(site, hidden, { name: 'Cole League' })).browser
    named = (await signInAt(site, await organisation(site, 'Open Care', 'nhs-body'), { name: 'Nan Named' })).browser
    moderator = (await site.signedIn({ role: 'moderator', name: 'Mo Derate' })).browser
    solution = await site.page('solution', { title: 'Ask twice', tags: ['asking'] })
    barrier = await site.page('barrier', { title: 'Nobody answers', links: [solution.id], tags: ['asking'] })
    await republish(site, solution, { body: 'Something else altogether.\n' })
    await republish(site, barrier, { body: 'Something else altogether.\n' })
    await submitStatement(named, barrier, { note: 'Said openly.' })
    await submitStatement(named, solution, { state: 'failed' })
    await moderator.sendWithToken(`${addressOf(await site.page('barrier'))}/archive`, { reason: 'duplicate' })
    before = await pagesOfHidden()
  })
  afterAll(() => site.close())

  /** Returns the page of the organisation, and its row in the list for each order. */
  async function pagesOfHidden(): Promise<Readonly<Record<string, string>>> {
    const own = await site.visitor().get(`/organisations/${hidden.slug}`)
    const rows: Record<string, string> = { own: own.text }
    for (const address of [
      '/organisations',
      '/organisations?sort=faced',
      '/organisations?sort=tried',
      '/organisations?kind=council&sort=resolved',
    ]) {
      const { text } = await site.visitor().get(address)
      rows[address] = JSON.stringify(rowsIn(text).filter(row => row[0]!.startsWith(hidden.name)))
    }
    return rows
  }

  const secrets = (): RegExp => new RegExp(`zibbermark|quillfrond|${hidden.id}|${secretive.member.id}`, 'i')

  /** Removes what may be public: that the organisation is listed, and, for a colleague, that they report for it. */
  const withoutListing = (address: string, html: string): string => {
    const rest = html.replace(/<input type="hidden" name="organisation" value="[^"]*">/g, '')
    return address.startsWith('/organisations')
      ? rest.replaceAll(`<a class="govuk-link app-isolate" href="/organisations/${hidden.slug}">${hidden.name}</a>`, '')
      : rest
  }

  interface Crawl {
    readonly read: ReadonlySet<string>
    readonly leaks: readonly string[]
    readonly failures: readonly string[]
  }

  /** Reads every page that links from the home page lead to, except addresses that `skip` matches. */
  async function crawl(browser: Browser, skip: RegExp): Promise<Crawl> {
    const seen = new Set<string>(['/'])
    const waiting = ['/']
    const leaks: string[] = []
    const failures: string[] = []
    const secret = secrets()
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const { status, text, headers } = await browser.get(address)
      if (status !== 200 && status !== 303 && status !== 308) failures.push(`${address} (${status})`)
      const cursors = [...text.matchAll(/after=([\w-]+)/g)].map(([, cursor]) =>
        Buffer.from(cursor!, 'base64url').toString(),
      )
      const answer = [withoutListing(address, text), JSON.stringify(headers), ...cursors].join('\n')
      const leak = secret.exec(answer)
      if (leak) leaks.push(`${address}: …${answer.slice(Math.max(0, leak.index - 60), leak.index + 40)}…`)
      const links = [...text.matchAll(/href="(\/[^"#]*)/g)].map(([, href]) => decoded(href!))
      for (const link of [...links, ...(headers['location'] === undefined ? [] : [headers['location']])]) {
        if (
          seen.has(link) ||
          notFollowed.test(link) ||
          skip.test(link) ||
          link.startsWith(`/organisations/${hidden.slug}`)
        )
          continue
        seen.add(link)
        waiting.push(link)
      }
      if (seen.size > 1_500) throw new Error('the site never ends')
    }
    return { read: seen, leaks, failures }
  }

  /** Returns the routes for readers that no address in `read` belongs to. */
  const unread = (read: ReadonlySet<string>): readonly string[] =>
    allRoutes(site.deps)
      .filter(({ method, guard }) => method === 'get' && guard.name === 'reader')
      .map(route => route.path)
      .filter(
        path =>
          ![...read].some(address =>
            new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(address.replace(/\?.*/, '')),
          ),
      )

  async function expectNoLeaks(): Promise<void> {
    await expectNoLeaksTo(site.visitor())
  }

  const SKIP_NOTHING = /^$/

  async function expectNoLeaksToAnyone(): Promise<void> {
    for (const browser of [site.visitor(), named, moderator]) await expectNoLeaksTo(browser)
    await expectNoLeaksTo(colleague, /^\/account|\/(new|edit|write)\b/)
  }

  async function expectNoLeaksTo(browser: Browser, skip = SKIP_NOTHING): Promise<void> {
    const { read, leaks, failures } = await crawl(browser, skip)
    expect({ leaks, failures }).toEqual({ leaks: [], failures: [] })
    if (skip === SKIP_NOTHING) expect(unread(read)).toEqual([])
    expect(read.size).toBeGreaterThan(60)
  }

  /** Answers to queries about an organisation, with its name replaced. An organisation without reports has the same. */
  async function answersAbout({ slug, name }: Organisation): Promise<readonly string[]> {
    const answers: string[] = []
    for (const question of [
      '/search?q=organisation:',
      '/search?organisation=',
      '/barriers?organisation=',
      '/solutions?organisation=',
      '/barriers?status=waiting&organisation=',
      '/search?q=answers+organisation:',
      '/search?sort=most-faced&organisation=',
    ]) {
      for (const browser of [site.visitor(), named, moderator]) {
        const { status, text } = await browser.get(`${question}${slug}`)
        answers.push(
          `${question} ${status} ${text
            .replaceAll(slug, 'SLUG')
            .replaceAll(name, 'NAME')
            .replace(/name="_csrf" value="[^"]*"/g, '')}`,
        )
      }
    }
    return answers
  }

  const expectIndistinguishable = async (): Promise<void> =>
    expect(await answersAbout(hidden)).toEqual(await answersAbout(silent))

  const seen = async (page: PageHead): Promise<string> => (await site.visitor().get(addressOf(page))).text

  test('counts, and its organisation appears nowhere', async () => {
    await submitStatement(secretive.browser, barrier, {
      state: 'worked-around',
      other: solution.id,
      shownAs: 'kind',
      note: 'Said quietly.',
      day: '1 2 2026',
    })
    await submitStatement(secretive.browser, solution, {
      state: 'worked',
      shownAs: 'kind',
      approvedBy: 'The head of IT',
    })
    expect(await pagesOfHidden()).toEqual(before)
    await expectNoLeaksToAnyone()
    await expectIndistinguishable()
  })

  test('is included in every total, and does not reveal its kind if fewer than three organisations have that kind', async () => {
    expect(evidenceSummaryIn(await seen(barrier))).toBe(
      'Has a solution faced by 2 organisations 1 got round it latest report today',
    )
    expect(statementRowsIn(await seen(barrier)).map(row => row.slice(0, 2))).toEqual([
      ['Open Care', 'Facing it'],
      ['an organisation', 'Worked around Solution: Ask twice'],
    ])
    expect(
      statementRowsIn((await site.visitor().get(`${addressOf(barrier)}/reports`)).text).map(row => [row[0], row[3]]),
    ).toEqual([
      ['Open Care', 'Said openly.'],
      ['an organisation', 'Said quietly.'],
    ])
    expect(evidenceSummaryIn(await seen(solution))).toBe(
      'Worked, not proven yet tried by 2 organisations worked at 1 organisation: 1 of a kind not shown latest report today',
    )
    expect(textOf((await site.visitor().get('/barriers')).text)).toContain('faced by 2 organisations')
    expect(textOf((await site.visitor().get('/')).text)).toContain('reported by 2 organisations')
    const table = await site.visitor().get('/blocked-where')
    expect(rowsIn(table.text)).toEqual([
      ['Nobody answers Has a solution', '2', '1', '0 of 1 got round it', '1 of 1 got round it'],
    ])
    expect(linksIn(table.text, 'thead').map(link => link.text)).toEqual([
      'Barrier',
      'Faced it',
      'Got round it',
      'NHS bodies',
      'Kind not shown',
    ])
    const [head, row] = (await site.visitor().get('/blocked-where.csv')).text
      .trim()
      .split('\r\n')
      .map(line => line.split(','))
    const figures = Object.fromEntries(head!.map((name, index) => [name, row![index]]))
    expect(figures).toMatchObject({
      'Organisations that faced it': '2',
      'Councils: faced it': '0',
      'NHS bodies: faced it': '1',
      'Kind not shown: faced it': '1',
      'Kind not shown: got round it': '1',
    })
    expect(titlesIn((await site.visitor().get('/barriers?organisation-kind=council')).text)).toEqual([])
    expect(titlesIn((await site.visitor().get('/search?q=organisation-kind:council')).text)).toEqual([])
  })

  test('is hidden from colleagues, who cannot change it', async () => {
    const page = await colleague.get(addressOf(barrier))
    expect(page.text).not.toContain('You reported')
    for (const address of [
      addressOf(barrier),
      addressOf(solution),
      '/search?q=answers',
      '/search?q=answers&sort=like-ours',
      '/solutions?organisation-kind=council',
    ]) {
      expect([address, textOf((await colleague.get(address)).text)]).toEqual([
        address,
        expect.not.stringMatching(/(council|councils) like yours/),
      ])
    }
    expect(textOf((await colleague.get('/account/evidence')).text)).toContain('You have no reports.')
  })

  test('stays hidden, even from moderators, after it is changed and after it is removed', async () => {
    const own = await ownStatementAddress(secretive.browser, barrier)
    await secretive.browser.submitForm(own, { state: 'overcome' }, own)
    const listed = (await moderator.get(`${addressOf(barrier)}/reports`)).text
    const removal = linkIn(listed, 'Remove the report by an organisation')!
    expect(textOf((await moderator.get(removal)).text)).toMatch(/by an organisation : Overcome/)
    await moderator.get((await moderator.submitForm(removal, { reason: 'conduct' })).headers['location']!)
    expect(evidenceSummaryIn(await seen(barrier))).toContain(
      'faced by 1 organisation no organisation has reported getting round it',
    )
    await withdrawStatement(secretive.browser, solution)
    expect(await pagesOfHidden()).toEqual(before)
    await expectNoLeaks()
    await expectIndistinguishable()
  })

  test('reveals only its kind once two others of that kind are here, and no list leaves a barrier out because of it', async () => {
    const others = [await organisation(site, 'Firstshire Council'), await organisation(site, 'Secondshire Council')]
    for (const other of others) await signInAt(site, other)
    await submitStatement(secretive.browser, barrier, { state: 'overcome', shownAs: 'kind' })
    expect(statementRowsIn(await seen(barrier)).map(row => row.slice(0, 2))).toEqual(
      expect.arrayContaining([
        ['a council', 'Overcome'],
        ['Open Care', 'Facing it'],
      ]),
    )
    expect(rowsIn((await site.visitor().get('/blocked-where')).text)).toEqual([
      [expect.stringContaining('Nobody answers'), '2', '1', '1 of 1 got round it', '0 of 1 got round it'],
    ])
    expect(titlesIn((await site.visitor().get('/barriers?organisation-kind=council')).text)).toEqual(['Nobody answers'])
    const gotRoundBySimilar = async ({ slug }: Organisation): Promise<string> =>
      textOf(sectionIn((await site.visitor().get(`/organisations/${slug}`)).text, 'Barriers other councils got round'))
    // Leaving it out only on the page of its own organisation would reveal which organisation that is.
    const lists = [
      await gotRoundBySimilar(hidden),
      await gotRoundBySimilar(others[0]!),
      await gotRoundBySimilar(others[1]!),
    ]
    expect(lists[0]).toContain('Nobody answers 1 council got round it')
    expect(new Set(lists).size).toBe(1)
    await expectNoLeaksToAnyone()
    await expectIndistinguishable()
  })

  test('is neither shown nor counted if a colleague names the organisation on the same page', async () => {
    const page = await site.page('barrier', { title: 'Two minds' })
    await submitStatement(colleague, page, { state: 'facing', shownAs: 'organisation', day: '1 1 2026' })
    const ownPage = async (): Promise<string> =>
      withoutParts((await site.visitor().get(`/organisations/${hidden.slug}`)).text, 'section.app-panel')
    const pageWithNamedOnly = await ownPage()
    await submitStatement(secretive.browser, page, {
      state: 'overcome',
      shownAs: 'kind',
      day: '1 3 2026',
      note: 'Said quietly.',
    })
    expect(await ownPage()).toBe(pageWithNamedOnly)
    expect(textOf(pageWithNamedOnly)).toContain('faced 1 barrier got round 0 tried 0')
    expect(
      rowsIn((await site.visitor().get('/organisations')).text)
        .find(row => row[0]!.startsWith(hidden.name))
        ?.slice(1),
    ).toEqual(['1', '0', '0'])
    // No row or total reveals a second statement: with only one organisation, it could only be from this one.
    expect(evidenceSummaryIn(await seen(page))).toBe(
      'Needs a solution faced by 1 organisation no organisation has reported getting round it latest report 2 months ago',
    )
    expect(statementRowsIn(await seen(page))).toEqual([['Zibbermark Unitary', 'Facing it', '2 months ago', '']])
    expect(statementRowsIn((await site.visitor().get(`${addressOf(page)}/reports`)).text)).toEqual([
      ['Zibbermark Unitary', 'Facing it', '2 months ago', ''],
    ])
    expect(textOf((await secretive.browser.get(addressOf(page))).text)).toContain(
      'We saved your report but will not show or count it',
    )
    expect(textOf((await colleague.get(addressOf(page))).text)).not.toContain('do not show or count it')
    expect(titlesIn((await site.visitor().get(`/barriers?organisation=${hidden.slug}`)).text)).toEqual(['Two minds'])
    await withdrawStatement(colleague, page)
    expect(await ownPage()).not.toContain('Two minds')
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['a council'])
    expect(titlesIn((await site.visitor().get(`/barriers?organisation=${hidden.slug}`)).text)).toEqual([])
    await expectNoLeaks()
  })

  test('stays hidden in the cursor of a long list', async () => {
    const page = await site.page('barrier', { title: 'Said over and over' })
    for (let n = 0; n < 41; n++)
      await submitStatement(secretive.browser, page, { shownAs: 'kind', note: `Said ${n} times.` })
    const { text } = await site.visitor().get(`${addressOf(page)}/reports`)
    expect(statementRowsIn(text)).toHaveLength(40)
    expect(text).toMatch(/\/reports\?after=[\w-]+"/)
    expect(evidenceSummaryIn(await seen(page))).toContain(
      'faced by 1 organisation no organisation has reported getting round it',
    )
    await expectNoLeaks()
  })

  test('is made with one click by a member who chose “kind” on their account', async () => {
    const page = await site.page('barrier', { title: 'By habit' })
    await secretive.browser.submitForm('/account', { shownAs: 'kind' }, '/account')
    const own = await reportWithOneClick(secretive.browser, page)
    const { text } = await secretive.browser.get(own)
    expect(textOf(text)).toContain('This is your report for Zibbermark Unitary')
    expect(textOf(text)).toContain('Kind of organisation only Shown as: a council')
    expect(formIn(text, own).fields).toMatchObject({ state: 'facing', shownAs: 'kind' })
    expect(statementRowsIn(await seen(page)).map(row => row[0])).toEqual(['a council'])
    await expectNoLeaks()
  })
})
