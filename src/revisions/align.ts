import { anchorFinder } from './anchors.js'
import { boundedSearch } from './bounded-search.js'
import type { Budget } from './budget.js'
import type { Change } from './change.js'

/** Comparisons that all searches for shortest edits in one alignment may cost: see `boundedSearch`. */
const SEARCH_EFFORT = 400_000

/** A new budget for one alignment. */
export const alignmentBudget = (): Budget => ({ left: SEARCH_EFFORT })

/** Levels of gaps between anchors within such gaps. A hostile text could otherwise force thousands of passes. */
const MAX_DEPTH = 8

/**
 * Aligns two sequences of lines. Returns the changes in order, with at least one unchanged line between any two.
 *
 * Lines that occur exactly once on each side are matched first (patience diff, by Bram Cohen): they carry meaning, while
 * blank lines and list marks do not. The gaps between them get a shortest edit script while `budget` lasts. A gap that is
 * too costly becomes one change: coarser, but never wrong.
 */
export function align(before: readonly string[], after: readonly string[], budget: Budget): readonly Change[] {
  const numbers = new Map<string, number>()
  const a = numberLines(before, numbers)
  const b = numberLines(after, numbers)
  const findAnchors = anchorFinder(a, b, numbers.size)
  const changes: Change[] = []
  const search = boundedSearch<number>(budget)

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
    const existing = numbers.get(line)
    if (existing !== undefined) return existing
    const number = numbers.size
    numbers.set(line, number)
    return number
  })
}

/** The gap without the lines that are equal at its start and at its end. */
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
