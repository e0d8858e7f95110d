/** Rows to show, or unchanged rows to fold away. */
export type DiffBlock<Row> = { readonly kind: 'rows' | 'folded'; readonly rows: readonly Row[] }

/** Unchanged rows that stay visible before and after a change. */
const CONTEXT_ROWS = 3

/** The longest run of unchanged rows that is shown whole. */
const MAX_UNFOLDED_ROWS = 8

/** Folds long runs of unchanged rows, except the rows next to a change. */
export function foldUnchanged<Row extends { readonly kind: string }>(rows: readonly Row[]): readonly DiffBlock<Row>[] {
  const blocks: DiffBlock<Row>[] = []
  let shown = 0
  let start = 0
  while (start < rows.length) {
    let end = start
    while (rows[end]?.kind === 'same') end++
    if (end - start > MAX_UNFOLDED_ROWS) {
      const foldStart = start === 0 ? 0 : start + CONTEXT_ROWS
      const foldEnd = end === rows.length ? end : end - CONTEXT_ROWS
      if (foldStart > shown) blocks.push({ kind: 'rows', rows: rows.slice(shown, foldStart) })
      blocks.push({ kind: 'folded', rows: rows.slice(foldStart, foldEnd) })
      shown = foldEnd
    }
    start = end + 1
  }
  if (shown < rows.length) blocks.push({ kind: 'rows', rows: rows.slice(shown) })
  return blocks
}
