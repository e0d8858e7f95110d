import createMarkdownIt, { type MarkdownIt, type StateBlock } from 'markdown-it'

/** How many table cells of a text are laid out. The rows after them are shown as they were written. */
const MAX_TABLE_CELLS = 5_000

const [parseTable] = createMarkdownIt('zero').enable('table').block.ruler.getRules('')

/** Limits how many table cells of a text `parser` lays out: each costs as much as a paragraph, and one character makes one. */
export function limitTables(parser: MarkdownIt): void {
  parser.block.ruler.at('table', parseLimitedTable, { alt: ['paragraph', 'reference'] })
}

function parseLimitedTable(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (!parseTable!(state, startLine, endLine, true)) return false
  if (silent) return true
  const env = state.env as { cells?: number }
  const cells = env.cells ?? 0
  const columns = columnsIn(state, startLine)
  const rowsLeft = Math.floor((MAX_TABLE_CELLS - cells) / columns)
  if (rowsLeft > 0) parseTable!(state, startLine, Math.min(endLine, startLine + 1 + rowsLeft), false)
  const rows = Math.max(0, state.line - startLine - 1)
  env.cells = cells + columns * rows
  if (rows >= rowsLeft) pushAsWritten(state, state.line, endLine)
  return true
}

const columnsIn = (state: StateBlock, header: number): number =>
  state.src
    .slice(state.bMarks[header]! + state.tShift[header]!, state.eMarks[header])
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length

/** Adds the lines from `line` to the next empty one as code. */
function pushAsWritten(state: StateBlock, line: number, endLine: number): void {
  let end = line
  while (end < endLine && !state.isEmpty(end) && state.sCount[end]! >= state.blkIndent) end++
  if (end === line) return
  const token = state.push('code_block', 'code', 0)
  token.content = state.getLines(line, end, state.blkIndent, false)
  token.map = [line, end]
  state.line = end
}
