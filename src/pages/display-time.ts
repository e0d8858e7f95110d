import type { Instant } from '../platform/clock.js'
import { formatDate, formatDateTime, timeAgo } from '../platform/dates.js'
import type { PageHead } from './store.js'

/** An instant as views show it: `<time datetime="iso" title="exact">day</time>`. */
export interface DisplayDate {
  readonly iso: Instant
  readonly day: string
  readonly exact: string
}

/** The same with its age: `5 minutes ago`. */
export interface DisplayTime extends DisplayDate {
  readonly ago: string
}

export const displayDate = (instant: Instant): DisplayDate => ({
  iso: instant,
  day: formatDate(instant),
  exact: formatDateTime(instant),
})

export const displayTime = (instant: Instant, now: Instant): DisplayTime => ({
  ...displayDate(instant),
  ago: timeAgo(instant, now),
})

/** The day on which a page was archived. Undefined if it is not archived. */
export const archivedDate = ({ archivedAt }: Pick<PageHead, 'archivedAt'>): DisplayDate | undefined =>
  archivedAt === null ? undefined : displayDate(archivedAt)
