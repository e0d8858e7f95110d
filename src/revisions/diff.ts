import { align, alignmentBudget } from './align.js'
import type { Budget } from './budget.js'
import type { Change } from './change.js'
import { foldUnchanged, type DiffBlock } from './folding.js'
import { hiddenCharacterLabeller, type DiffSegment, type HiddenCharacterLabeller } from './hidden-characters.js'
import { splitLines, type Lines } from './line-endings.js'
import { linePairer, pairingBudget, type LinePair } from './line-pairs.js'
import { wordDiffBudget, wordDiffer, type WordDiffer } from './word-diff.js'

/** A line on one side, without its ending. The texts of its segments, joined, are the line. */
export type DiffLine = {
  /** Counted from 1. */
  readonly number: number
  readonly segments: readonly DiffSegment[]
  /** What cannot be seen at its end. */
  readonly note?: 'no newline at end'
}

export type DiffRow =
  | { readonly kind: 'same' | 'changed'; readonly before: DiffLine; readonly after: DiffLine }
  | { readonly kind: 'removed'; readonly before: DiffLine; readonly after?: never }
  | { readonly kind: 'added'; readonly before?: never; readonly after: DiffLine }

export type Diff = {
  readonly blocks: readonly DiffBlock<DiffRow>[]
  /** Lines added and removed; a changed line counts as both. */
  readonly added: number
  readonly removed: number
  /** Lines on both sides whose endings differ, such as CRLF and LF. They look the same. */
  readonly endings: number
  /** Whether the texts are equal byte for byte. */
  readonly identical: boolean
}

/** Work that one diff may do. A step that runs out of budget gives a coarser result. */
export interface DiffBudgets {
  /** For aligning lines. */
  readonly alignment: Budget
  /** For finding the new version of each changed line. */
  readonly pairing: Budget
  /** For finding the words that changed in a line. */
  readonly words: Budget
}

export const diffBudgets = (): DiffBudgets => ({
  alignment: alignmentBudget(),
  pairing: pairingBudget(),
  words: wordDiffBudget(),
})

/**
 * Compares two texts for display: by lines, then by words inside changed lines. Every line of both is in the result, in
 * order. `budgets` bound the work whatever the texts are: if they differ too much, lines show as removed, added or changed
 * as a whole.
 */
export function diffBodies(before: string, after: string, budgets = diffBudgets()): Diff {
  const beforeSide = sideOf(before, after)
  const afterSide = sideOf(after, before)
  const changes = align(beforeSide.lines, afterSide.lines, budgets.alignment)
  const rows = rowsOf(beforeSide, afterSide, changes, budgets)
  const same = rows.filter(row => row.kind === 'same').length
  return {
    blocks: foldUnchanged(rows),
    added: afterSide.lines.length - same,
    removed: beforeSide.lines.length - same,
    endings: rows.filter(row => row.before && row.after && endingsDiffer(beforeSide, afterSide, row)).length,
    identical: before === after,
  }
}

/** Which items of a list were added, removed and kept, each in the given order and without duplicates. */
export function diffSets(
  before: readonly string[],
  after: readonly string[],
): { readonly added: readonly string[]; readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const beforeSet = new Set(before)
  const afterSet = new Set(after)
  return {
    added: [...afterSet].filter(item => !beforeSet.has(item)),
    removed: [...beforeSet].filter(item => !afterSet.has(item)),
    kept: [...afterSet].filter(item => beforeSet.has(item)),
  }
}

/** One text as lines, and whether to say that the last one has no newline. */
interface Side extends Lines {
  readonly notesMissingNewline: boolean
}

/**
 * Splits `text` into lines for comparison with `other`. A missing newline at the end is worth a note only if the other
 * text has one there. Otherwise appending a line would change the line before it.
 */
const sideOf = (text: string, other: string): Side => ({
  ...splitLines(text),
  notesMissingNewline: /[\r\n]$/.test(other),
})

