import { addressOf, type PageHead } from '../../src/pages/index.js'
import { countsIn, organisation, submitStatement, signInAt, withdrawStatement } from '../support/evidence.js'
import { labelOf, partOf, rowsIn } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe('the charts on a page', () => {
  let site: TestSite
  let ada: Browser
  let abe: Browser
  let bea: Browser
  let cy: Browser
  beforeAll(async () => {
    site = await testSite('sqlite')
    const council = await organisation(site, 'Ashshire Council')
    ada = (await signInAt(site, council)).browser
    abe = (await signInAt(site, council)).browser
    bea = (await signInAt(site, await organisation(site, 'Beck Council'))).browser
    cy = (await signInAt(site, await organisation(site, 'Cee Trust', 'nhs-body'))).browser
  })
  afterAll(() => site.close())

  const seen = async (page: PageHead): Promise<string> => (await site.visitor().get(addressOf(page))).text
  const chartIn = (html: string): string => partOf(html, '.app-over-time')

  test('show how many organisations faced a barrier and got round it over time, up to their current positions', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { day: '3 2024' })
    expect(chartIn(await seen(page))).toBe('')
    await submitStatement(bea, page, { day: '12 7 2025' })
    await submitStatement(cy, page, { state: 'overcome', day: '1 9 2025' })
    await submitStatement(ada, page, { state: 'worked-around', day: '2 2 2026' })
    const html = await seen(page)
    expect(labelOf(html, 'svg.app-chart')).toBe(
      'In Jan to March 2024, 1 organisation had faced it and none had got round it; ' +
        'by Jan to March 2026, 3 organisations had faced it and 2 had got round it',
    )
    expect(rowsIn(chartIn(html))).toEqual([
      ...[
        'Jan to March 2024',
        'April to June 2024',
        'July to Sept 2024',
        'Oct to Dec 2024',
        'Jan to March 2025',
        'April to June 2025',
      ].map(quarter => [quarter, '1', '0']),
      ['July to Sept 2025', '2', '1'],
      ['Oct to Dec 2025', '2', '1'],
      ['Jan to March 2026', '1', '2'],
    ])
    expect(countsIn(html)).toEqual({ 'Facing it': 1, 'Worked around': 1, Overcome: 1, 'Came back': 0 })
    expect(labelOf(html, 'svg.app-bar')).toBe(
      'Of 3 organisations: 1 facing it, 1 worked around it, 1 overcame it, came back at 0',
    )
  })

  test('leave out statements that were withdrawn, or that are unnamed while a colleague names the organisation', async () => {
    const page = await site.page('barrier')
    await submitStatement(abe, page, { shownAs: 'kind', day: '1 5 2024' })
    await submitStatement(bea, page, { day: '1 6 2024' })
    expect(rowsIn(chartIn(await seen(page)))[0]).toEqual(['April to June 2024', '2', '0'])
    await submitStatement(ada, page, { day: '1 12 2025' })
    const periods = rowsIn(chartIn(await seen(page)))
    expect([periods[0], periods.at(-1)]).toEqual([
      ['April to June 2024', '1', '0'],
      ['Jan to March 2026', '2', '0'],
    ])
    await withdrawStatement(bea, page)
    expect(rowsIn(chartIn(await seen(page))).map(row => row[0])).toEqual([])
    await submitStatement(bea, page, { day: '1 2 2026' })
    expect(rowsIn(chartIn(await seen(page)))).toEqual([
      ['December 2025', '1', '0'],
      ['January 2026', '1', '0'],
      ['February 2026', '2', '0'],
      ['March 2026', '2', '0'],
    ])
  })

  test('do not include a timeline for a single report that counts', async () => {
    const page = await site.page('barrier')
    await submitStatement(abe, page, { shownAs: 'kind', day: '1 5 2024' })
    await submitStatement(ada, page, { day: '1 6 2024' })
    expect(chartIn(await seen(page))).toBe('')
  })

  test('do not include a timeline if all reports are from one month', async () => {
    const page = await site.page('barrier')
    await submitStatement(ada, page, { day: '1 3 2026' })
    await submitStatement(bea, page, { day: '2 3 2026' })
    expect(chartIn(await seen(page))).toBe('')
  })

  test('describe the outcomes of a solution in a sentence, with a table by kind of organisation', async () => {
    const page = await site.page('solution')
    const barrier = await site.page('barrier', { links: [] })
    const outcomesIn = (html: string): readonly (readonly string[])[] =>
      rowsIn(html, 'Outcomes by kind of organisation')
    await submitStatement(ada, page, { state: 'worked' })
    expect(outcomesIn(await seen(page))).toEqual([])
    await submitStatement(bea, page, { state: 'not-allowed' })
    await submitStatement(cy, page, { state: 'worked', shownAs: 'kind' })
    const html = await seen(page)
    expect(labelOf(html, 'svg.app-bar')).toBe(
      'Worked at 2, worked in part at 0, failed at 0, not allowed at 1 organisation',
    )
    // With only one NHS body here, its kind would reveal which organisation it is.
    expect(outcomesIn(html)).toEqual([
      ['Councils', '1', '0', '0', '1'],
      ['Kind not shown', '1', '0', '0', '0'],
    ])
    expect(chartIn(html)).toBe('')
    expect(await seen(barrier)).not.toContain('app-bar')
  })
})
