import { upsertOrganisation, setSuccessor } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { organisation, submitStatement, signInAt, statementRowsIn, type Organisation } from '../support/evidence.js'
import { documentOf, labelOf, linkIn, nextLinkIn, partOf, rowsIn, sectionIn, textOf } from '../support/html.js'
import { allTitles } from '../support/lists.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('on %s', engine => {
  let site: TestSite
  let north: Organisation
  let nora: Browser
  let ned: Browser
  let sam: Browser
  let gone: PageHead
  let stuck: PageHead
  let solution: PageHead
  beforeAll(async () => {
    site = await testSite(engine)
    north = await organisation(site, 'Northshire Council')
    nora = (await signInAt(site, north)).browser
    ned = (await signInAt(site, north)).browser
    sam = (await signInAt(site, await organisation(site, 'Southshire Council'))).browser
    solution = await site.page('solution', { title: 'Ask twice' })
    gone = await site.page('barrier', { title: 'Gone by now', links: [solution.id] })
    stuck = await site.page('barrier', { title: 'Still there', links: [solution.id] })
    await submitStatement(nora, gone, { state: 'facing', day: '2 5 2025' })
    await submitStatement(nora, gone, { state: 'overcome', other: solution.id, day: '3 11 2025' })
    await submitStatement(ned, stuck, { state: 'facing', day: 'July 2025' })
    await submitStatement(nora, stuck, { state: 'came-back', day: '2 3 2026' })
    await submitStatement(nora, solution, { state: 'in-part', other: stuck.id, day: '1 2 2026' })
  })
  afterAll(() => site.close())

  const pageOf = async (slug: string): Promise<string> => (await site.visitor().get(`/organisations/${slug}`)).text
  const section = (html: string, heading: string): string => textOf(sectionIn(html, heading))

  test('the page of an organisation shows what it faces, got round and tried, and how that changed over time', async () => {
    const shown = await pageOf(north.slug)
    expect(textOf(shown)).toMatch(
      /^Northshire Council Council faced 2 barriers got round 1 tried 1 solution Still in the way/,
    )
    expect(section(shown, 'Still in the way')).toBe('Still there Came back 2 days ago 2 people')
    expect(section(shown, 'Got round')).toBe('Gone by now Overcome Solution: Ask twice 4 months ago')
    expect(section(shown, 'Tried')).toBe('Ask twice Worked in part Barrier: Still there 4 weeks ago')
    expect(rowsIn(shown)).toEqual([
      ['May 2025', '1', '0'],
      ['June 2025', '1', '0'],
      ...['July', 'August', 'September', 'October'].map(month => [`${month} 2025`, '2', '0']),
      ['November 2025', '1', '1'],
      ['December 2025', '1', '1'],
      ...['January', 'February', 'March'].map(month => [`${month} 2026`, '1', '1']),
    ])
    expect(labelOf(shown, 'svg.app-chart')).toBe(
      'In May 2025, it had faced 1 barrier and got round none; by March 2026, it had faced 2 barriers and got round 1',
    )
    expect(documentOf(shown)('.app-chart__open').attr('d')?.match(/M/g)).toHaveLength(11)
    expect(linkIn(shown, 'Still there')).toBe(addressOf(stuck))
    expect(shown).not.toMatch(/NaN|undefined|null/)
  })

  test('the page of an organisation without reports says so', async () => {
    const silent = await organisation(site, 'Quietshire Council')
    const shown = await pageOf(silent.slug)
    expect(textOf(shown)).toContain('No barriers reported yet.')
    expect(partOf(shown, 'svg.app-chart')).toBe('')
    expect(shown).not.toMatch(/NaN|undefined/)
  })

  test('the page of an organisation shows what others of its kind got round and it has not, and what worked there', async () => {
    const trick = await site.page('solution', { title: 'A trick' })
    const shared = await site.page('barrier', { title: 'Shared trouble', links: [trick.id] })
    await submitStatement(sam, shared, { state: 'worked-around', other: trick.id })
    await submitStatement(sam, trick, { state: 'worked' })
    expect(section(await pageOf(north.slug), 'Barriers other councils got round')).toBe(
      'Shared trouble 1 council got round it. A trick : worked at 1 council',
    )
    await submitStatement(nora, shared)
    expect(section(await pageOf(north.slug), 'Barriers other councils got round')).toContain(
      'Shared trouble 1 council got round it. Northshire Council still faces it.',
    )
    await submitStatement(nora, shared, { state: 'overcome' })
    expect(await pageOf(north.slug)).not.toContain('Barriers other councils got round')
    // Organisations of another kind are not similar.
    await organisation(site, 'Some Agency', 'executive-agency')
    expect(await pageOf('some-agency')).not.toContain('Barriers other councils got round')
  })

  test('the page of an organisation leaves out archived pages until they are brought back', async () => {
    const { browser: moderator } = await site.signedIn({ role: 'moderator' })
    await moderator.sendWithToken(`${addressOf(stuck)}/archive`, { reason: 'duplicate' })
    const archived = await pageOf(north.slug)
    expect(section(archived, 'Still in the way')).toBe('No barriers are still in the way.')
    await moderator.sendWithToken(addressOf(stuck), {}, `${addressOf(stuck)}/bring-back`)
    expect(section(await pageOf(north.slug), 'Still in the way')).toBe('Still there Came back 2 days ago 2 people')
  })

  test('an organisation that has ended keeps its evidence, and its page and that of its successor name each other', async () => {
    const old = await organisation(site, 'Oldborough Council')
    const { browser } = await signInAt(site, old)
    await submitStatement(browser, gone, { state: 'facing', note: 'As long as we were there.' })
    const { db, clock } = site.deps
    const next = await organisation(site, 'Newborough Council')
    await db.transaction(async tx => {
      await upsertOrganisation(
        tx,
        { name: old.name, kind: 'council', website: null, endedOn: '2026-03-01', domains: [] },
        clock.now(),
      )
      await setSuccessor(tx, old.id, next.id)
    })
    const shown = await pageOf(old.slug)
    expect(textOf(shown)).toContain('This organisation closed on 1 March 2026 .')
    expect(documentOf(shown)('.app-status time').attr()).toEqual({ datetime: '2026-03-01', title: '1 March 2026' })
    expect(textOf(shown)).toContain('Its reports stay under its name. Now Newborough Council')
    expect(section(shown, 'Still in the way')).toBe('Gone by now Facing it today')
    expect(statementRowsIn((await site.visitor().get(addressOf(gone))).text).map(row => row[0])).toContain(
      'Oldborough Council',
    )
    const successor = await pageOf(next.slug)
    expect(textOf(successor)).toContain('It took over from Oldborough Council .')
    expect(section(successor, 'Still in the way')).toBe(
      'No barriers reported yet. If you work there, find the barrier and choose “We faced this”.',
    )
    expect(
      rowsIn((await site.visitor().get('/organisations')).text).find(row => row[0]!.startsWith('Oldborough')),
    ).toEqual(['Oldborough Council Council, closed 1 March 2026 , now Newborough Council', '1', '0', '0'])
  })

  test('the list of organisations shows their counts, and can be sorted by them and filtered by kind', async () => {
    await organisation(site, 'Northern Care', 'nhs-body')
    const list = async (query: string): Promise<readonly (readonly string[])[]> =>
      rowsIn((await site.visitor().get(`/organisations${query}`)).text)
    const all = await list('')
    expect(all.find(row => row[0]!.startsWith('Northshire'))).toEqual(['Northshire Council Council', '3', '2', '1'])
    expect(all.map(row => row[0])).toEqual([...all.map(row => row[0])].sort())
    for (const [sort, column] of [
      ['faced', 1],
      ['resolved', 2],
      ['tried', 3],
    ] as const) {
      const page = await site.visitor().get(`/organisations?sort=${sort}`)
      const figures = rowsIn(page.text).map(row => (row[1] === 'No reports yet' ? 0 : Number(row[column])))
      expect([sort, figures]).toEqual([sort, [...figures].sort((a, b) => b - a)])
      expect(documentOf(page.text)('[aria-sort]')).toHaveLength(1)
    }
    expect(all.find(row => row[0]!.startsWith('Northern'))).toEqual(['Northern Care NHS body', 'No reports yet'])
    expect((await list('?kind=nhs-body')).map(row => row[0])).toEqual(['Northern Care NHS body'])
    const kinds = section((await site.visitor().get('/organisations?kind=nhs-body')).text, 'Kind of organisation')
    expect(kinds).toMatch(/^All kinds .*Councils 6 NHS bodies 1$/)
    expect((await site.visitor().get('/organisations?kind=weather')).status).toBe(404)
  })

  test('the next page of the list of organisations is sorted and filtered in the same way', async () => {
    for (let n = 0; n < 120; n++) await organisation(site, `Force ${String(n).padStart(3, '0')}`, 'police')
    const names: string[] = []
    let next: string | undefined = '/organisations?kind=police&sort=faced'
    while (next !== undefined) {
      const { text } = await site.visitor().get(next)
      names.push(...rowsIn(text).map(row => row[0]!))
      next = nextLinkIn(text)
    }
    expect(names).toHaveLength(120)
    expect(new Set(names).size).toBe(120)
    expect(await allTitles(site.visitor(), '/barriers?organisation=northshire-council')).toEqual([
      expect.arrayContaining(['Gone by now', 'Still there', 'Shared trouble']),
    ])
  })
})
