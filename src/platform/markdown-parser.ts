import createMarkdownIt, { type MarkdownIt, type StateBlock } from 'markdown-it'

/** Levels of lists and quotes that are shown as such. A list takes two: one for itself, one for its items. */
const MAX_NESTING = 20

const allowedScheme = /^(https?:|mailto:)/i
const anyScheme = /^[a-z][a-z0-9+.-]*:/i

/** Only http, https, mailto and addresses on this site. */
function isAllowedAddress(address: string): boolean {
  const compact = address.trim().replace(/[\p{Cc}\s]/gu, '')
  return anyScheme.test(compact) ? allowedScheme.test(compact) : !compact.startsWith('//')
}

/** A quote or a list would begin here. */
const CONTAINER = /^(?:>|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))/

/**
 * Shows lists and quotes below the deepest level as plain text, marks and all. markdown-it would leave them out, and
 * everything after them.
 */
function tooDeep(state: StateBlock, startLine: number, endLine: number, isTest: boolean): boolean {
  // The deepest list needs room for itself, its item, and a paragraph in it.
  if (state.level + 2 < MAX_NESTING) return false
  const lineAt = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line])
  if (!CONTAINER.test(lineAt(startLine))) return false
  if (isTest) return true
  let end = startLine + 1
  while (end < endLine && !state.isEmpty(end) && !CONTAINER.test(lineAt(end))) end++
  const open = state.push('paragraph_open', 'p', 1)
  open.map = [startLine, end]
  const inline = state.push('inline', '', 0)
  inline.content = state.getLines(startLine, end, state.blkIndent, false).trim()
  inline.map = [startLine, end]
  inline.children = []
  state.push('paragraph_close', 'p', -1)
  state.line = end
  return true
}

/** Creates a parser of Markdown from users. It takes HTML for text, and shows each line break as it was typed. */
export function createParser(): MarkdownIt {
  const parser = createMarkdownIt({
    html: false,
    linkify: true,
    breaks: true,
    typographer: false,
    maxNesting: MAX_NESTING,
  })
  // Bare domains do not become links: "node.js" and "readme.md" are seldom addresses.
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
  parser.validateLink = isAllowedAddress
  parser.block.ruler.before('blockquote', 'too_deep', tooDeep, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
  return parser
}

/** Creates a parser that parses blocks but not the text inside them, which takes a tenth of the time. */
export const createBlockParser = (): MarkdownIt =>
  createParser().disable(['inline', 'linkify', 'replacements', 'smartquotes', 'text_join'])
