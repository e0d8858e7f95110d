import { usualWait, waitsInMs } from '../../src/review/usual-wait.js'
import type { DecisionTiming } from '../../src/review/decision-store.js'
import { engines } from '../support/databases.js'
import { decideBy, suggestNew } from '../support/review.js'
import { fillIn, textOf } from '../support/screen.js'
import { testSite } from '../support/site.js'

const HOUR = 3_600_000
const hours = (...each: readonly number[]): readonly number[] => each.map(n => n * HOUR)

test.each<[string, readonly number[], string | undefined]>([
  ['none', [], undefined],
  ['four', hours(1, 1, 1, 1), undefined],
  ['the middle of five, in whatever order', hours(500, 0.2, 900, 0.1, 0.3), 'within an hour'],
  ['an hour to the minute', hours(1, 1, 1, 1, 1), 'within an hour'],
  ['a little more', hours(1.1, 1.1, 1.1, 1.1, 1.1), 'within 4 hours'],
  ['half a day', hours(12, 12, 12, 12, 12), 'within a day'],
  ['between the two in the middle of six', hours(1, 1, 20, 30, 99, 99), 'within 3 days'],
  ['four days', hours(96, 96, 96, 96, 96), 'within a week'],
  ['eight days', hours(192, 192, 192, 192, 192), 'within 2 weeks'],
  ['three weeks', hours(504, 504, 504, 504, 504), 'within a month'],
  ['a year', hours(8760, 8760, 8760, 8760, 8760), 'after more than a month'],
])('how long it usually takes: %s', (_, waits, expected) => expect(usualWait(waits)).toBe(expected))

test.each([
  [0, 'within a day'],
  [24, 'within a day'],
  [24.1, undefined],
  [900, undefined],
])('who has waited %d hours is told, where it usually takes half a day: %s', (waited, expected) =>
  expect(usualWait(hours(12, 12, 12, 12, 12), waited * HOUR)).toBe(expected),
)

const decided = (suggestionId: string, sentAt: string, at: string): DecisionTiming => ({
  suggestionId,
  sentAt: `2026-03-${sentAt}:00:00.000Z`,
  at: `2026-03-${at}:00:00.000Z`,
})

test.each<[string, readonly DecisionTiming[], readonly number[]]>([
  ['from when it was sent', [decided('a', '02T10', '02T13')], hours(3)],
  [
    'each sending by its first decision',
    [decided('a', '02T10', '04T10'), decided('a', '02T10', '02T11'), decided('a', '03T10', '03T12')],
    hours(1, 2),
  ],
  ['not what was decided before', [decided('a', '01T10', '01T11'), decided('b', '01T00', '02T00')], hours(24)],
])('waits are counted %s', (_, all, expected) => expect(waitsInMs(all, '2026-03-02T00:00:00.000Z')).toEqual(expected))

describe.each(engines)('What happens next, on %s', engine => {
  const site = testSite(engine)
  afterAll(async () => (await site).close())

  test('who writes is told how soon a moderator usually looks at it, as measured', async () => {
    const { signedIn, clock } = await site
    const author = (await signedIn()).browser
    const moderator = (await signedIn({ role: 'moderator' })).browser
    const notice = (html: string): string =>
      textOf(/govuk-notification-banner__content">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '')
    const formSays = async (): Promise<string> => textOf((await author.get('/barriers/new/write')).text)
    let count = 0
    const decidedAfter = async (hours: number, verdict: string, fields: Record<string, string>): Promise<string> => {
      const id = await suggestNew(author, { title: `Trouble number ${++count}` })
      clock.pass(hours * 3_600)
      await decideBy(moderator, id, verdict, fields)
      return id
    }

    expect(await formSays()).toContain(
      'A moderator reviews it before it is published. You can follow it under “My suggestions”.',
    )
    const waiting = await suggestNew(author, { title: 'Trouble that waits' })
    expect(notice((await author.get(`/suggestions/${waiting}`)).text)).toBe(
      'Sent to the moderators A moderator will review this. You can see the outcome here and under “My suggestions”. Until then you can amend or withdraw it.',
    )
    expect(textOf((await author.get(`/suggestions/${waiting}`)).text)).toContain('A moderator will review this.')

    for (const hours of [1, 20, 90]) await decidedAfter(hours, 'refuse', { reason: 'other', message: 'Not this one.' })
    const asked = await decidedAfter(20, 'request-changes', { message: 'Say more.' })
    expect(textOf((await author.get(`/suggestions/${asked}`)).text)).toContain(
      'Amend it to send it back to the moderators.',
    )
    expect(textOf((await moderator.get(`/suggestions/${asked}`)).text)).toContain(
      'The author has to amend it before it can be reviewed again.',
    )
    // Sent again, it waits anew: the day in between was the author's.
    clock.pass(24 * 3_600)
    await fillIn(author, `/suggestions/${asked}/amend`, { body: 'More.\n' }, `/suggestions/${asked}/amend`)
    expect(await formSays()).not.toContain('usually')
    clock.pass(2 * 3_600)
    await decideBy(moderator, asked, 'refuse', { reason: 'other', message: 'Still not.' })

    expect(await formSays()).toContain('A moderator reviews it before it is published, usually within a day.')
    expect(textOf((await author.get(`/suggestions/${waiting}/amend`)).text)).toContain(
      'A moderator reviews it before it is published, usually within a day. The earlier text is kept.',
    )
    const sent = await suggestNew(author, { title: 'Trouble to come' })
    expect(notice((await author.get(`/suggestions/${sent}`)).text)).toMatch(
      /^Sent to the moderators A moderator usually reviews this within a day\. You can see the outcome here/,
    )
    expect(textOf((await author.get(`/suggestions/${sent}`)).text)).toContain(
      'A moderator usually reviews this within a day.',
    )
    // Who has waited longer than that has no use for it.
    expect(textOf((await author.get(`/suggestions/${waiting}`)).text)).toContain('A moderator will review this.')

    // What is long past says nothing of today.
    clock.pass(91 * 86_400)
    const newcomer = (await signedIn()).browser
    expect(textOf((await newcomer.get('/barriers/new/write')).text)).toContain(
      'A moderator reviews it before it is published. You can',
    )
  })
})
