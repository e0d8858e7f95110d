import type { Instant } from '../platform/clock.js'
import { waitingTime } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import type { Tag } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml } from '../accounts/index.js'
import { displayTime, kinds, themeName, type DisplayTime } from '../pages/index.js'
import type { SuggestionSummary } from './suggestion-list-store.js'
import { stateTag } from './suggestion-model.js'

/** A suggestion as a list shows it to its author or a moderator. */
export interface SuggestionRow {
  readonly title: string
  readonly kind: string
  readonly theme: string
  readonly note: string
  readonly by: SafeHtml
  /** `New page` or `Changed page`. */
  readonly change: Tag
  /** `new barrier`, `change to a barrier` */
  readonly description: string
  readonly state: Tag
  readonly time: DisplayTime
  readonly waitingTime: string
  readonly href: string
  readonly reviewHref: string
}

export function suggestionRow(
  config: Pick<Config, 'themes'>,
  suggestion: SuggestionSummary,
  now: Instant,
): SuggestionRow {
  const kind = kinds[suggestion.kind].singular
  return {
    title: suggestion.title,
    kind,
    theme: themeName(config, suggestion.theme),
    note: suggestion.note,
    by: attributionHtml(suggestion.attribution),
    change: suggestion.isNew ? { text: 'New page', colour: 'purple' } : { text: 'Changed page', colour: undefined },
    description: suggestion.isNew ? `new ${kind}` : `change to a ${kind}`,
    state: stateTag(suggestion),
    time: displayTime(suggestion.createdAt, now),
    waitingTime: waitingTime(suggestion.createdAt, now),
    href: `/suggestions/${suggestion.id}`,
    reviewHref: `/review/${suggestion.id}`,
  }
}
