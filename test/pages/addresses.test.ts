import { addressOf, findPage, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { textOf } from '../support/html.js'
import { republish } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('the address of a page on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  /** Publishes pages with these titles, in this order, and returns their addresses. */
  const addressesFor = async (titles: readonly string[]): Promise<readonly string[]> => {
    const addresses: string[] = []
    for (const title of titles) addresses.push(addressOf(await site.page('barrier', { title })))
    return addresses
  }

  const rename = (page: PageHead, title: string): Promise<PageHead> => republish(site, page, { title })

  test.each([
    [
      'is its title in lower case with hyphens',
      ['Work computers have NO sound!'],
      ['/barriers/work-computers-have-no-sound'],
    ],
    [
      'gets a number if another page has the same title',
      ['Same again', 'Same again', 'SAME again?'],
      ['/barriers/same-again', '/barriers/same-again-2', '/barriers/same-again-3'],
    ],
    ['is never the address of the form for a new page', ['New', 'new!'], ['/barriers/new-2', '/barriers/new-3']],
    [
      'is the name of the kind if nothing of the title can be in an address',
      ['???', '!!!'],
      ['/barriers/barrier', '/barriers/barrier-2'],
    ],
    [
      'keeps letters of every alphabet',
      ['Überall Größe', '密码太多'],
      [`/barriers/${encodeURIComponent('überall-größe')}`, `/barriers/${encodeURIComponent('密码太多')}`],
    ],
    ['never contains a path', ['../../etc/passwd', 'a/b?c=d#e%00'], ['/barriers/etcpasswd', '/barriers/abcde00']],
  ])('%s', async (_, titles, addresses) => {
    expect(await addressesFor(titles)).toEqual(addresses)
    for (const address of addresses) expect((await site.visitor().get(address)).status).toBe(200)
  })

  test.each([
    ['letters', 'w'.repeat(120)],
    ['characters of four bytes', '𠀀'.repeat(120)],
    ['characters of four bytes after one of one byte', `a${'𠀀'.repeat(119)}`],
  ])('leads to the page even if its title has the maximum length in %s', async (_, title) => {
    for (const address of await addressesFor([title, title])) {
      const { status, text } = await site.visitor().get(address)
      expect(status).toBe(200)
      expect(textOf(text)).toContain(title)
    }
  })

  test('may be the same for a barrier and a solution', async () => {
    const barrier = await site.page('barrier', { title: 'Two kinds' })
    const solution = await site.page('solution', { title: 'Two kinds' })
    expect([addressOf(barrier), addressOf(solution)]).toEqual(['/barriers/two-kinds', '/solutions/two-kinds'])
  })

  test('stays the same if the new title makes the same address', async () => {
    await site.page('barrier', { title: 'Punctuated' })
    const second = await site.page('barrier', { title: 'Punctuated' })
    expect((await rename(second, 'Punctuated!')).slug).toBe('punctuated-2')
  })

  test('redirects from every earlier address, keeping the rest of the path and the query', async () => {
    const page = await site.page('barrier', { title: 'First name' })
    await rename(page, 'Second name')
    await rename(page, 'Third name')
    const { browser } = await site.signedIn()
    for (const old of ['first-name', 'second-name']) {
      for (const below of [
        '',
        '/history',
        '/activity',
        '/revisions/1',
        '/compare?from=1&to=2',
        '/edit?restore=1',
        '?x=1&y=a%20b',
        '/history?x=a?b',
      ]) {
        const { status, headers } = await browser.get(`/barriers/${old}${below}`)
        expect([status, headers['location']]).toEqual([308, `/barriers/third-name${below}`])
      }
    }
  })

  test('is never given to another page once a page has had it', async () => {
    const page = await site.page('barrier', { title: 'Taken once' })
    await rename(page, 'Called otherwise')
    expect((await site.page('barrier', { title: 'Taken once' })).slug).toBe('taken-once-2')
    expect((await site.visitor().get('/barriers/taken-once')).headers['location']).toBe('/barriers/called-otherwise')
  })

  test('is reused when the page gets an earlier title again', async () => {
    const page = await site.page('barrier', { title: 'There' })
    await rename(page, 'And away')
    expect((await rename(page, 'There')).slug).toBe('there')
    expect((await site.visitor().get('/barriers/there')).status).toBe(200)
    expect((await site.visitor().get('/barriers/and-away')).headers['location']).toBe('/barriers/there')
  })

  test.each([
    ['/barriers/MISTYPED-address', '/barriers/mistyped-address'],
    ['/barriers/Mistyped-Address/History?x=A', '/barriers/mistyped-address/History?x=A'],
    ['/barriers/mistyped-address.', '/barriers/mistyped-address'],
    ['/barriers/mistyped-address.?x=1.', '/barriers/mistyped-address?x=1.'],
    ['/barriers/mistyped-address),', '/barriers/mistyped-address'],
    ['/barriers/mistyped-address%E2%80%9D', '/barriers/mistyped-address'],
    ['/barriers/mistyped-address/history.', '/barriers/mistyped-address/history'],
    ['/barriers/mistyped%20address', '/barriers/mistyped-address'],
    ['/barriers/MISTYPED-ADDRESS./activity', '/barriers/mistyped-address/activity'],
    ['/barriers.', '/barriers'],
    ['/about.', '/about'],
    ['/search.?q=x', '/search?q=x'],
    ['/Organisations/TESTSHIRE-council.', '/Organisations/TESTSHIRE-council'],
    ['/organisations/TESTSHIRE-council', '/organisations/testshire-council'],
    ['/suggestions/0198C0DE-0000-7000-8000-000000000000', '/suggestions/0198c0de-0000-7000-8000-000000000000'],
  ])('%s leads to %s', async (typed, address) => {
    if (!(await findPage(site.deps.db, 'barrier', 'mistyped-address')))
      await site.page('barrier', { title: 'Mistyped address' })
    const { status, headers } = await site.visitor().get(typed)
    expect([status, headers['location']]).toEqual([308, address])
  })

  test.each([
    '//evil.example.',
    '/\\evil.example.',
    '//evil.example/%2e.',
    '/barriers/..%2f..%2fevil.example.',
    '/barriers/HTTPS:%2F%2Fevil.example.',
    '/barriers/NOTHING-here',
    `/${'.'.repeat(7_000)}x`,
    '/nothing.',
  ])('%s leads nowhere', async typed => {
    const start = performance.now()
    const { status, headers } = await site.visitor().get(typed)
    expect(performance.now() - start).toBeLessThan(500)
    if (status === 308) expect(new URL(headers['location']!, 'http://here.example').host).toBe('here.example')
    else expect(status).toBe(404)
  })

  test('is the same in composed and decomposed letters', async () => {
    const composed = await site.page('barrier', { title: 'École fermée' })
    const decomposed = await site.page('barrier', { title: 'École fermée'.normalize('NFD') })
    expect([composed.slug, decomposed.slug]).toEqual(['école-fermée', 'école-fermée-2'])
    const { status, headers } = await site
      .visitor()
      .get(`/barriers/${encodeURIComponent('École-Fermée'.normalize('NFD'))}`)
    expect([status, headers['location']]).toEqual([308, addressOf(composed)])
  })

  test('is not shared with a page of before that has decomposed letters in its address', async () => {
    const page = await site.page('barrier', { title: 'Élan' })
    const old = 'élan'.normalize('NFD')
    await site.deps.db.transaction(async tx => {
      await tx.updateTable('page_address').set({ slug: old }).where('page_id', '=', page.id).execute()
      await tx.updateTable('page').set({ slug: old }).where('id', '=', page.id).execute()
    })
    expect((await site.visitor().get(`/barriers/${encodeURIComponent(old)}`)).status).toBe(200)
    expect((await site.visitor().get(`/barriers/${encodeURIComponent('élan')}`)).headers['location']).toBe(
      `/barriers/${encodeURIComponent(old)}`,
    )
    expect((await site.page('barrier', { title: 'Élan' })).slug).toBe('élan-2')
  })

  test('is “not found” if no page has it', async () => {
    const { browser } = await site.signedIn()
    for (const below of ['', '/history', '/activity', '/edit', '/revisions/1', '/compare?from=1&to=1'])
      expect((await browser.get(`/barriers/nothing-here${below}`)).status).toBe(404)
    await site.page('solution', { title: 'Only a solution' })
    expect((await site.visitor().get('/barriers/only-a-solution')).status).toBe(404)
  })
})
