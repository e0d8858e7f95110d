import type { Instant } from '../platform/clock.js'
import { waitingTime } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import { kinds, themeName, displayTime, type PageHead } from '../pages/index.js'
import { differences, type ContentMerge, type Names, type Segment } from '../revisions/index.js'
import { reasons, type SuggestionState } from './rules.js'
import type { Decision, Suggestion, SuggestionSummary } from './store.js'

export interface ShownConflict {
  readonly theirsLabel: string
  readonly oursLabel: string
  /** Each place where both sides changed the same thing, with both texts whole. */
  readonly places: readonly {
    readonly where: string
    readonly base: string
    readonly theirs: readonly Segment[]
    readonly ours: readonly Segment[]
  }[]
}

/** Places in which what differs is marked; of more than that, both texts are shown plain, as comparing costs. */
const MOST_MARKED = 10

const fieldNames = { title: 'Title', summary: 'Summary', theme: 'Theme' } as const

/** What a conflict page shows of both sides. */
export function conflictOf(
  merge: ContentMerge,
  names: Names,
  labels: { readonly theirs: string; readonly ours: string },
): ShownConflict {
  const conflicts = merge.body.chunks.filter(chunk => chunk.kind === 'conflict')
  const plain = (text: string): readonly Segment[] => (text === '' ? [] : [{ text, changed: false }])
  const sides = (
    theirs: string,
    ours: string,
    at: number,
  ): { readonly theirs: readonly Segment[]; readonly ours: readonly Segment[] } => {
    if (at >= MOST_MARKED || theirs === '' || ours === '') return { theirs: plain(theirs), ours: plain(ours) }
    const { a, b } = differences(theirs, ours)
    return { theirs: a, ours: b }
  }
  return {
    theirsLabel: labels.theirs,
    oursLabel: labels.ours,
    places: [
      ...merge.fields.map(({ field, theirs, ours }) => ({
        where: fieldNames[field],
        base: '',
        ...(field === 'theme'
          ? { theirs: plain(names.theme(theirs)), ours: plain(names.theme(ours)) }
          : sides(theirs, ours, 0)),
      })),
      ...conflicts.map((chunk, at) => ({
        where: conflicts.length === 1 ? 'In the text' : `In the text, place ${at + 1} of ${conflicts.length}`,
        base: chunk.base,
        ...sides(chunk.theirs, chunk.ours, at),
      })),
    ],
  }
}

const stateWords: Readonly<Record<SuggestionState, string>> = {
  pending: 'Waiting for a moderator',
  published: 'Published',
  rejected: 'Not published',
  withdrawn: 'Withdrawn',
}

/** Where a suggestion stands, in words. */
export const stateOf = (suggestion: Pick<Suggestion, 'state' | 'waitingOn'>): string =>
  suggestion.state === 'pending' && suggestion.waitingOn === 'author'
    ? 'Changes asked for'
    : stateWords[suggestion.state]

/** A suggestion as a list shows it, to its author or a moderator. */
export const suggestionRow = (config: Pick<Config, 'themes'>, one: SuggestionSummary, now: Instant) => ({
  title: one.title,
  kind: kinds[one.kind].singular,
  theme: themeName(config, one.theme),
  isNew: one.isNew,
  note: one.note,
  by: one.authorLabel,
  state: stateOf(one),
  time: displayTime(one.createdAt, now),
  wait: waitingTime(one.createdAt, now),
  href: `/suggestions/${one.id}`,
  review: `/review/${one.id}`,
})

/** `page` is what the suggestion would change; undefined for a new page. */
export const suggestionHeading = (suggestion: Suggestion, page: PageHead | undefined): string =>
  page && !suggestion.isNew
    ? `Change to “${page.title}”`
    : `New ${kinds[suggestion.kind].singular}: “${suggestion.current.content.title}”`

export const shownDecision = (decision: Decision, now: Instant) => ({
  verdict: decision.verdict,
  by: decision.moderatorLabel,
  reason: decision.reason && reasons[decision.reason],
  sentence: decision.sentence,
  time: displayTime(decision.at, now),
})

/** What happens to what was sent: `A moderator usually looks at this within a day.` */
export const willBeLookedAt = (usual: string | undefined): string =>
  usual === undefined ? 'A moderator will look at this.' : `A moderator usually looks at this ${usual}.`

/** What happens to what is to be sent: `A moderator looks at it before it is published, usually within a day.` */
export const isLookedAtFirst = (usual: string | undefined): string =>
  `A moderator looks at it before it is published${usual === undefined ? '' : `, usually ${usual}`}.`
