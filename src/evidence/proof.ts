import type { Instant } from '../platform/clock.js'
import { type BarrierState, type PageState, type SolutionState, type StatementState } from './states.js'

/** A solution is proven when it worked at this many organisations, its author's own not counted. */
export const ORGANISATIONS_FOR_PROOF = 2

/**
 * The lower bound of the Wilson score interval at 95 %, in millionths: how surely something works that worked `worked`
 * times of `tried`. E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 */
export function wilsonLowerBound(worked: number, tried: number): number {
  if (tried === 0) return 0
  const z = 1.96
  const share = worked / tried
  const bound =
    (share + (z * z) / (2 * tried) - z * Math.sqrt((share * (1 - share) + (z * z) / (4 * tried)) / tried)) /
    (1 + (z * z) / tried)
  return Math.max(0, Math.round(bound * 1_000_000))
}

/** An organisation's word on a solution, as the rule of proof looks at it. */
export interface TrialPosition {
  readonly organisationId: string
  readonly state: StatementState
  readonly since: Instant
}

export interface Proof {
  readonly isProven: boolean
  /** Wilson's lower bound over the organisations other than the author's, in millionths. */
  readonly score: number
  /** When it came to be proven; null while it is not. */
  readonly since: Instant | null
}

/** Whether a solution is proven: it worked (newest statement) at two or more organisations, its author's own not counted. */
export function assessProof(words: readonly TrialPosition[], authorOrganisationId: string | null): Proof {
  const elsewhere = words.filter(word => word.organisationId !== authorOrganisationId)
  const worked = elsewhere
    .filter(word => word.state === 'worked')
    .map(word => word.since)
    .sort()
  const proven = worked.length >= ORGANISATIONS_FOR_PROOF
  return {
    isProven: proven,
    score: wilsonLowerBound(worked.length, elsewhere.length),
    since: proven ? worked[ORGANISATIONS_FOR_PROOF - 1]! : null,
  }
}

/** How a solution stands, from what organisations say of it. */
export const solutionStateOf = (states: readonly StatementState[], proven: boolean): SolutionState =>
  proven ? 'proven' : states.includes('worked') ? 'worked' : states.length > 0 ? 'tried' : 'untried'

/**
 * How a barrier stands. `states` is what each organisation says; `solutions` how each linked solution stands;
 * `namesSolution` whether an organisation says which solution got it past.
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

/** Solutions of a barrier, best proven first: by Wilson's bound, then by how many tried it, then by the newest word. */
export const bestProvenFirst = (
  a: { readonly proofScore: number; readonly organisations: number; readonly newestOn: string | null },
  b: { readonly proofScore: number; readonly organisations: number; readonly newestOn: string | null },
): number =>
  b.proofScore - a.proofScore || b.organisations - a.organisations || (b.newestOn ?? '').localeCompare(a.newestOn ?? '')
