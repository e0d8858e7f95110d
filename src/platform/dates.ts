import type { Instant } from './clock.js'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' })
const minute = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })

/** `4 March 2026` */
export const dayOf = (instant: Instant): string => day.format(Date.parse(instant))

/** `4 March 2026 at 09:15`, in UK time. */
export const minuteOf = (instant: Instant): string => minute.format(Date.parse(instant))

const steps: readonly [number, string][] = [[60, 'minute'], [24, 'hour'], [7, 'day'], [52 / 12, 'week'], [12, 'month'], [Infinity, 'year']]

/** `just now`, `5 minutes ago`, `3 weeks ago`. An instant that is yet to come is `just now`. */
export function ago(instant: Instant, now: Instant): string {
  let amount = (Date.parse(now) - Date.parse(instant)) / 60_000
  if (amount < 1) return 'just now'
  for (const [next, unit] of steps) {
    if (amount < next) return `${Math.floor(amount)} ${unit}${Math.floor(amount) === 1 ? '' : 's'} ago`
    amount /= next
  }
  return dayOf(instant)
}

/** The same without "ago", for "waiting 2 days". */
export const waitOf = (instant: Instant, now: Instant): string => ago(instant, now).replace(/ ago$/, '').replace('just now', 'a moment')
