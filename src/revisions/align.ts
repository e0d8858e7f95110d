import { type ChangeObject, diffArrays } from 'diff'

/** Lines `[beforeStart, beforeEnd)` gave way to `[afterStart, afterEnd)`; either range may be empty, not both. */
export type Change = {
  readonly beforeStart: number
  readonly beforeEnd: number
  readonly afterStart: number
  readonly afterEnd: number
}

/** What looking for shortest edits may cost in all; see `boundedSearch`. */
const EFFORT = 400_000

/** Each level takes one pass over the lines; a text built to be peeled line by line would ask for thousands. */
const DEPTH = 8

/**
 * Aligns two sequences of lines: the changes in order, with at least one unchanged line between any two.
 *
 * Lines that occur once on each side are matched first (a patience diff), for they carry meaning where
 * blank lines and list marks do not; the gaps between them get a shortest edit while `EFFORT` lasts.
 * A gap too costly for that is one change: coarser, never wrong.
 */
export function align(before: readonly string[], after: readonly string[]): readonly Change[] {
  const numbers = new Map<string, number>()
  const a = numbered(before, numbers)
  const b = numbered(after, numbers)
  const findAnchors = anchorFinder(a, b, numbers.size)
  const changes: Change[] = []
  const search = boundedSearch<number>(EFFORT)

  alignGap({ beforeStart: 0, beforeEnd: a.length, afterStart: 0, afterEnd: b.length }, DEPTH)
  return changes

  function alignGap(whole: Change, depth: number): void {
    const gap = trim(a, b, whole)
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

/** Equal lines get equal numbers, which compare in one step however long the lines are. */
function numbered(lines: readonly string[], numbers: Map<string, number>): readonly number[] {
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

/** Finds the lines that occur once on each side of a gap, as many as stand in the same order on both. */
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
    // Cleared by walking the gap again: filling whole tables for each of many small gaps would be quadratic.
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
 * A search for shortest edits (Myers, by jsdiff) that gives up, with `undefined`, where it would cost too much.
 * All its calls together cost at most about `effort` comparisons. They are counted, not timed, so that
 * the same two texts compare alike on every machine and day.
 */
export function boundedSearch<T>(effort: number) {
  return (before: T[], after: T[]): ChangeObject<T[]>[] | undefined => {
    const shorter = Math.min(before.length, after.length)
    // Half of what is left, so that one hostile stretch cannot starve those after it.
    const limit = editsWithin(effort / 2 - CALL, shorter)
    if (limit < 1) return undefined
    const parts = diffArrays(before, after, { maxEditLength: limit })
    const edits = parts?.reduce((sum, part) => sum + (part.added || part.removed ? part.count : 0), 0)
    effort -= CALL + costOf(edits ?? limit, shorter)
    return parts
  }
}

/** What a search costs however short it is, in comparisons. */
const CALL = 200

/** d edits visit d²/2 points, each worth eight comparisons, on 2d diagonals, each as long as the shorter side. */
const costOf = (edits: number, shorter: number) => 4 * edits ** 2 + 2 * edits * shorter

/** The most edits that cost no more than `effort`: `costOf`, solved for them. */
const editsWithin = (effort: number, shorter: number) =>
  Math.floor((Math.sqrt(shorter ** 2 + 4 * Math.max(effort, 0)) - shorter) / 4)
