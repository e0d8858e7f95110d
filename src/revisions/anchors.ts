import type { Change } from './change.js'

/** A line that is equal on both sides, by its index on each. */
export type Anchor = { readonly before: number; readonly after: number }
type AnchorFinder = (gap: Change) => readonly Anchor[]

/** Finds lines that occur exactly once on each side of a gap, as many as are in the same order on both sides. */
export function anchorFinder(a: readonly number[], b: readonly number[], distinct: number): AnchorFinder {
  const timesBefore = new Uint32Array(distinct)
  const timesAfter = new Uint32Array(distinct)
  const indexAfter = new Uint32Array(distinct)

  return ({ beforeStart, beforeEnd, afterStart, afterEnd }) => {
    for (let before = beforeStart; before < beforeEnd; before++) timesBefore[a[before]!]!++
    for (let after = afterStart; after < afterEnd; after++) {
      timesAfter[b[after]!]!++
      indexAfter[b[after]!] = after
    }
    const candidates: Anchor[] = []
    for (let before = beforeStart; before < beforeEnd; before++) {
      const line = a[before]!
      if (timesBefore[line] === 1 && timesAfter[line] === 1) candidates.push({ before, after: indexAfter[line]! })
    }
    // Clear only the entries of this gap: clearing the whole tables for each of many small gaps would be quadratic.
    for (let before = beforeStart; before < beforeEnd; before++) timesBefore[a[before]!] = 0
    for (let after = afterStart; after < afterEnd; after++) timesAfter[b[after]!] = 0
    return longestIncreasing(candidates)
  }
}

/** The longest increasing subsequence by `after`, found by patience sorting in O(n log n). */
function longestIncreasing(anchors: readonly Anchor[]): readonly Anchor[] {
  type Card = { readonly anchor: Anchor; readonly under: Card | undefined }
  const piles: Card[] = []
  for (const anchor of anchors) {
    let low = 0
    let high = piles.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (piles[middle]!.anchor.after < anchor.after) low = middle + 1
      else high = middle
    }
    piles[low] = { anchor, under: piles[low - 1] }
  }
  const increasing: Anchor[] = []
  for (let card = piles.at(-1); card; card = card.under) increasing.push(card.anchor)
  return increasing.reverse()
}
