import { recordStatement } from '../../src/evidence/index.js'
import type { Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { organisation, submitStatement, signInAt } from '../support/evidence.js'
import { captionIn, documentOf, linkIn, linksIn, rowsIn, textOf } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('what is blocked where, on %s', engine => {
  let site: TestSite
  let member: Member
  let video: PageHead
  let formula: PageHead
  beforeAll(async () => {
    site = await testSite(engine)
    const north = await signInAt(site, await organisation(site, 'Northshire Council'))
    const south = await signInAt(site, await organisation(site, 'Southshire Council'))
    const care = await signInAt(site, await organisation(site, 'Western Care', 'nhs-body'))
    member = north.member
    video = await site.page('barrier', { title: 'Video is blocked', theme: 'it-and-access' })
    formula = await site.page('barrier', { title: '=HYPERLINK("http://x.example"), "y"', theme: 'procurement' })
    await site.page('barrier', { title: 'Nobody faced it' })
    for (const [browser, status] of [
      [north.browser, 'facing'],
      [south.browser, 'overcome'],
      [care.browser, 'worked-around'],
    ] as const)
      await submitStatement(browser, video, { state: status })
    await submitStatement(care.browser, formula)
    await submitStatement(care.browser, await site.page('solution'), { state: 'worked' })
  })
  afterAll(() => site.close())

  const table = async (query = ''): Promise<readonly (readonly string[])[]> =>
    rowsIn((await site.visitor().get(`/blocked-where${query}`)).text)
  const headings = (html: string): readonly string[] => linksIn(html, 'thead').map(link => link.text)

  /** The lines of a file, cell by cell. */
  const cells = (csv: string): readonly (readonly string[])[] =>
    csv
      .split('\r\n')
      .filter(line => line !== '')
      .map(line =>
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
          ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
        ),
      )

  test('the table shows how many organisations of each kind faced each barrier, and how many got round it', async () => {
    const { text } = await site.visitor().get('/blocked-where')
    expect(headings(text)).toEqual(['Barrier', 'Faced it', 'Got round it', 'Councils', 'NHS bodies'])
    expect(await table()).toEqual([
      ['Video is blocked Solution not shared yet', '3', '2', '1 of 2 got round it', '1 of 1 got round it'],
      ['=HYPERLINK("http://x.example"), "y" Needs a solution', '1', '0', 'none', '0 of 1 got round it'],
    ])
    expect(linksIn(text, 'th[scope=row]')).toContainEqual({ text: 'Video is blocked', href: addressOf(video) })
    expect(captionIn(text)).toMatch(/^Barriers by kind of organisation/)
  })

  test.each([
    ['', 'descending', 'Faced it', ['Video', '=HYP']],
    ['?sort=title', 'ascending', 'Barrier', ['=HYP', 'Video']],
    ['?sort=resolved', 'descending', 'Got round it', ['Video', '=HYP']],
    ['?sort=past', 'descending', 'Got round it', ['Video', '=HYP']],
    ['?sort=nhs-body', 'descending', 'NHS bodies', ['=HYP', 'Video']],
    ['?sort=council', 'descending', 'Councils', ['Video', '=HYP']],
    ['?sort=police', 'descending', 'Faced it', ['Video', '=HYP']],
  ])(
    'the table is sorted by links and marks the column that it is sorted by: %s',
    async (query, direction, heading, order) => {
      const { text } = await site.visitor().get(`/blocked-where${query}`)
      expect(linksIn(text, '[aria-sort]').map(link => link.text)).toEqual([heading])
      expect(linksIn(text, `[aria-sort=${direction}]`).map(link => link.text)).toEqual([heading])
      expect(rowsIn(text).map(row => row[0]!.slice(0, order[0] === 'Video' ? 5 : 4))[0]).toBe(order[0])
      for (const { href } of linksIn(text, 'thead'))
        expect([href, (await site.visitor().get(href)).status]).toEqual([href, 200])
    },
  )

  test('the links and the file keep the theme that the table is narrowed to', async () => {
    expect((await table('?theme=procurement')).map(row => row[0])).toEqual([expect.stringContaining('=HYPERLINK')])
    const { text } = await site.visitor().get('/blocked-where?theme=procurement&sort=title')
    expect(linkIn(text, 'Got round it')).toBe('/blocked-where?theme=procurement&sort=resolved')
    expect(linkIn(text, 'Download all as CSV')).toBe('/blocked-where.csv?theme=procurement')
    expect(cells((await site.visitor().get('/blocked-where.csv?theme=procurement')).text)).toHaveLength(2)
    const unknown = await site.visitor().get('/blocked-where?theme=weather')
    expect([unknown.status, textOf(unknown.text).includes('This theme does not exist')]).toEqual([404, true])
    expect(textOf((await site.visitor().get('/blocked-where?theme=security')).text)).toContain(
      'No organisation has reported a barrier in this theme yet.',
    )
  })

  test('the form lists the columns to sort by, and keeps the chosen one with another theme', async () => {
    const $ = documentOf((await site.visitor().get('/blocked-where?sort=nhs-body')).text)
    const sort = $('form.app-filter select[name=sort]')
    expect(
      sort
        .find('option')
        .get()
        .map(option => $(option).text()),
    ).toEqual(['Barrier', 'Faced it', 'Got round it', 'Councils', 'NHS bodies'])
    expect(sort.find('option[selected]').attr('value')).toBe('nhs-body')
    for (const value of ['title', 'total', 'nhs-body'])
      expect((await site.visitor().get(`/blocked-where?theme=&sort=${value}`)).status).toBe(200)
  })

  test('spreadsheets read every cell of the file as text', async () => {
    const file = await site.visitor().get('/blocked-where.csv')
    expect(file.status).toBe(200)
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="what-is-blocked-where.csv"',
      'x-content-type-options': 'nosniff',
    })
    const [head, ...rows] = cells(file.text.replace(/^\ufeff/, ''))
    expect(
      file.text.startsWith(
        '\ufeffBarrier,Address,Theme,Status,Organisations that faced it,Organisations that got round it,',
      ),
    ).toBe(true)
    expect(file.text.endsWith('\r\n')).toBe(true)
    for (const row of rows) expect(row).toHaveLength(head!.length)
    const records = rows.map(row => Object.fromEntries(head!.map((name, at) => [name, row[at]])))
    expect(records[0]).toMatchObject({
      Barrier: 'Video is blocked',
      Address: `http://localhost:3000${addressOf(video)}`,
      Theme: 'IT and access',
      Status: 'Solution not shared yet',
      'Organisations that faced it': '3',
      'Organisations that got round it': '2',
      'Councils: faced it': '2',
      'Councils: got round it': '1',
      'NHS bodies: faced it': '1',
      'NHS bodies: got round it': '1',
      'Police forces: faced it': '0',
      'Kind not shown: faced it': '0',
    })
    expect(records[1]?.['Barrier']).toBe(`'=HYPERLINK("http://x.example"), "y"`)
    const asked = await site.visitor().agent.head('/blocked-where.csv')
    expect([asked.status, asked.headers['content-type'], Boolean(asked.text)]).toEqual([
      200,
      'text/csv; charset=utf-8',
      false,
    ])
  })

  test('the table says that it shows 100 barriers, and the file has every barrier once', async () => {
    for (let n = 0; n < 210; n++) {
      const page = await site.page('barrier', {
        title: `Barrier ${String(n).padStart(3, '0')}`,
        theme: 'skills-and-people',
      })
      await recordStatement(site.deps, member, page.id, {
        state: 'facing',
        other: null,
        approvedBy: '',
        weeks: null,
        cost: null,
        day: '2026-03-01',
        note: '',
        shownAs: 'organisation',
      })
    }
    const { text } = await site.visitor().get('/blocked-where?theme=skills-and-people')
    expect(rowsIn(text)).toHaveLength(100)
    expect(textOf(text)).toContain(
      'This table shows the 100 barriers faced by the most organisations. Download the CSV for the full list.',
    )
    const titles = cells((await site.visitor().get('/blocked-where.csv?theme=skills-and-people')).text)
      .slice(1)
      .map(row => row[0]!)
    expect(titles).toHaveLength(210)
    expect(new Set(titles).size).toBe(210)
    expect(cells((await site.visitor().get('/blocked-where.csv')).text)).toHaveLength(213)
  })
})
