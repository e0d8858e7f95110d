import {
  timeAgo,
  dateAgo,
  parseDate,
  isoDateOf,
  formatDate,
  formatDateTime,
  subtractMonths,
  waitingTime,
} from '../../src/platform/dates.js'
import { addSeconds } from '../../src/platform/clock.js'

const now = '2026-03-04T09:00:00.000Z'
const MINUTE = 60,
  HOUR = 3600,
  DAY = 86_400

test.each([
  [0, 'just now', 'a moment'],
  [59, 'just now', 'a moment'],
  [-DAY, 'just now', 'a moment'],
  [MINUTE, '1 minute ago', '1 minute'],
  [2 * MINUTE, '2 minutes ago', '2 minutes'],
  [HOUR - 1, '59 minutes ago', '59 minutes'],
  [HOUR, '1 hour ago', '1 hour'],
  [DAY - 1, '23 hours ago', '23 hours'],
  [DAY, '1 day ago', '1 day'],
  [7 * DAY - 1, '6 days ago', '6 days'],
  [7 * DAY, '1 week ago', '1 week'],
  [30 * DAY, '4 weeks ago', '4 weeks'],
  [31 * DAY, '1 month ago', '1 month'],
  [300 * DAY, '9 months ago', '9 months'],
  [365 * DAY, '1 year ago', '1 year'],
  [17 * 365 * DAY, '17 years ago', '17 years'],
])('%i seconds earlier is shown as “%s”, and as a wait of “%s”', (seconds, ago, wait) => {
  expect([timeAgo(addSeconds(now, -seconds), now), waitingTime(addSeconds(now, -seconds), now)]).toEqual([ago, wait])
})

test('dates and times are shown in the time zone of the United Kingdom, in winter and summer', () => {
  expect(formatDate('2026-03-04T23:59:00.000Z')).toBe('4 March 2026')
  expect(formatDate('2026-07-04T23:59:00.000Z')).toBe('5 July 2026')
  expect(formatDateTime('2026-03-04T09:15:00.000Z')).toBe('4 March 2026 at 09:15')
  expect(formatDateTime('2026-07-04T09:15:00.000Z')).toBe('4 July 2026 at 10:15')
})

test.each([
  ['2026-03-04T09:00:00.000Z', '2026-03-04'],
  ['2026-03-04T23:59:59.999Z', '2026-03-04'],
  ['2026-07-04T22:59:00.000Z', '2026-07-04'],
  ['2026-07-04T23:00:00.000Z', '2026-07-05'],
  ['1990-01-01T00:00:00.000Z', '1990-01-01'],
])('%s falls on %s in the United Kingdom', (instant, day) => expect(isoDateOf(instant)).toBe(day))

test.each([
  ['2026-03-04', 0, '2026-03-04'],
  ['2026-03-04', 1, '2026-02-04'],
  ['2026-03-04', 3, '2025-12-04'],
  ['2026-03-04', 18, '2024-09-04'],
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2025-02-28', 12, '2024-02-28'],
  ['2024-02-29', 12, '2023-02-28'],
  ['2026-01-31', 2, '2025-11-30'],
  ['2026-03-04', 240, '2006-03-04'],
])('%s, %i months earlier, was %s', (day, months, before) => expect(subtractMonths(day, months)).toBe(before))

test.each([
  ['2026-03-05', 'today'],
  ['2026-03-04', 'today'],
  ['2026-03-03', 'yesterday'],
  ['2026-03-02', '2 days ago'],
  ['2026-02-19', '13 days ago'],
  ['2026-02-18', '2 weeks ago'],
  ['2026-01-04', '8 weeks ago'],
  ['2026-01-03', '2 months ago'],
  ['2025-03-05', '11 months ago'],
  ['2025-03-04', '12 months ago'],
  ['2025-01-04', '14 months ago'],
  ['2024-03-05', '23 months ago'],
  ['2024-03-04', '2 years ago'],
  ['1990-01-01', '36 years ago'],
])('on 4 March 2026, %s is shown as “%s”', (day, ago) => expect(dateAgo(day, '2026-03-04')).toBe(ago))

test('no age is one of several', () => {
  const start = Date.parse('2026-03-31T00:00:00.000Z')
  const ages = Array.from({ length: 1_500 }, (_, days) => {
    const day = new Date(start - days * DAY * 1000).toISOString()
    const instant = addSeconds('2026-03-31T00:00:00.000Z', -days * DAY)
    return [dateAgo(day.slice(0, 10), '2026-03-31'), timeAgo(instant, '2026-03-31T00:00:00.000Z')]
  }).flat()
  expect(ages.filter(age => /^1 \w+s ago$|^(?!1 )\d+ \w+[^s] ago$/.test(age))).toEqual([])
})

test('60 days that are only one whole month are shown in weeks', () => {
  expect(dateAgo('2024-05-27', '2024-07-26')).toBe('8 weeks ago')
})

describe('a typed date', () => {
  test.each([
    ['27 3 2025', '2025-03-27'],
    ['27/03/2025', '2025-03-27'],
    ['27.3.2025', '2025-03-27'],
    ['27-3-2025', '2025-03-27'],
    ['27 March 2025', '2025-03-27'],
    ['27th march, 2025', '2025-03-27'],
    ['1st Sept 2025', '2025-09-01'],
    ['2025-03-27', '2025-03-27'],
    ['2025/3/7', '2025-03-07'],
    ['  4\tMar\n2025 ', '2025-03-04'],
    ['March 2025', '2025-03-01'],
    ['mar 2025', '2025-03-01'],
    ['3/2025', '2025-03-01'],
    ['2025', '2025-01-01'],
    ['29 2 2024', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['27/9/26', '2026-09-27'],
    ['27 3 25', '2025-03-27'],
    ['27.03.99', '1999-03-27'],
    ['27-Mar-25', '2025-03-27'],
    ['27Mar2025', '2025-03-27'],
    ['27th of March 2025', '2025-03-27'],
    ['Thursday 27 March 2025', '2025-03-27'],
    ['Thurs, 27th March 2025', '2025-03-27'],
    ['March 27, 2025', '2025-03-27'],
    ['Mar. 27th 2025', '2025-03-27'],
    ['march the 27th, 2025', '2025-03-27'],
    ['2025 March 27', '2025-03-27'],
    ['20250327', '2025-03-27'],
    ['27\u00a0March\u00a02025', '2025-03-27'],
    ['27–3–2025', '2025-03-27'],
    ['２７／３／２０２５', '2025-03-27'],
    ['\u200e27/3/2025\u200e', '2025-03-27'],
  ])('%j is read as %s', (typed, day) => expect(parseDate(typed)).toBe(day))

  test.each([
    '',
    '   ',
    'yesterday',
    '31 2 2025',
    '29 2 2025',
    '32 1 2025',
    '0 1 2025',
    '1 0 2025',
    '1 13 2025',
    '27 3',
    '3 25',
    'March 27',
    'March 27, 25',
    'Monday',
    'March March 2025',
    '20251327',
    '30 2 26',
    '27 Marchember 2025',
    'ma 2025',
    '2025-02-30',
    '12/27/2025',
    '1 1 20255',
    '٢٧ ٣ ٢٠٢٥',
    '27 3 2025 BC',
    '__proto__',
    '-1 1 2025 0',
    'x'.repeat(10_000),
    '1 '.repeat(5_000),
  ])('%.30j is not accepted', typed => expect(parseDate(typed)).toBeUndefined())
})
