import { align, alignmentBudget } from './align.js'
import type { Budget } from './budget.js'
import type { Change } from './change.js'

/** A part of a merged text: agreed text, with where it is from, or a conflict. */
export type MergeChunk =
  | { readonly kind: 'clean'; readonly text: string; readonly from: 'base' | 'ours' | 'theirs' | 'both' }
  | { readonly kind: 'conflict'; readonly base: string; readonly ours: string; readonly theirs: string }

export type TextMerge = {
  readonly clean: boolean
  /** The merged text; null if there is a conflict. */
  readonly text: string | null
  /** In text order. */
  readonly chunks: readonly MergeChunk[]
}

type Lines = readonly string[]

/** Work that one merge may do. Each side has its own budget, so that a merge is the same whichever side is ours. */
export interface MergeBudgets {
  readonly ours: Budget
  readonly theirs: Budget
}

export const mergeBudgets = (): MergeBudgets => ({ ours: alignmentBudget(), theirs: alignmentBudget() })

/**
 * Merges `ours` and `theirs`, both made from `base`, line by line, as git does. Changes that overlap or touch (no
 * unchanged line between them) conflict unless both sides made the same change. Byte exact: a line's ending, or a
 * missing one at the end, is part of the line.
 *
 * The algorithm is diff3: Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (FSTTCS 2007).
 */
export function mergeText(base: string, ours: string, theirs: string, budgets = mergeBudgets()): TextMerge {
  const baseLines = linesOf(base)
  const ourLines = linesOf(ours)
  const theirLines = linesOf(theirs)
  const chunks: MergeChunk[] = []
  let merged = 0
  const ourChanges = align(baseLines, ourLines, budgets.ours)
  const theirChanges = align(baseLines, theirLines, budgets.theirs)
  for (const region of regionsOf(ourChanges, theirChanges)) {
    chunks.push(
      ...clean('base', baseLines.slice(merged, region.start)),
      ...mergeRegion(
        region,
        baseLines.slice(region.start, region.end),
        linesWithin(region, region.ours, ourLines),
        linesWithin(region, region.theirs, theirLines),
      ),
    )
    merged = region.end
  }
  chunks.push(...clean('base', baseLines.slice(merged)))

  const isClean = chunks.every(chunk => chunk.kind === 'clean')
  return { clean: isClean, text: isClean ? chunks.map(textOf).join('') : null, chunks }
}

/**
 * A text from which to resolve the conflicts: each one is replaced by our lines, then theirs. A line that both sides
 * deleted or changed is not in it. Between two paragraphs there is an empty line, so that they stay two.
 */
export const resolveWithBoth = (chunks: readonly MergeChunk[]): string => chunks.map(textOf).join('')

/**
 * Merges sets: an item that either side added is in, one that either side removed is out. The order is that of `base`,
 * then our additions, then theirs.
 */
export function mergeSets(base: Lines, ours: Lines, theirs: Lines): string[] {
  const inBase = new Set(base)
  const inOurs = new Set(ours)
  const inTheirs = new Set(theirs)
  const kept = [...inBase].filter(item => inOurs.has(item) && inTheirs.has(item))
  const added = [...inOurs, ...inTheirs].filter(item => !inBase.has(item))
  return [...new Set([...kept, ...added])]
}

/** Merges a value as a unit: one side's change wins, two different changes conflict. */
export function mergeValue<T extends string | number | boolean | null | undefined>(
  base: T,
  ours: T,
  theirs: T,
): { readonly clean: true; readonly value: T } | { readonly clean: false } {
  if (ours === theirs || theirs === base) return { clean: true, value: ours }
  if (ours === base) return { clean: true, value: theirs }
  return { clean: false }
}

/** The lines of a text, each with its ending. The last may have none. */
const linesOf = (text: string): Lines => text.match(/[^\n]+\n?|\n/g) ?? []