/** Whether a line on both sides ends in two ways that no reader could tell apart. */
function endingsDiffer(
  before: Side,
  after: Side,
  row: Extract<DiffRow, { before: DiffLine; after: DiffLine }>,
): boolean {
  const ending = before.endingOf(row.before.number - 1)
  const other = after.endingOf(row.after.number - 1)
  return ending !== '' && other !== '' && ending !== other
}

/** Both texts, and the tools that share one budget over the whole diff. */
type DiffTask = {
  readonly before: Side
  readonly after: Side
  readonly pairLines: (removed: readonly string[], added: readonly string[]) => readonly LinePair[]
  readonly label: HiddenCharacterLabeller
  readonly diffWords: WordDiffer
}

function rowsOf(before: Side, after: Side, changes: readonly Change[], budgets: DiffBudgets): readonly DiffRow[] {
  const label = hiddenCharacterLabeller()
  const pairLines = linePairer(budgets.pairing)
  const diffWords = wordDiffer(label, budgets.words)
  const task: DiffTask = { before, after, label, pairLines, diffWords }
  const rows: (readonly DiffRow[])[] = []
  let nextBefore = 0
  let nextAfter = 0
  for (const change of changes) {
    rows.push(unchangedRows(task, nextBefore, nextAfter, change.beforeStart - nextBefore))
    rows.push(...changedRows(task, change))
    nextBefore = change.beforeEnd
    nextAfter = change.afterEnd
  }
  rows.push(unchangedRows(task, nextBefore, nextAfter, before.lines.length - nextBefore))
  return rows.flat()
}

/** `count` lines that are equal on both sides. */
function unchangedRows(task: DiffTask, before: number, after: number, count: number): readonly DiffRow[] {
  return Array.from({ length: count }, (_, offset) => {
    const text = task.before.lines[before + offset]!
    const segments = text === '' ? noSegments : [{ text, changed: false }]
    return pairedRow(task, before + offset, after + offset, 'same', { removed: segments, added: segments })
  })
}

/** The lines of one change: between pairs of similar lines, first those removed, then those added. */
function* changedRows(task: DiffTask, change: Change): Generator<readonly DiffRow[]> {
  const { beforeStart, beforeEnd, afterStart, afterEnd } = change
  const removed = task.before.lines.slice(beforeStart, beforeEnd)
  const added = task.after.lines.slice(afterStart, afterEnd)
  let nextBefore = beforeStart
  let nextAfter = afterStart
  for (const pair of task.pairLines(removed, added)) {
    const before = beforeStart + pair.before
    const after = afterStart + pair.after
    yield removedRows(task, nextBefore, before)
    yield addedRows(task, nextAfter, after)
    const words = task.diffWords(task.before.lines[before]!, task.after.lines[after]!)
    yield [pairedRow(task, before, after, 'changed', words)]
    nextBefore = before + 1
    nextAfter = after + 1
  }
  yield removedRows(task, nextBefore, beforeEnd)
  yield addedRows(task, nextAfter, afterEnd)
}

function pairedRow(
  task: DiffTask,
  beforeIndex: number,
  afterIndex: number,
  kind: 'same' | 'changed',
  segments: ReturnType<WordDiffer>,
): DiffRow {
  const before = lineOf(task.before, beforeIndex, segments.removed)
  const after = lineOf(task.after, afterIndex, segments.added)
  return { kind: before.note || after.note ? 'changed' : kind, before, after }
}

const removedRows = ({ before, label }: DiffTask, start: number, end: number): readonly DiffRow[] =>
  before.lines
    .slice(start, end)
    .map((text, offset) => ({ kind: 'removed', before: lineOf(before, start + offset, label(text)) }))

const addedRows = ({ after, label }: DiffTask, start: number, end: number): readonly DiffRow[] =>
  after.lines
    .slice(start, end)
    .map((text, offset) => ({ kind: 'added', after: lineOf(after, start + offset, label(text)) }))

const noSegments: readonly DiffSegment[] = []

function lineOf(side: Side, index: number, segments: readonly DiffSegment[]): DiffLine {
  const number = index + 1
  return side.notesMissingNewline && side.endingOf(index) === ''
    ? { number, segments, note: 'no newline at end' }
    : { number, segments }
}
