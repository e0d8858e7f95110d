import type { Match } from './match.js'

/** A condition on pages, and what is known of it before it is tried. */
export interface PageMatch {
  readonly match: Match
  /** True for the same pages, and cheaper to test: without what only raises the score of words that are side by side. */
  readonly matchWithoutProximity: Match
  readonly excluding: readonly Match[]
  /** About how many pages can have it in their summary fields. */
  readonly expectedInSummaryFields: number
  /** Whether one of its words, as it is spelt, is on so few pages that all of them can be scored. */
  readonly isRare: boolean
}
