/** What all organisations together say of a page, as search shows and ranks it. */
export interface Evidence {
  readonly state: string
  readonly organisations: number
  readonly people: number
  readonly past: number
  readonly newestOn: string | null
}

/** How much the greatest evidence can add to how well a page's words fit. */
const MOST_LIFT = { organisations: 0.15, proven: 0.1, like: 0.15 } as const

/** From 0 to 1: half at `half`. */
const share = (count: number, half: number): number => count / (count + half)

/**
 * A page's score with what its evidence and that of organisations like the reader's add: 40 % at the most, so that no
 * evidence brings a page up to one whose words fit half as well again.
 */
export const lifted = (score: number, evidence: Pick<Evidence, 'state' | 'organisations'>, like: number): number =>
  score * (1 + MOST_LIFT.organisations * share(evidence.organisations, 5) + (evidence.state === 'proven' ? MOST_LIFT.proven : 0) + MOST_LIFT.like * share(like, 2))
