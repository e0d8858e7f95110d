import type { Instant } from '../platform/clock.js'
import { type BarrierState, type PageState, type SolutionState, type StatementState } from './states.js'

/** A solution is proven once it worked at this many organisations, not counting its author's. */
export const ORGANISATIONS_FOR_PROOF = 2

/** The quantile of the normal distribution for a confidence of 95 %. */
const Z = 1.96

/** Scores are whole numbers, so that both databases sort them alike. */
const SCORE_UNITS = 1_000_000

/**
 * The lower bound of the Wilson score interval at 95 % confidence, in millionths. It ranks what worked at 8 of 10
 * above what worked at 1 of 1. E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * JASA 22 (1927).
 */
export function wilsonLowerBound(worked: number, tried: number): number {
  if (tried === 0) return 0
  const share = worked / tried
  const spread = Z * Math.sqrt((share * (1 - share) + (Z * Z) / (4 * tried)) / tried)
  const bound = (share + (Z * Z) / (2 * tried) - spread) / (1 + (Z * Z) / tried)
  return Math.max(0, Math.round(bound * SCORE_UNITS))
}

/** An organisation's position on a solution, as far as it matters to proof. */
export interface TrialPosition {
  readonly organisationId: string
  readonly state: StatementState
  readonly since: Instant
}

/** What the positions of organisations say about a solution. */
export interface Proof {
  readonly isProven: boolean
  /** Wilson's lower bound over the organisations other than the author's, in millionths. */
  readonly score: number
  /** Since when it is proven; null if it is not. */
  readonly since: Instant | null
}

/** Assesses a solution by the positions of organisations other than its author's. */
export function assessProof(positions: readonly TrialPosition[], authorOrganisationId: string | null): Proof {
  const elsewhere = positions.filter(position => position.organisationId !== authorOrganisationId)
  const workedSince = elsewhere
    .filter(position => position.state === 'worked')
    .map(position => position.since)
    .sort()
  return {
    isProven: workedSince.length >= ORGANISATIONS_FOR_PROOF,
    score: wilsonLowerBound(workedSince.length, elsewhere.length),
    since: workedSince[ORGANISATIONS_FOR_PROOF - 1] ?? null,
  }
}

/** The state of a solution, from the states that organisations report. */
export function solutionStateOf(states: readonly StatementState[], isProven: boolean): SolutionState {
  if (isProven) return 'proven'
  if (states.includes('worked')) return 'worked'
  return states.length > 0 ? 'tried' : 'untried'
}

/**
 * The state of a barrier.
 * @param states the states that organisations report.
 * @param solutions the states of the linked solutions.
 * @param namesSolution whether an organisation that got round it names the solution that it used.
 */
export function barrierStateOf(
  states: readonly StatementState[],
  solutions: readonly PageState[],
  namesSolution: boolean,
): BarrierState {
  if (states.filter(state => state === 'overcome').length * 2 > states.length) return 'mostly-overcome'
  if (solutions.includes('proven')) return 'proven'
  return solutions.includes('worked') || namesSolution ? 'has-workaround' : 'waiting'
}

interface RankedEvidence {
  readonly proofScore: number
  readonly organisations: number
  readonly newestOn: string | null
}

/** Sorts solutions by Wilson's bound, then by how many organisations tried them, then by their newest statement. */
export const bestProvenFirst = (a: RankedEvidence, b: RankedEvidence): number =>
  b.proofScore - a.proofScore || b.organisations - a.organisations || (b.newestOn ?? '').localeCompare(a.newestOn ?? '')
