import { type ChangeObject, diffArrays } from 'diff'
import type { Budget } from './budget.js'

/**
 * Creates a search for shortest edit scripts (Myers 1986, by jsdiff) that returns undefined if it would cost too much. All
 * calls together cost at most about what is left of `budget`.
 */
export function boundedSearch<T>(budget: Budget) {
  return (before: T[], after: T[]): ChangeObject<T[]>[] | undefined => {
    const shorter = Math.min(before.length, after.length)
    // At most half of what is left, so that one hostile part leaves something for those after it.
    const limit = maxEditsWithin(budget.left / 2 - CALL_COST, shorter)
    if (limit < 1) return undefined
    const parts = diffArrays(before, after, { maxEditLength: limit })
    const edits = parts ? countEdits(parts) : limit
    budget.left -= CALL_COST + costOf(edits, shorter)
    return parts
  }
}

/** The fixed cost of one search, in comparisons. */
const CALL_COST = 200

function countEdits<T>(parts: readonly ChangeObject<T[]>[]): number {
  let edits = 0
  for (const part of parts) if (part.added || part.removed) edits += part.count
  return edits
}

/**
 * The cost of finding d edits, in comparisons: d²/2 points, each worth eight comparisons, and 2d diagonals, each as long
 * as the shorter side.
 */
const costOf = (edits: number, shorter: number) => 4 * edits ** 2 + 2 * edits * shorter

/** The most edits that cost at most `effort`: `costOf` solved for `edits`. */
const maxEditsWithin = (effort: number, shorter: number) =>
  Math.floor((Math.sqrt(shorter ** 2 + 4 * Math.max(effort, 0)) - shorter) / 4)
