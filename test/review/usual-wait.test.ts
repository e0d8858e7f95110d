import { usualWait, waitsInMs } from '../../src/review/usual-wait.js'
import type { DecisionTiming } from '../../src/review/decision-store.js'
import { engines } from '../support/databases.js'
import { decideBy, suggestNew } from '../support/review.js'
import { textOf } from '../support/html.js'
import { testSite } from '../support/site.js'

const HOUR = 3_600_000
const hours = (...counts: readonly number[]): readonly number[] => counts.map(count => count * HOUR)

test.each<[string, readonly number[]]>([
  ['no decisions', []],
  ['four decisions', hours(1, 1, 1, 1)],
])('%s are too few to tell the usual wait', (_, waits) => expect(usualWait(waits)).toBeUndefined())

test.each<[string, string, readonly number[]]>([
  ['five waits in any order', 'within an hour', hours(500, 0.2, 900, 0.1, 0.3)],
  ['five waits of exactly an hour', 'within an hour', hours(1, 1, 1, 1, 1)],
  ['five waits of just over an hour', 'within 4 hours', hours(1.1, 1.1, 1.1, 1.1, 1.1)],
  ['five waits of half a day', 'within a day', hours(12, 12, 12, 12, 12)],
  ['six waits with a median between 20 and 30 hours', 'within 3 days', hours(1, 1, 20, 30, 99, 99)],
  ['five waits of four days', 'within a week', hours(96, 96, 96, 96, 96)],
  ['five waits of eight days', 'within 2 weeks', hours(192, 192, 192, 192, 192)],
  ['five waits of three weeks', 'within a month', hours(504, 504, 504, 504, 504)],
  ['five waits of a year', 'after more than a month', hours(8760, 8760, 8760, 8760, 8760)],
])('%s make the usual wait “%s”', (_, expected, waits) => expect(usualWait(waits)).toBe(expected))

const halfADay = hours(12, 12, 12, 12, 12)

test.each([0, 24])('an author who has waited %d hours is told the usual wait', waited =>
  expect(usualWait(halfADay, waited * HOUR)).toBe('within a day'),
)

test.each([24.1, 900])('an author who has waited %d hours, longer than usual, is not told the usual wait', waited =>
  expect(usualWait(halfADay, waited * HOUR)).toBeUndefined(),
)

const decided = (suggestionId: string, sentAt: string, at: string): DecisionTiming => ({
  suggestionId,
  sentAt: `2026-03-${sentAt}:00:00.000Z`,
  at: `2026-03-${at}:00:00.000Z`,
})

test.each<[string, readonly DecisionTiming[], readonly number[]]>([
  ['a wait begins when the suggestion is sent', [decided('a', '02T10', '02T13')], hours(3)],
  [
    'a wait ends with the first decision after the suggestion was sent',
    [decided('a', '02T10', '04T10'), decided('a', '02T10', '02T11'), decided('a', '03T10', '03T12')],
    hours(1, 2),
  ],
  [
    'decisions before the given time are not counted',
    [decided('a', '01T10', '01T11'), decided('b', '01T00', '02T00')],
    hours(24),
  ],
])('%s', (_, timings, expected) => expect(waitsInMs(timings, '2026-03-02T00:00:00.000Z')).toEqual(expected))

describe.each(engines)('the usual wait shown to authors on %s', engine => {
  const site = testSite(engine)
  afterAll(async () => (await site).close())

  test('an author is told how soon moderators usually review, measured on recent decisions', async () => {
    const { signedIn, clock } = await site
    const author = (await signedIn()).browser
    const moderator = (await signedIn({ role: 'moderator' })).browser
    const notice = (html: string): string =>
      textOf(/govuk-notification-banner__content">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '')
    const formText = async (): Promise<string> => textOf((await author.get('/barriers/new/write')).text)
    let count = 0
    const decidedAfter = async (hours: number, verdict: string, fields: Record<string, string>): Promise<string> => {
      const id = await suggestNew(author, { title: `Trouble number ${++count}` })
      clock.pass(hours * 3_600)
      await decideBy(moderator, id, verdict, fields)
      return id
    }

    expect(await formText()).toContain(
      'A moderator will review this before we publish it. You can track it in “My suggestions”.',
    )
    const waiting = await suggestNew(author, { title: 'Trouble that waits' })
    expect(notice((await author.get(`/suggestions/${waiting}`)).text)).toBe(
      'Sent for review You can see the outcome here and in “My suggestions”. Until then you can edit or withdraw it.',
    )
    expect(textOf((await author.get(`/suggestions/${waiting}`)).text)).toContain('A moderator will review this.')

    for (const hours of [1, 20, 90]) await decidedAfter(hours, 'reject', { reason: 'other', message: 'Not this one.' })
    const returned = await decidedAfter(20, 'request-changes', { message: 'Say more.' })
    expect(textOf((await author.get(`/suggestions/${returned}`)).text)).toContain(
      'Edit your suggestion to send it back for review.',
    )
    expect(textOf((await moderator.get(`/suggestions/${returned}`)).text)).toContain(
      'We are waiting for the author to edit it.',
    )
    // The wait starts again when the author sends the amendment: the day in between was the author’s.
    clock.pass(24 * 3_600)
    await author.submitForm(`/suggestions/${returned}/amend`, { body: 'More.\n' }, `/suggestions/${returned}/amend`)
    expect(await formText()).not.toContain('usually')
    clock.pass(2 * 3_600)
    await decideBy(moderator, returned, 'reject', { reason: 'other', message: 'Still not.' })

    expect(await formText()).toContain('A moderator will review this before we publish it, usually within a day.')
    expect(textOf((await author.get(`/suggestions/${waiting}/amend`)).text)).toContain(
      'A moderator will review this before we publish it, usually within a day. We keep the earlier version.',
    )
    const sent = await suggestNew(author, { title: 'Trouble to come' })
    expect(textOf((await author.get(`/suggestions/${sent}`)).text)).toContain(
      'A moderator usually reviews this within a day.',
    )
    // An author who has already waited longer is not told the usual wait.
    expect(textOf((await author.get(`/suggestions/${waiting}`)).text)).toContain('A moderator will review this.')

    // Decisions from long ago do not count.
    clock.pass(91 * 86_400)
    const newcomer = (await signedIn()).browser
    expect(textOf((await newcomer.get('/barriers/new/write')).text)).toContain(
      'A moderator will review this before we publish it. You can',
    )
  })
})
