import { diffBodies, type DiffRow } from './diff.js'
import type { DiffSegment } from './hidden-characters.js'

/**
 * Two texts to read side by side, with the differences marked in each. The texts of the segments, joined, are the text
 * with plain newlines between lines. If the texts have nothing in common, nothing is marked. Bounded as `diffBodies`.
 */
export function markDifferences(
  a: string,
  b: string,
): { readonly a: readonly DiffSegment[]; readonly b: readonly DiffSegment[] } {
  const rows = diffBodies(a, b).blocks.flatMap(block => block.rows)
  if (!rows.some(hasCommonText)) return { a: [{ text: a, changed: false }], b: [{ text: b, changed: false }] }
  return { a: segmentsOfRows(rows, 'before'), b: segmentsOfRows(rows, 'after') }
}

function hasCommonText(row: DiffRow): boolean {
  if (row.kind === 'same') return true
  if (row.kind !== 'changed') return false
  return row.before.segments.some(({ text, changed }) => !changed && text.trim() !== '')
}

function segmentsOfRows(rows: readonly DiffRow[], side: 'before' | 'after'): readonly DiffSegment[] {
  const segments: DiffSegment[] = []
  let isFirst = true
  for (const row of rows) {
    const line = row[side]
    if (!line) continue
    if (!isFirst) segments.push({ text: '\n', changed: false })
    isFirst = false
    if (row.kind === 'same' || row.kind === 'changed')
      segments.push(...line.segments.map(({ text, changed }) => ({ text, changed })))
    else segments.push({ text: line.segments.map(segment => segment.text).join(''), changed: true })
  }
  return segments
}
