import { documentOf, formIn, headingsIn, linkIn, textOf, titlesIn } from '../support/html.js'
import { signInAt, organisation, submitStatement } from '../support/evidence.js'
import { addressOf, findPage } from '../../src/pages/index.js'
import { testSite, type TestSite } from '../support/site.js'

describe('the results page', () => {
  let site: TestSite
  const results = async (query: string, browser = site.visitor()) => (await browser.get(`/search?${query}`)).text
  beforeAll(async () => {
    site = await testSite('sqlite')
    const solution = await site.page('solution', { title: 'Ask the panel for video', theme: 'security' })
    const barrier = await site.page('barrier', {
      title: 'Video is blocked',
      theme: 'security',
      tags: ['web filter'],
      links: [solution.id],
    })
    await site.page('barrier', { title: 'Forms need ink', theme: 'procurement' })
    const { browser } = await signInAt(site, await organisation(site, 'Northshire Council'))
    await submitStatement(browser, barrier, { state: 'facing', shownAs: 'organisation' })
    await submitStatement(browser, solution, { state: 'worked', shownAs: 'organisation' })
  })
  afterAll(() => site.close())

  test.each<[string, string, readonly string[]]>([
    ['a theme typed as a filter', 'q=video+theme:security', ['Video is blocked', 'Ask the panel for video']],
    ['a kind of page in the plural', 'q=video+kind:solutions', ['Ask the panel for video']],
    ['a kind of organisation typed as “kind”', 'q=kind:council', ['Video is blocked', 'Ask the panel for video']],
    ['a kind of organisation in the plural', 'q=organisation-kind:councils+kind:barrier', ['Video is blocked']],
    [
      'an organisation by the start of its name',
      'q=organisation:north',
      ['Video is blocked', 'Ask the panel for video'],
    ],
    ['a status by the text of its tag', 'q=status:%22has+a+solution%22', ['Video is blocked']],
    ['a typed filter together with a ticked one', 'q=theme:security&kind=barrier', ['Video is blocked']],
    ['a query that only excludes a word', 'q=-video', ['Forms need ink']],
    ['an excluded word with a filter', 'q=-blocked+theme:security', ['Ask the panel for video']],
    ['a title with one of its words excluded', 'q=video+is+-blocked', ['Ask the panel for video']],
    ['punctuation with a filter', 'q=???&theme=procurement', ['Forms need ink']],
  ])('understands %s', async (_, query, expected) => {
    expect([...titlesIn(await results(query))].sort()).toEqual([...expected].sort())
  })

  test.each([
    ['kind', 'q=video+kind:banana', 'We ignored the page type “banana” because it does not exist.'],
    ['theme', 'q=video+theme:weather', 'We ignored the theme “weather” because it does not exist.'],
    ['status', 'q=video&status=solved', 'We ignored the status “solved” because it does not exist.'],
    ['organisation', 'q=video+organisation:nobody', 'We ignored the organisation “nobody” because it does not exist.'],
  ])('ignores a %s that does not exist, says so, and keeps what was typed', async (_, query, message) => {
    const text = await results(query)
    expect(textOf(text)).toContain(message)
    expect(titlesIn(text)).toContain('Video is blocked')
    expect(documentOf(text)('#q').val()).toBe(new URLSearchParams(query).get('q'))
  })

  test('offers filters with counts, including organisations that may be named', async () => {
    const text = textOf(await results('q=video'))
    for (const filter of [
      'Barriers (1)',
      'Solutions (1)',
      'Security (2)',
      'Councils (2)',
      'web filter (1)',
      'Northshire Council (2)',
    ])
      expect(text).toContain(filter)
  })

  test('does not let members replace their own report with one click', async () => {
    const { browser } = await signInAt(site, await organisation(site, 'Southshire Council'))
    const before = await results('q=video', browser)
    expect(formIn(before).action).toBe('/barriers/video-is-blocked/reports')
    expect(textOf(before)).toContain('1 council like yours faced it. None got round it')
    const barrier = (await findPage(site.deps.db, 'barrier', 'video-is-blocked'))!
    await submitStatement(browser, barrier, { state: 'overcome' })
    const after = await results('q=video', browser)
    const $ = documentOf(after)
    expect($('main form[method=post]').toArray()).toEqual([])
    expect($('[aria-label="Report a change since then: Video is blocked"]').attr('href')).toBe(
      `${addressOf(barrier)}/reports/new`,
    )
  })

  test('offers the same kind of button to report on a barrier and on a solution', async () => {
    const { browser } = await signInAt(site, await organisation(site, 'Eastshire Council'))
    const $ = documentOf(await results('q=video', browser))
    const actions = $('.app-statement-action .govuk-button--secondary').toArray()
    expect(actions.map(action => $(action).text().trim())).toEqual(['We face this now', 'We tried this'])
  })

  test.each([
    ['latest report', ['Video is blocked', 'Pages that match only some of your words', 'Ask the panel for video']],
    ['best match', ['Video is blocked', 'Ask the panel for video']],
  ])('shows the same pages by %s', async (order, headings) => {
    const best = await results('q=video+blocked')
    const text = order === 'best match' ? best : (await site.visitor().get(linkIn(best, order)!)).text
    expect(headingsIn(text)).toEqual(['Search results', ...headings, 'Filter'])
    expect(textOf(text)).toContain('2 pages. Sorted by')
  })

  test('links to the first page from beyond the last', async () => {
    const text = await results('q=video&page=20')
    expect(textOf(text)).toContain('No more results')
    expect(linkIn(text, 'Previous page')).toBe('/search?q=video')
  })

  test.each([
    ['letters', 'x'.repeat(10_000)],
    ['words', 'video '.repeat(1_700)],
    ['quotes', '"'.repeat(5_000)],
  ])('answers a query of 10,000 characters of %s and keeps it in the search box', async (_, typed) => {
    const { status, text } = await site.visitor().get(`/search?q=${encodeURIComponent(typed)}`)
    expect(status).toBe(200)
    expect(textOf(text)).toContain('Your search is too long')
    expect(documentOf(text)('#q').val()).toBe(typed.trim())
  })
})
