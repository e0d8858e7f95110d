import type { Config } from '../platform/deps.js'
import type { Instant } from '../platform/clock.js'
import { timeAgo, formatDate, formatDateTime } from '../platform/dates.js'
import { addressOf, kinds, type Kind } from './kinds.js'
import type { PageHead } from './store.js'

/** The name of a theme, or its slug if it is no longer configured. */
export const themeName = (config: Pick<Config, 'themes'>, slug: string): string =>
  config.themes.find(theme => theme.slug === slug)?.name ?? slug

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

/** A page as a list shows it. */
export interface PageCard {
  readonly href: string
  readonly title: string
  readonly summary: string
  readonly kind: string
  readonly theme: string
  readonly changed: DisplayTime
}

export const pageCard = (config: Pick<Config, 'themes'>, page: PageHead, now: Instant): PageCard => ({
  href: addressOf(page),
  title: page.title,
  summary: page.summary,
  kind: kinds[page.kind].singular,
  theme: themeName(config, page.theme),
  changed: displayTime(page.changedAt, now),
})

/** The addresses of a page and of the pages about it. */
export const pageAddresses = (page: { readonly kind: Kind; readonly slug: string }) => {
  const href = addressOf(page)
  return { href, edit: `${href}/edit`, history: `${href}/history`, activity: `${href}/activity` }
}
