import { align, type Change } from './align.js'

/** A stretch of a merge. */
export type MergeChunk =
  | { readonly kind: 'clean'; readonly text: string; readonly from: 'base' | 'ours' | 'theirs' | 'both' }
  | { readonly kind: 'conflict'; readonly base: string; readonly ours: string; readonly theirs: string }

export type TextMerge = {
  readonly clean: boolean
  /** The merged text; null while there is a conflict to settle. */
  readonly text: string | null
  /** In the order of the text. */
  readonly chunks: readonly MergeChunk[]
}

type Lines = readonly string[]

/**
 * Merges what `ours` and `theirs` each made of `base`, line by line (diff3), as git does: changes that
 * overlap or touch, with no unchanged line between them, conflict unless both sides made the same one.
 * Byte exact: a line's ending, or the lack of one at the end of the text, is part of the line.
 */
export function mergeText(base: string, ours: string, theirs: string): TextMerge {
  const baseLines = linesOf(base)
  const ourLines = linesOf(ours)
  const theirLines = linesOf(theirs)
  const chunks: MergeChunk[] = []
  let settled = 0
  for (const region of regionsOf(align(baseLines, ourLines), align(baseLines, theirLines))) {
    chunks.push(
      ...clean('base', baseLines.slice(settled, region.start)),
      ...mergeRegion(
        region,
        baseLines.slice(region.start, region.end),
        linesWithin(region, region.ours, ourLines),
        linesWithin(region, region.theirs, theirLines),
      ),
    )
    settled = region.end
  }
  chunks.push(...clean('base', baseLines.slice(settled)))

  const isClean = chunks.every(chunk => chunk.kind === 'clean')
  return { clean: isClean, text: isClean ? chunks.map(textOf).join('') : null, chunks }
}

/**
 * A text to start settling the conflicts from: in the place of each stand our lines, then theirs.
 * Where both sides deleted or changed a line, its old wording is in neither, so it is not here.
 */
export const resolveWithBoth = (chunks: readonly MergeChunk[]): string => chunks.map(textOf).join('')

/**
 * Merges sets: what either side added is in, what either side removed is out.
 * In the order of `base`, then of our additions, then of theirs; without duplicates.
 */
export function mergeSets(base: Lines, ours: Lines, theirs: Lines): string[] {
  const inBase = new Set(base)
  const inOurs = new Set(ours)
  const inTheirs = new Set(theirs)
  const kept = [...inBase].filter(item => inOurs.has(item) && inTheirs.has(item))
  const added = [...inOurs, ...inTheirs].filter(item => !inBase.has(item))
  return [...new Set([...kept, ...added])]
}

/** Merges a value that is whole: a change by one side wins, two different changes conflict. */
export function mergeValue<T extends string | number | boolean | null | undefined>(
  base: T,
  ours: T,
  theirs: T,
): { readonly clean: true; readonly value: T } | { readonly clean: false } {
  if (ours === theirs || theirs === base) return { clean: true, value: ours }
  if (ours === base) return { clean: true, value: theirs }
  return { clean: false }
}

/** Each line with its ending, which the last may lack. */
const linesOf = (text: string): Lines => text.match(/[^\n]+\n?|\n/g) ?? []

/** Lines `[start, end)` of base, and the changes each side made there. */
type Region = {
  readonly start: number
  readonly end: number
  readonly ours: readonly Change[]
  readonly theirs: readonly Change[]
}

/** Gathers changes that overlap or touch, so that an unchanged line stands between any two regions. */
function* regionsOf(ours: readonly Change[], theirs: readonly Change[]): Generator<Region> {
  let [our, their] = [0, 0]
  while (our < ours.length || their < theirs.length) {
    const [firstOur, firstTheir] = [our, their]
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

/** What a side made of the region: its changes, and the unchanged lines around them up to the region's bounds. */
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

  // What both sides begin or end with alike is agreed; the conflict is what is left, if anything is.
  const shorter = Math.min(ours.length, theirs.length)
  let head = 0
  while (head < shorter && ours[head] === theirs[head]) head++
  let tail = 0
  while (tail < shorter - head && ours.at(-1 - tail) === theirs.at(-1 - tail)) tail++
  const ourRest = ours.slice(head, ours.length - tail)
  const theirRest = theirs.slice(head, theirs.length - tail)
  if (ourRest.length === 0 && theirRest.length === 0) return clean('both', ours)
  return [
    ...clean('both', ours.slice(0, head)),
    { kind: 'conflict', base: base.join(''), ours: ourRest.join(''), theirs: theirRest.join('') },
    ...clean('both', ours.slice(ours.length - tail)),
  ]
}

const clean = (from: 'base' | 'ours' | 'theirs' | 'both', lines: Lines): readonly MergeChunk[] =>
  lines.length === 0 ? [] : [{ kind: 'clean', text: lines.join(''), from }]

function textOf(chunk: MergeChunk): string {
  if (chunk.kind === 'clean') return chunk.text
  const { ours, theirs } = chunk
  // A last line without an ending must not run into the line put after it.
  const ending = ours === '' || theirs === '' || ours.endsWith('\n') ? '' : theirs.includes('\r\n') ? '\r\n' : '\n'
  return ours + ending + theirs
}
