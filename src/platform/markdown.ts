import MarkdownIt from 'markdown-it'
import GithubSlugger from 'github-slugger'
import { SafeHtml, escapeHtml } from './safe-html.js'

/** A heading of a rendered text, with the id that links to it. */
export interface Heading {
  readonly level: number
  readonly id: string
  readonly text: string
}

/** A rendered text. */
export interface Rendered {
  readonly html: SafeHtml
  /** The headings at the text's highest level, for a contents list. */
  readonly headings: readonly Heading[]
}

const allowedScheme = /^(https?:|mailto:)/i
const anyScheme = /^[a-z][a-z0-9+.-]*:/i

/** The level that a text's highest headings get: the page itself has the h1. */
const TOP_LEVEL = 2

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: 20 })
// Bare domains do not become links: "node.js" and "readme.md" are seldom addresses.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

markdown.validateLink = address => {
  const compact = address.trim().replace(/[\p{Cc}\s]/gu, '')
  return anyScheme.test(compact) ? allowedScheme.test(compact) : !compact.startsWith('//')
}

markdown.renderer.rules.link_open = (tokens, index, options, _environment, self) => {
  const token = tokens[index]!
  if (/^https?:/i.test(String(token.attrGet('href')))) token.attrSet('rel', 'nofollow ugc noopener')
  return self.renderToken(tokens, index, options)
}

// The content security policy forbids pictures from other origins, so link to them instead.
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index]!
  const text = token.content || 'picture'
  return `<a href="${escapeHtml(token.attrGet('src'))}" rel="nofollow ugc noopener">Picture: ${escapeHtml(text)}</a>`
}

markdown.renderer.rules.table_open = () => '<section class="app-table-scroll" tabindex="0" aria-label="Table"><table>\n'
markdown.renderer.rules.table_close = () => '</table></section>\n'

// The content security policy forbids inline styles, so a class aligns each column.
for (const cell of ['td_open', 'th_open'] as const) {
  markdown.renderer.rules[cell] = (tokens, index, options, _env, self) => {
    const token = tokens[index]!
    const align = /^text-align:(left|right|center)$/.exec(String(token.attrGet('style')))?.[1]
    if (align !== undefined) token.attrs = [['class', `app-align-${align}`]]
    return self.renderToken(tokens, index, options)
  }
}

/** How many table cells of a text are laid out. The rows after them are shown as they were written. */
const MAX_TABLE_CELLS = 5_000

type BlockState = Parameters<Parameters<typeof markdown.block.ruler.at>[1]>[0]

const [parseTable] = new MarkdownIt('zero').enable('table').block.ruler.getRules('')

// Each cell costs as much as a paragraph, and a character is enough for one.
markdown.block.ruler.at(
  'table',
  (state, startLine, endLine, silent) => {
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
  },
  { alt: ['paragraph', 'reference'] },
)

const columnsIn = (state: BlockState, header: number): number =>
  state.src
    .slice(state.bMarks[header]! + state.tShift[header]!, state.eMarks[header])
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length

/** Adds the lines from `line` to the next empty one as code. */
function pushAsWritten(state: BlockState, line: number, endLine: number): void {
  let end = line
  while (end < endLine && !state.isEmpty(end) && state.sCount[end]! >= state.blkIndent) end++
  if (end === line) return
  const token = state.push('code_block', 'code', 0)
  token.content = state.getLines(line, end, state.blkIndent, false)
  token.map = [line, end]
  state.line = end
}

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/

/** Splits `source` into its front matter (the text between `---` lines at its very top) and the rest. */
export function splitFrontMatter(source: string): { readonly frontMatter: string | undefined; readonly rest: string } {
  const match = /^---\r?\n/.test(source) ? frontMatter.exec(source) : null
  return match
    ? { frontMatter: match[1], rest: source.slice(match[0].length) }
    : { frontMatter: undefined, rest: source }
}

/** Tells of each line of Markdown whether it is in fenced code, or opens or closes it. */
export function fencedLines(lines: readonly string[]): readonly boolean[] {
  let fence: string | undefined
  return lines.map(line => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    const isFence = mark !== undefined && (fence === undefined || mark.startsWith(fence))
    if (isFence) fence = fence === undefined ? mark : undefined
    return isFence || fence !== undefined
  })
}

/**
 * Renders Markdown from users as HTML. Escapes raw HTML, allows only links to http, https, mailto and this site, moves
 * headings below the page's h1 and gives each an id, and shows front matter in a closed panel. A hostile text of maximum
 * length takes up to half a second, so a request must use `Renderer` instead.
 */
export function renderMarkdown(source: string): Rendered {
  const parts = splitFrontMatter(source)
  const tokens = markdown.parse(parts.rest, {})
  const slugger = new GithubSlugger()
  const headings: Heading[] = []
  const levels = tokens.filter(token => token.type === 'heading_open').map(token => Number(token.tag.slice(1)))
  // Ignore a level-1 heading further down: it would push all others down a level.
  const shift = TOP_LEVEL - Math.min(...(levels[0] === 1 ? levels : levels.filter(level => level > 1)))
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    const level = Math.min(6, Math.max(TOP_LEVEL, Number(token.tag.slice(1)) + shift))
    token.tag = `h${level}`
    if (token.type === 'heading_close') continue
    const text = textOf(tokens[index + 1]?.children ?? [])
    const id = `section-${slugger.slug(text)}`
    token.attrSet('id', id)
    headings.push({ level, id, text })
  }
  const head = parts.frontMatter === undefined ? '' : frontMatterHtml(parts.frontMatter)
  const top = Math.min(...headings.map(heading => heading.level))
  return {
    html: new SafeHtml(head + markdown.renderer.render(tokens, markdown.options, {})),
    headings: headings.filter(heading => heading.level === top),
  }
}

const frontMatterHtml = (text: string): string =>
  `<details class="govuk-details"><summary class="govuk-details__summary">Front matter</summary>` +
  `<pre>${escapeHtml(text)}</pre></details>\n`

interface Piece {
  readonly type: string
  readonly content: string
}

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(piece => piece.type === 'text' || piece.type === 'code_inline')
    .map(piece => piece.content)
    .join('')

/** Parses blocks but not the text inside them, which takes a tenth of the time. */
const blocks = new MarkdownIt({ html: false, maxNesting: 20 }).disable([
  'inline',
  'linkify',
  'replacements',
  'smartquotes',
  'text_join',
])

const plainText = (inline: string): string =>
  textOf(
    (markdown.parseInline(inline, {})[0]?.children ?? []).map(piece =>
      piece.type.endsWith('break') ? { type: 'text', content: ' ' } : piece,
    ),
  )
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Returns the first heading of `source` and its first paragraph outside lists and quotes, each as one line of plain text,
 * or undefined where there is none. Skips front matter.
 */
export function outlineOf(source: string): {
  readonly heading: string | undefined
  readonly paragraph: string | undefined
} {
  const tokens = blocks.parse(splitFrontMatter(source).rest, {})
  const textAfter = (at: number): string | undefined =>
    at < 0 ? undefined : plainText(tokens[at + 1]?.content ?? '') || undefined
  return {
    heading: textAfter(tokens.findIndex(token => token.type === 'heading_open')),
    paragraph: textAfter(tokens.findIndex(token => token.type === 'paragraph_open' && token.level === 0)),
  }
}
