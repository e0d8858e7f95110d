import { ago, dayOf, minuteOf, waitOf } from '../../src/platform/dates.js'
import { later } from '../../src/platform/clock.js'

const now = '2026-03-04T09:00:00.000Z'
const MINUTE = 60, HOUR = 3600, DAY = 86_400

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
])('%i seconds before is %s', (seconds, said, wait) => {
  expect([ago(later(now, -seconds), now), waitOf(later(now, -seconds), now)]).toEqual([said, wait])
})

test('days and minutes are those of the United Kingdom, winter and summer', () => {
  expect(dayOf('2026-03-04T23:59:00.000Z')).toBe('4 March 2026')
  expect(dayOf('2026-07-04T23:59:00.000Z')).toBe('5 July 2026')
  expect(minuteOf('2026-03-04T09:15:00.000Z')).toBe('4 March 2026 at 09:15')
  expect(minuteOf('2026-07-04T09:15:00.000Z')).toBe('4 July 2026 at 10:15')
})