/** Lines `[start, end)` of the base, and each side's changes there. */
type Region = {
  readonly start: number
  readonly end: number
  readonly ours: readonly Change[]
  readonly theirs: readonly Change[]
}

/** Groups changes that overlap or touch, so that there is an unchanged line between any two regions. */
function* regionsOf(ours: readonly Change[], theirs: readonly Change[]): Generator<Region> {
  let our = 0
  let their = 0
  while (our < ours.length || their < theirs.length) {
    const firstOur = our
    const firstTheir = their
    const start = Math.min(ours[our]?.beforeStart ?? Infinity, theirs[their]?.beforeStart ?? Infinity)
    let end = start
    for (;;) {
      if (ours[our] && ours[our]!.beforeStart <= end) end = Math.max(end, ours[our++]!.beforeEnd)
      else if (theirs[their] && theirs[their]!.beforeStart <= end) end = Math.max(end, theirs[their++]!.beforeEnd)
      else break
    }
    yield { start, end, ours: ours.slice(firstOur, our), theirs: theirs.slice(firstTheir, their) }
  }
}

/** A side's version of the region: its changes, and the unchanged lines around them up to the region's bounds. */
function linesWithin(region: Region, changes: readonly Change[], side: Lines): Lines {
  const first = changes[0]
  const last = changes.at(-1)
  if (!first || !last) return []
  const unchangedBefore = first.beforeStart - region.start
  const unchangedAfter = region.end - last.beforeEnd
  return side.slice(first.afterStart - unchangedBefore, last.afterEnd + unchangedAfter)
}

function mergeRegion(region: Region, base: Lines, ours: Lines, theirs: Lines): readonly MergeChunk[] {
  if (region.theirs.length === 0) return clean('ours', ours)
  if (region.ours.length === 0) return clean('theirs', theirs)

  // Lines that both sides share at the start and at the end are agreed. The rest, if any, is the conflict.
  const shorter = Math.min(ours.length, theirs.length)
  let head = 0
  while (head < shorter && ours[head] === theirs[head]) head++
  let tail = 0
  while (tail < shorter - head && ours.at(-1 - tail) === theirs.at(-1 - tail)) tail++
  const ourMiddle = ours.slice(head, ours.length - tail)
  const theirMiddle = theirs.slice(head, theirs.length - tail)
  if (ourMiddle.length === 0 && theirMiddle.length === 0) return clean('both', ours)
  return [
    ...clean('both', ours.slice(0, head)),
    { kind: 'conflict', base: base.join(''), ours: ourMiddle.join(''), theirs: theirMiddle.join('') },
    ...clean('both', ours.slice(ours.length - tail)),
  ]
}

const clean = (from: 'base' | 'ours' | 'theirs' | 'both', lines: Lines): readonly MergeChunk[] =>
  lines.length === 0 ? [] : [{ kind: 'clean', text: lines.join(''), from }]

/** The text of a chunk; for a conflict, our lines and then theirs. */
function textOf(chunk: MergeChunk): string {
  if (chunk.kind === 'clean') return chunk.text
  const { ours, theirs } = chunk
  return ours + endingBetween(ours, theirs) + theirs
}

/**
 * Keeps a last line without an ending from running into the line after it, and a paragraph from running into the next.
 */
function endingBetween(ours: string, theirs: string): string {
  if (ours === '' || theirs === '') return ''
  const ending = theirs.includes('\r\n') ? '\r\n' : '\n'
  const areParagraphs = isParagraphLine(linesOf(ours).at(-1)) && isParagraphLine(linesOf(theirs)[0])
  return (ours.endsWith('\n') ? '' : ending) + (areParagraphs ? ending : '')
}

/** The beginning of a Markdown line that is no paragraph: a heading, list item, quotation, table or block of code. */
const OTHER_BLOCK = /^(?: {4}|\t| *(?:[#>|]|[-*+] |\d+[.)] |```|~~~))/

const isParagraphLine = (line = ''): boolean => line.trim() !== '' && !OTHER_BLOCK.test(line)
