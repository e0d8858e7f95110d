import type { Instant } from './clock.js'

function format(locale: string, options: Intl.DateTimeFormatOptions): (instant: Instant) => string {
  const formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'Europe/London' })
  return instant => formatter.format(Date.parse(instant))
}

/**
 * Creates `formatDateTime`. The first formatter takes a new browser process 15 ms or more, so our script creates it only
 * when it is needed. It leaves out the formatters below, because they are marked as pure.
 */
export const createDateTimeFormat = (): ((instant: Instant) => string) =>
  format('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** `4 March 2026` */
export const formatDate = /* @__PURE__ */ format('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

/** `4 March 2026 at 09:15`, in UK time. */
export const formatDateTime = /* @__PURE__ */ createDateTimeFormat()

/** Units of time, each with how many of it make one of the next. */
const units: readonly [number, string][] = [
  [60, 'minute'],
  [24, 'hour'],
  [7, 'day'],
  [52 / 12, 'week'],
  [12, 'month'],
]

/** `just now`, `5 minutes ago`, `3 weeks ago`. A future instant is `just now`. */
export function timeAgo(instant: Instant, now: Instant): string {
  let amount = (Date.parse(now) - Date.parse(instant)) / 60_000
  if (amount < 1) return 'just now'
  for (const [unitsInNext, unit] of units) {
    if (amount < unitsInNext) return ago(amount, unit)
    amount /= unitsInNext
  }
  return ago(amount, 'year')
}

const ago = (amount: number, unit: string): string =>
  `${Math.floor(amount)} ${unit}${Math.floor(amount) === 1 ? '' : 's'} ago`

/** Like `timeAgo`, without "ago": `2 days`, `a moment`. */
export const waitingTime = (instant: Instant, now: Instant): string =>
  timeAgo(instant, now).replace(/ ago$/, '').replace('just now', 'a moment')

/** The day of an instant in UK time, `2026-03-04`: `en-CA` writes days as ISO 8601 does. */
export const isoDateOf = /* @__PURE__ */ format('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' })

/** Subtracts whole months from `day`. In a shorter month, gives its last day. */
export function subtractMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const lastDate = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, lastDate)))
    .toISOString()
    .slice(0, 10)
}

/** Says how long ago a day was: `today`, `yesterday`, `3 days ago`, `14 months ago`, `5 years ago`. */
export function dateAgo(day: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days < 14) return `${days} days ago`
  const months = monthsBetween(day, today)
  // 60 days can still be one whole month, as from 27 May to 26 July.
  if (days < 60 || months < 2) return `${Math.floor(days / 7)} weeks ago`
  return months < 24 ? `${months} months ago` : `${Math.floor(months / 12)} years ago`
}

/** Counts the whole months from one day to a later one. */
function monthsBetween(from: string, to: string): number {
  const [year, month, date] = from.split('-').map(Number) as [number, number, number]
  const [toYear, toMonth, toDate] = to.split('-').map(Number) as [number, number, number]
  return (toYear - year) * 12 + toMonth - month - (toDate < date ? 1 : 0)
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The forms of a date, with single spaces between their parts. Numbers are in the British order: day, month, year. */
const dateForms: readonly RegExp[] = [
  /^(?<year>\d{4}) (?<month>\d{1,2}|[a-z]{3,9}) (?<date>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d\d)(?<date>\d\d)$/,
  /^(?<date>\d{1,2}) (?:of )?(?<month>\d{1,2}|[a-z]{3,9}) (?<year>\d{4}|\d\d)$/,
  /^(?<month>[a-z]{3,9}) (?:the )?(?<date>\d{1,2}) (?<year>\d{4})$/,
  /^(?:(?<month>\d{1,2}|[a-z]{3,9}) )?(?<year>\d{4})$/,
]

/** Two digits from this on mean a year of the last century. */
const FIRST_SHORT_YEAR = 90

/**
 * Parses a date that a person entered: `4 3 2026`, `04/03/26`, `Wednesday 4th of March 2026`, `March 4, 2026`,
 * `4-Mar-26` or `2026-03-04`. A month (`March 2026`, `3/2026`) or a year alone means its first day. Returns undefined for
 * anything else, or a day not in the calendar.
 */
export function parseDate(input: string): string | undefined {
  const text = datePartsOf(input)
  for (const form of dateForms) {
    const { year, month, date } = form.exec(text)?.groups ?? {}
    if (year !== undefined) return calendarDay(fullYear(year), month, date)
  }
  return undefined
}

/** The parts of a date in lower case with single spaces between them, without the day of the week. */
function datePartsOf(input: string): string {
  const text = input
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/(?<=\d)(?:st|nd|rd|th)(?![a-z])/g, '')
    .replace(/(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/g, ' ')
    .replace(/[\s/.,\p{Pd}]+/gu, ' ')
    .trim()
  const [, first = '', rest = ''] = /^([a-z]{3,9}) (.*)$/.exec(text) ?? []
  return dayNames.some(name => name.startsWith(first)) && first !== '' ? rest : text
}

const fullYear = (year: string): string => {
  if (year.length === 4) return year
  return `${Number(year) >= FIRST_SHORT_YEAR ? '19' : '20'}${year}`
}

function calendarDay(year: string, month = '1', date = '1'): string | undefined {
  const monthIndex = monthNames.findIndex(name => name.startsWith(month))
  const monthNumber = /^\d/.test(month) ? Number(month) : monthIndex + 1
  const day = `${year}-${String(monthNumber).padStart(2, '0')}-${date.padStart(2, '0')}`
  const parsed = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day ? undefined : day
}
