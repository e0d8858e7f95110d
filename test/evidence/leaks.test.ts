import { allRoutes } from '../../src/app.js'
import type { Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import {
  facedThis,
  lineOf,
  organisation,
  ownStatement,
  says,
  someoneAt,
  withdraws,
  wordsOf,
  type Organisation,
} from '../support/evidence.js'
import { linksIn, rowsIn } from '../support/html.js'
import { decoded } from '../support/live-parts.js'
import { republish } from '../support/review.js'
import { fillIn, textOf, titlesIn } from '../support/screen.js'
import { testSite, type Browser, type TestSite } from '../support/site.js'

/** Never fetched: what changes who looks, and what is no page. */
const notFollowed = /^\/(sign-in\?|sign-out|assets\/|register\?)/

/**
 * A statement by kind alone is counted, and gives its organisation away nowhere. What is read is every address that
 * links lead to from the home page, so that a page that is made later is read too.
 */
describe.each(engines)('what is said by kind alone, on %s', engine => {
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
    secretive = await someoneAt(site, hidden, { name: 'Zoe Quillfrond' })
    colleague = (await someoneAt(site, hidden, { name: 'Cole League' })).browser
    named = (await someoneAt(site, await organisation(site, 'Open Care', 'nhs-body'), { name: 'Nan Named' })).browser
    moderator = (await site.signedIn({ role: 'moderator', name: 'Mo Derate' })).browser
    solution = await site.page('solution', { title: 'Ask twice', tags: ['asking'] })
    barrier = await site.page('barrier', { title: 'Nobody answers', links: [solution.id], tags: ['asking'] })
    await republish(site, solution, { body: 'Something else altogether.\n' })
    await republish(site, barrier, { body: 'Something else altogether.\n' })
    await says(named, barrier, { note: 'Said openly.' })
    await says(named, solution, { state: 'failed' })
    await moderator.submit(`${addressOf(await site.page('barrier'))}/archive`, { reason: 'duplicate' })
    before = await pagesOfHidden()
  })
  afterAll(() => site.close())

  /** The organisation's own page, and its row in each order of the list. */
  async function pagesOfHidden(): Promise<Readonly<Record<string, string>>> {
    const own = await site.visitor().get(`/organisations/${hidden.slug}`)
    const rows: Record<string, string> = { own: own.text }
    for (const address of [
      '/organisations',
      '/organisations?sort=faced',
      '/organisations?sort=tried',
      '/organisations?kind=council&sort=past',
    ]) {
      const { text } = await site.visitor().get(address)
      rows[address] = JSON.stringify(rowsIn(text).filter(row => row[0]!.startsWith(hidden.name)))
    }
    return rows
  }

  const secrets = (): RegExp => new RegExp(`zibbermark|quillfrond|${hidden.id}|${secretive.member.id}`, 'i')

  /** What may be said of it in public: that it is listed. And to a colleague, for whom they speak. */
  const withoutListing = (address: string, html: string): string => {
    const left = html.replace(/<input type="hidden" name="organisation" value="[^"]*">/g, '')
    return address.startsWith('/organisations')
      ? left.replaceAll(`<a class="govuk-link app-isolate" href="/organisations/${hidden.slug}">${hidden.name}</a>`, '')
      : left
  }

  interface Crawl {
    readonly read: ReadonlySet<string>
    readonly leaks: readonly string[]
    readonly failures: readonly string[]
  }

  /** Reads everything that links lead to from the home page, but for what `skip` matches. */
  async function crawl(browser: Browser, skip: RegExp): Promise<Crawl> {
    const seen = new Set<string>(['/'])
    const waiting = ['/']
    const [leaks, failures, secret] = [[] as string[], [] as string[], secrets()]
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const { status, text, headers } = await browser.get(address)
      if (status !== 200 && status !== 303 && status !== 308) failures.push(`${address} (${status})`)
      const places = [...text.matchAll(/after=([\w-]+)/g)].map(([, cursor]) =>
        Buffer.from(cursor!, 'base64url').toString(),
      )
      const said = [withoutListing(address, text), JSON.stringify(headers), ...places].join('\n')
      const found = secret.exec(said)
      if (found) leaks.push(`${address}: …${said.slice(Math.max(0, found.index - 60), found.index + 40)}…`)
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

  /** Routes for readers that no address read so far belongs to. */
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
    await expectNoneTo(site.visitor())
  }

  const none = /^$/

  async function expectNoLeaksToAnyone(): Promise<void> {
    for (const browser of [site.visitor(), named, moderator]) await expectNoneTo(browser)
    await expectNoneTo(colleague, /^\/account|\/(new|edit|write)\b/)
  }

  async function expectNoneTo(browser: Browser, skip = none): Promise<void> {
    const { read, leaks, failures } = await crawl(browser, skip)
    expect({ leaks, failures }).toEqual({ leaks: [], failures: [] })
    if (skip === none) expect(unread(read)).toEqual([])
    expect(read.size).toBeGreaterThan(60)
  }

  /** What each question about the organisation answers, its own name replaced; of one that never said anything it must be the same. */
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

  test('it is counted, and its organisation is found nowhere', async () => {
    await says(secretive.browser, barrier, {
      state: 'worked-around',
      other: solution.id,
      shownAs: 'kind',
      note: 'Said quietly.',
      day: '1 2 2026',
    })
    await says(secretive.browser, solution, { state: 'worked', shownAs: 'kind', approvedBy: 'The head of IT' })
    expect(await pagesOfHidden()).toEqual(before)
    await expectNoLeaksToAnyone()
    await expectIndistinguishable()
  })

  test('totals include it everywhere; where there are fewer than three of its kind, not even that is told', async () => {
    expect(lineOf(await seen(barrier))).toBe(
      'Has a workaround faced by 2 organisations 1 got past it newest report today',
    )
    expect(wordsOf(await seen(barrier)).map(row => row.slice(0, 2))).toEqual([
      ['Open Care', 'Facing it'],
      ['a public body', 'Worked around with Ask twice'],
    ])
    expect(
      wordsOf((await site.visitor().get(`${addressOf(barrier)}/reports`)).text).map(row => [row[0], row[3]]),
    ).toEqual([
      ['Open Care', 'Said openly.'],
      ['a public body', 'Said quietly.'],
    ])
    expect(lineOf(await seen(solution))).toBe(
      'Worked once tried by 2 organisations worked at 1: 1 public body newest trial today',
    )
    expect(textOf((await site.visitor().get('/barriers')).text)).toContain('faced by 2 organisations')
    expect(textOf((await site.visitor().get('/')).text)).toContain('2 organisations recently')
    const table = await site.visitor().get('/blocked-where')
    expect(rowsIn(table.text)).toEqual([
      ['Nobody answers Has a workaround', '2', '1', '1 faced it, 0 got past', '1 faced it, 1 got past'],
    ])
    expect(linksIn(table.text, 'thead').map(link => link.text)).toEqual([
      'Barrier',
      'All',
      'Got past',
      'NHS bodies',
      'Kind not told',
    ])
    const [head, row] = (await site.visitor().get('/blocked-where.csv')).text
      .trim()
      .split('\r\n')
      .map(line => line.split(','))
    const figures = Object.fromEntries(head!.map((name, at) => [name, row![at]]))
    expect(figures).toMatchObject({
      'Organisations that faced it': '2',
      'Councils: faced it': '0',
      'NHS bodies: faced it': '1',
      'Kind not told: faced it': '1',
      'Kind not told: got past it': '1',
    })
    expect(titlesIn((await site.visitor().get('/barriers?organisation-kind=council')).text)).toEqual([])
    expect(titlesIn((await site.visitor().get('/search?q=organisation-kind:council')).text)).toEqual([])
  })

  test('a colleague is not told either, nor is it theirs to change', async () => {
    const page = await colleague.get(addressOf(barrier))
    expect(page.text).not.toContain('You reported for')
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
    expect(textOf((await colleague.get('/account/evidence')).text)).toContain('You have not reported anything yet')
  })

  test('it is found nowhere after it was changed, by a moderator neither, and after that was removed', async () => {
    const own = await ownStatement(secretive.browser, barrier)
    await fillIn(secretive.browser, own, { state: 'overcome' }, own)
    const removal =
      /href="(\/reports\/[^"]*\/remove)"[^>]*>Remove<span class="govuk-visually-hidden"> what a public body said/.exec(
        (await moderator.get(`${addressOf(barrier)}/reports`)).text,
      )![1]!
    expect(textOf((await moderator.get(removal)).text)).toMatch(/by a public body : Overcome/)
    await moderator.get((await fillIn(moderator, removal, { reason: 'conduct' })).headers['location']!)
    expect(lineOf(await seen(barrier))).toContain('faced by 1 organisation 0 got past it')
    await withdraws(secretive.browser, solution)
    expect(await pagesOfHidden()).toEqual(before)
    await expectNoLeaks()
    await expectIndistinguishable()
  })

  test('with two others of its kind here, the kind is told, and no more; what it got past is missing from no list of its own', async () => {
    const others = [await organisation(site, 'Firstshire Council'), await organisation(site, 'Secondshire Council')]
    for (const one of others) await someoneAt(site, one)
    await says(secretive.browser, barrier, { state: 'overcome', shownAs: 'kind' })
    expect(wordsOf(await seen(barrier)).map(row => row.slice(0, 2))).toEqual(
      expect.arrayContaining([
        ['a council', 'Overcome'],
        ['Open Care', 'Facing it'],
      ]),
    )
    expect(rowsIn((await site.visitor().get('/blocked-where')).text)).toEqual([
      [expect.stringContaining('Nobody answers'), '2', '1', '1 faced it, 1 got past', '1 faced it, 0 got past'],
    ])
    expect(titlesIn((await site.visitor().get('/barriers?organisation-kind=council')).text)).toEqual(['Nobody answers'])
    const likeOf = async ({ slug }: Organisation): Promise<string> =>
      textOf(
        /<h2 class="app-panel__heading">What similar organisations have solved([\s\S]*?)<\/section>/.exec(
          (await site.visitor().get(`/organisations/${slug}`)).text,
        )?.[1] ?? '',
      )
    // Were it left out on the page of the one that said it, that would tell which one that is.
    const lists = [await likeOf(hidden), await likeOf(others[0]!), await likeOf(others[1]!)]
    expect(lists[0]).toContain('Nobody answers 1 got past it')
    expect(new Set(lists).size).toBe(1)
    await expectNoLeaksToAnyone()
    await expectIndistinguishable()
  })

  test('where a colleague said otherwise by name, the organisation’s own page has what was said by name alone', async () => {
    const page = await site.page('barrier', { title: 'Two minds' })
    await says(colleague, page, { state: 'facing', shownAs: 'organisation', day: '1 1 2026' })
    const ownPage = async (): Promise<string> =>
      (await site.visitor().get(`/organisations/${hidden.slug}`)).text.replace(
        /<section class="app-panel">[\s\S]*?<\/section>/,
        '',
      )
    const alone = await ownPage()
    await says(secretive.browser, page, { state: 'overcome', shownAs: 'kind', day: '1 3 2026', note: 'Said quietly.' })
    expect(await ownPage()).toBe(alone)
    expect(textOf(alone)).toContain('faced 1 got past 0 tried 0')
    expect(
      rowsIn((await site.visitor().get('/organisations')).text)
        .find(row => row[0]!.startsWith(hidden.name))
        ?.slice(1),
    ).toEqual(['1', '0', '0'])
    // Neither a row nor a total says that there is another: where all add up to one organisation, it could only be this one.
    expect(lineOf(await seen(page))).toBe(
      'Waiting for a workaround faced by 1 organisation 0 got past it newest report 2 months ago',
    )
    expect(wordsOf(await seen(page))).toEqual([['Zibbermark Unitary', 'Facing it', '2 months ago', '']])
    expect(wordsOf((await site.visitor().get(`${addressOf(page)}/reports`)).text)).toEqual([
      ['Zibbermark Unitary', 'Facing it', '2 months ago', ''],
    ])
    expect(textOf((await secretive.browser.get(addressOf(page))).text)).toContain(
      'We keep this but do not show or count it',
    )
    expect(textOf((await colleague.get(addressOf(page))).text)).not.toContain('do not show or count it')
    expect(titlesIn((await site.visitor().get(`/barriers?organisation=${hidden.slug}`)).text)).toEqual(['Two minds'])
    await withdraws(colleague, page)
    expect(await ownPage()).not.toContain('Two minds')
    expect(wordsOf(await seen(page)).map(row => row[0])).toEqual(['a council'])
    expect(titlesIn((await site.visitor().get(`/barriers?organisation=${hidden.slug}`)).text)).toEqual([])
    await expectNoLeaks()
  })

  test('the place from which a long list goes on tells nothing either', async () => {
    const page = await site.page('barrier', { title: 'Said over and over' })
    for (let n = 0; n < 41; n++) await says(secretive.browser, page, { shownAs: 'kind', note: `Said ${n} times.` })
    const { text } = await site.visitor().get(`${addressOf(page)}/reports`)
    expect(wordsOf(text)).toHaveLength(40)
    expect(text).toMatch(/\/reports\?after=[\w-]+"/)
    expect(lineOf(await seen(page))).toContain('faced by 1 organisation 0 got past it')
    await expectNoLeaks()
  })

  test('one click shows a member as they chose on their account', async () => {
    const page = await site.page('barrier', { title: 'By habit' })
    await fillIn(secretive.browser, '/account', { shownAs: 'kind' }, '/account')
    const own = await facedThis(secretive.browser, page)
    expect(textOf((await secretive.browser.get(own)).text)).toContain(
      'Zibbermark Unitary counts with this: Facing it , shown as “a council”',
    )
    expect(wordsOf(await seen(page)).map(row => row[0])).toEqual(['a council'])
    await expectNoLeaks()
  })
})
