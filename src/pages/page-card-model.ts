import type { Instant } from '../platform/clock.js'
import type { Config } from '../platform/deps.js'
import { displayTime, type DisplayTime } from './display-time.js'
import { addressOf, kinds } from './kinds.js'
import type { PageHead } from './store.js'
import { themeName } from './theme-name.js'

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
