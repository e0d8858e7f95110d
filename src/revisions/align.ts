import { type ChangeObject, diffArrays } from 'diff'

/** Lines `[beforeStart, beforeEnd)` were replaced by `[afterStart, afterEnd)`. Either range may be empty, but not both. */
export type Change = {
  readonly beforeStart: number
  readonly beforeEnd: number
  readonly afterStart: number
  readonly afterEnd: number
}

/** Comparisons that all searches for shortest edits in one alignment may cost: see `boundedSearch`. */
const SEARCH_EFFORT = 400_000

/** How often anchors are looked for inside gaps between anchors. A hostile text would otherwise need thousands of passes. */
const MAX_DEPTH = 8

/**
 * Aligns two sequences of lines. Returns the changes in order, with at least one unchanged line between any two.
 *
 * Lines that occur exactly once on each side are matched first (patience diff, by Bram Cohen): they carry meaning, while
 * blank lines and list marks do not. The gaps between them get a shortest edit script while `SEARCH_EFFORT` lasts. A gap
 * that is too costly becomes one change: coarser, but never wrong.
 */
export function align(before: readonly string[], after: readonly string[]): readonly Change[] {
  const numbers = new Map<string, number>()
  const a = numberLines(before, numbers)
  const b = numberLines(after, numbers)
  const findAnchors = anchorFinder(a, b, numbers.size)
  const changes: Change[] = []
  const search = boundedSearch<number>(SEARCH_EFFORT)

  alignGap({ beforeStart: 0, beforeEnd: a.length, afterStart: 0, afterEnd: b.length }, MAX_DEPTH)
  return changes

  function alignGap(untrimmed: Change, depth: number): void {
    const gap = trim(a, b, untrimmed)
    const removed = gap.beforeEnd - gap.beforeStart
    const added = gap.afterEnd - gap.afterStart
    if (removed === 0 && added === 0) return
    if (removed === 0 || added === 0 || (removed === 1 && added === 1)) return push(gap)

    const anchors = depth === 0 ? [] : findAnchors(gap)
    if (anchors.length === 0) return alignBySearch(gap)
    let { beforeStart, afterStart } = gap
    for (const anchor of anchors) {
      alignGap({ beforeStart, beforeEnd: anchor.before, afterStart, afterEnd: anchor.after }, depth - 1)
      beforeStart = anchor.before + 1
      afterStart = anchor.after + 1
    }
    alignGap({ beforeStart, beforeEnd: gap.beforeEnd, afterStart, afterEnd: gap.afterEnd }, depth - 1)
  }

  function alignBySearch(gap: Change): void {
    const parts = search(a.slice(gap.beforeStart, gap.beforeEnd), b.slice(gap.afterStart, gap.afterEnd))
    if (parts === undefined) return push(gap)
    let { beforeStart, afterStart } = gap
    for (const { added, removed, count } of parts) {
      const beforeEnd = beforeStart + (added ? 0 : count)
      const afterEnd = afterStart + (removed ? 0 : count)
      if (added || removed) push({ beforeStart, beforeEnd, afterStart, afterEnd })
      beforeStart = beforeEnd
      afterStart = afterEnd
    }
  }

  function push(change: Change): void {
    const last = changes.at(-1)
    if (last?.beforeEnd === change.beforeStart && last.afterEnd === change.afterStart) {
      changes[changes.length - 1] = { ...change, beforeStart: last.beforeStart, afterStart: last.afterStart }
    } else changes.push(change)
  }
}

/** Gives equal lines equal numbers, which compare in one step however long the lines are. */
function numberLines(lines: readonly string[], numbers: Map<string, number>): readonly number[] {
  return lines.map(line => {
    const known = numbers.get(line)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(line, number)
    return number
  })
}

function trim(a: readonly number[], b: readonly number[], gap: Change): Change {
  let { beforeStart, beforeEnd, afterStart, afterEnd } = gap
  while (beforeStart < beforeEnd && afterStart < afterEnd && a[beforeStart] === b[afterStart]) {
    beforeStart++
    afterStart++
  }
  while (beforeStart < beforeEnd && afterStart < afterEnd && a[beforeEnd - 1] === b[afterEnd - 1]) {
    beforeEnd--
    afterEnd--
  }
  return { beforeStart, beforeEnd, afterStart, afterEnd }
}

type Anchor = { readonly before: number; readonly after: number }
type AnchorFinder = (gap: Change) => readonly Anchor[]

/** Finds lines that occur exactly once on each side of a gap, as many as are in the same order on both sides. */
function anchorFinder(a: readonly number[], b: readonly number[], distinct: number): AnchorFinder {
  const timesBefore = new Uint32Array(distinct)
  const timesAfter = new Uint32Array(distinct)
  const placeAfter = new Uint32Array(distinct)

  return ({ beforeStart, beforeEnd, afterStart, afterEnd }) => {
    for (let before = beforeStart; before < beforeEnd; before++) timesBefore[a[before]!]!++
    for (let after = afterStart; after < afterEnd; after++) {
      timesAfter[b[after]!]!++
      placeAfter[b[after]!] = after
    }
    const candidates: Anchor[] = []
    for (let before = beforeStart; before < beforeEnd; before++) {
      const line = a[before]!
      if (timesBefore[line] === 1 && timesAfter[line] === 1) candidates.push({ before, after: placeAfter[line]! })
    }
    // Clear only the entries of this gap: clearing the whole tables for each of many small gaps would be quadratic.
    for (let before = beforeStart; before < beforeEnd; before++) timesBefore[a[before]!] = 0
    for (let after = afterStart; after < afterEnd; after++) timesAfter[b[after]!] = 0
    return longestAscending(candidates)
  }
}

/** The longest subsequence whose `after` ascends, by patience sorting. */
function longestAscending(anchors: readonly Anchor[]): readonly Anchor[] {
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
  const ascending: Anchor[] = []
  for (let card = piles.at(-1); card; card = card.under) ascending.push(card.anchor)
  return ascending.reverse()
}

/**
 * Creates a search for shortest edit scripts (Myers 1986, by jsdiff) that returns undefined if it would cost too much. All
 * calls together cost at most about `effort` comparisons. They are counted, not timed, so that two texts compare the same
 * way on every machine.
 */
export function boundedSearch<T>(effort: number) {
  return (before: T[], after: T[]): ChangeObject<T[]>[] | undefined => {
    const shorter = Math.min(before.length, after.length)
    // At most half of what is left, so that one hostile part leaves something for those after it.
    const limit = maxEditsWithin(effort / 2 - CALL_COST, shorter)
    if (limit < 1) return undefined
    const parts = diffArrays(before, after, { maxEditLength: limit })
    const edits = parts?.reduce((sum, part) => sum + (part.added || part.removed ? part.count : 0), 0)
    effort -= CALL_COST + costOf(edits ?? limit, shorter)
    return parts
  }
}

/** The fixed cost of one search, in comparisons. */
const CALL_COST = 200

/**
 * The cost of finding d edits, in comparisons: d²/2 points, each worth eight comparisons, and 2d diagonals, each as long
 * as the shorter side.
 */
const costOf = (edits: number, shorter: number) => 4 * edits ** 2 + 2 * edits * shorter

/** The most edits that cost at most `effort`: `costOf` solved for `edits`. */
const maxEditsWithin = (effort: number, shorter: number) =>
  Math.floor((Math.sqrt(shorter ** 2 + 4 * Math.max(effort, 0)) - shorter) / 4)
