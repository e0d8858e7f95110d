import { normaliseLineEndings } from '../platform/text.js'
import { align, alignmentBudget } from './align.js'

/** How a line ends: nothing for a last line without a newline. */
export type LineEnding = '\n' | '\r\n' | '\r' | ''

/** A text as lines without their endings, and the ending of each. */
export interface Lines {
  readonly lines: readonly string[]
  readonly endingOf: (index: number) => LineEnding
}

/** Splits a text at each LF, CRLF or CR. */
export function splitLines(text: string): Lines {
  const hasCarriageReturn = text.includes('\r')
  const lines = (hasCarriageReturn ? normaliseLineEndings(text) : text).split('\n')
  const last = lines.length - 1
  if (lines[last] === '') lines.pop()
  // A page of blank lines has 100,000 endings, so list them only if they differ.
  const endings = hasCarriageReturn ? (text.match(/\r\n?|\n/g) as LineEnding[]) : undefined
  return { lines, endingOf: index => (index === last ? '' : (endings?.[index] ?? '\n')) }
}

/**
 * Gives the lines of `text` the endings that they have in `original`. Browsers send all lines with the same ending, so a
 * text that nobody changed would otherwise come back changed. A new line ends like the line before it. Bounded as `align`.
 */
export function withLineEndingsOf(original: string, text: string): string {
  if (!original.includes('\r')) return text
  const before = splitLines(original)
  const after = splitLines(text)
  const known = matchingEndings(before, after)
  let last = before.endingOf(0)
  return after.lines
    .map((line, index) => {
      last = known[index] || last
      return line + (after.endingOf(index) === '' ? '' : last)
    })
    .join('')
}

/** The ending of each line of `after` in `before`; undefined for a new line. */
function matchingEndings(before: Lines, after: Lines): readonly (LineEnding | undefined)[] {
  const endings: (LineEnding | undefined)[] = []
  let nextBefore = 0
  const add = (count: number): void => {
    for (let index = 0; index < count; index++) endings.push(before.endingOf(nextBefore++))
  }
  for (const change of align(before.lines, after.lines, alignmentBudget())) {
    add(change.beforeStart - nextBefore)
    const replaced = Math.min(change.beforeEnd, change.beforeStart + change.afterEnd - change.afterStart)
    add(replaced - change.beforeStart)
    endings.length = change.afterEnd
    nextBefore = change.beforeEnd
  }
  add(before.lines.length - nextBefore)
  return endings
}
