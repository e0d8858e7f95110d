import { check } from '../../src/maintenance/index.js'
import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { countsIn, evidenceSummaryIn, organisation, signInAt } from '../support/evidence.js'
import { formIn } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const ORGANISATIONS = 20

describe.each(engines)('on %s', engine => {
  let site: TestSite
  let browsers: readonly Browser[]
  beforeAll(async () => {
    site = await testSite(engine)
    const signedIn: Browser[] = []
    for (let n = 0; n < ORGANISATIONS; n++)
      signedIn.push((await signInAt(site, await organisation(site, `Shire ${n}`))).browser)
    browsers = signedIn
  })
  afterAll(() => site.close())

  test('sixty reports from twenty organisations on one barrier at once are all answered, stored and counted', async () => {
    const page = await site.page('barrier')
    const forms = await Promise.all(
      browsers.map(async browser => formIn((await browser.get(`${addressOf(page)}/reports/new`)).text)),
    )
    const sent = await Promise.all(
      ['facing', 'worked-around', 'overcome'].flatMap((state, index) =>
        browsers.map((browser, n) =>
          browser.send(forms[n]!.action, {
            ...forms[n]!.fields,
            state,
            day: `${1 + index} 3 2026`,
            note: `${state} at ${n}`,
          }),
        ),
      ),
    )
    expect(sent.map(answer => answer.status)).toEqual(sent.map(() => 303))
    const { db } = site.deps
    const notes = (
      await db
        .selectFrom('statement')
        .select('note')
        .where('page_id', '=', page.id)
        .where('ended_at', 'is', null)
        .execute()
    ).map(row => row.note)
    expect([...notes].sort()).toEqual(
      ['facing', 'worked-around', 'overcome'].flatMap(state => browsers.map((_, n) => `${state} at ${n}`)).sort(),
    )
    const shown = (await site.visitor().get(addressOf(page))).text
    expect(evidenceSummaryIn(shown)).toBe(
      'Mostly overcome faced by 20 organisations 20 got round it latest report yesterday',
    )
    expect(countsIn(shown)).toEqual({ 'Facing it': 0, 'Worked around': 0, Overcome: 20, 'Came back': 0 })
    expect(await check(db)).toEqual([])
  })

  test('twenty trials of a solution and twenty reports on its barrier at once give both the right status', async () => {
    const solution = await site.page('solution')
    const page = await site.page('barrier', { links: [solution.id] })
    const trialForms = await Promise.all(
      browsers.map(async browser => formIn((await browser.get(`${addressOf(solution)}/trials/new`)).text)),
    )
    const reportForms = await Promise.all(
      browsers.map(async browser => formIn((await browser.get(`${addressOf(page)}/reports/new`)).text)),
    )
    const sent = await Promise.all(
      browsers.flatMap((browser, n) => [
        browser.send(trialForms[n]!.action, {
          ...trialForms[n]!.fields,
          state: n % 4 === 0 ? 'failed' : 'worked',
          other: page.id,
        }),
        browser.send(reportForms[n]!.action, {
          ...reportForms[n]!.fields,
          ...(n % 2 ? { state: 'worked-around', other: solution.id } : { state: 'facing' }),
        }),
      ]),
    )
    expect(new Set(sent.map(answer => answer.status))).toEqual(new Set([303]))
    expect(evidenceSummaryIn((await site.visitor().get(addressOf(solution))).text)).toContain(
      'Proven tried by 20 organisations worked at 15',
    )
    expect(evidenceSummaryIn((await site.visitor().get(addressOf(page))).text)).toContain(
      'Has a proven solution faced by 20 organisations 10 got round it',
    )
    expect(await check(site.deps.db)).toEqual([])
  })

  test('the same report sent several times at once by one person is one statement', async () => {
    const page = await site.page('barrier')
    const form = formIn((await browsers[0]!.get(addressOf(page))).text, `${addressOf(page)}/reports`)
    const sent = await Promise.all([1, 2, 3, 4, 5].map(() => browsers[0]!.send(form.action, form.fields)))
    expect(new Set(sent.map(answer => answer.headers['location'])).size).toBe(1)
    expect(
      await site.deps.db.selectFrom('statement').select('id').where('page_id', '=', page.id).execute(),
    ).toHaveLength(1)
  })
})
