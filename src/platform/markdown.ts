import MarkdownIt from 'markdown-it'
import GithubSlugger from 'github-slugger'
import { SafeHtml, escaped } from './safe-html.js'

export interface Heading {
  readonly level: number
  readonly id: string
  readonly text: string
}

export interface Rendered {
  readonly html: SafeHtml
  /** The headings at the highest level that occurs, for a contents list. */
  readonly headings: readonly Heading[]
}

const allowedScheme = /^(https?:|mailto:)/i
const anyScheme = /^[a-z][a-z0-9+.-]*:/i

/** Headings of people's own text begin right under the page's h1, whatever level they were typed at. */
const TOP_LEVEL = 2

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: 20 })
// Bare domains are left alone: "node.js" and "readme.md" are seldom meant as addresses.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

markdown.validateLink = address => {
  const plain = address.trim().replace(/[\p{Cc}\s]/gu, '')
  return !anyScheme.test(plain) ? !plain.startsWith('//') : allowedScheme.test(plain)
}

markdown.renderer.rules.link_open = (tokens, index, options, _environment, self) => {
  const token = tokens[index]!
  if (/^https?:/i.test(String(token.attrGet('href')))) token.attrSet('rel', 'nofollow ugc noopener')
  return self.renderToken(tokens, index, options)
}

// Pages come from one origin: a picture elsewhere is offered as a link, never loaded.
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index]!
  const text = token.content || 'picture'
  return `<a href="${escaped(token.attrGet('src'))}" rel="nofollow ugc noopener">Picture: ${escaped(text)}</a>`
}

markdown.renderer.rules.table_open = () => '<section class="app-table-scroll" tabindex="0" aria-label="Table"><table>\n'
markdown.renderer.rules.table_close = () => '</table></section>\n'

// The content security policy lets no inline style through, so a column is aligned by a class.
for (const cell of ['td_open', 'th_open'] as const) {
  markdown.renderer.rules[cell] = (tokens, index, options, _env, self) => {
    const token = tokens[index]!
    const align = /^text-align:(left|right|center)$/.exec(String(token.attrGet('style')))?.[1]
    if (align !== undefined) token.attrs = [['class', `app-align-${align}`]]
    return self.renderToken(tokens, index, options)
  }
}

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/

/** The front matter of `source` (the text between `---` lines at its very top), and the rest. */
export function splitFrontMatter(source: string): { readonly frontMatter: string | undefined; readonly rest: string } {
  const found = /^---\r?\n/.test(source) ? frontMatter.exec(source) : null
  return found
    ? { frontMatter: found[1], rest: source.slice(found[0].length) }
    : { frontMatter: undefined, rest: source }
}

/**
 * People's Markdown as HTML: no raw HTML, links only to http, https, mailto or this site, headings shifted under the
 * h1 with an id each, front matter shown closed up. A hostile body of the greatest
 * length costs up to half a second: on the way of a request call `render` of `rendering.ts` instead.
 */
export function renderMarkdown(source: string): Rendered {
  const parts = splitFrontMatter(source)
  const tokens = markdown.parse(parts.rest, {})
  const slugger = new GithubSlugger()
  const headings: Heading[] = []
  const typed = tokens.filter(token => token.type === 'heading_open').map(token => Number(token.tag.slice(1)))
  // A lone "# " among "## " is no level above them: it would push all others down.
  const shift = TOP_LEVEL - Math.min(...(typed[0] === 1 ? typed : typed.filter(level => level > 1)))
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

interface Piece {
  readonly type: string
  readonly content: string
}

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(piece => piece.type === 'text' || piece.type === 'code_inline')
    .map(piece => piece.content)
    .join('')

/** Finds the blocks and leaves what is inside a line alone: a tenth of the work. */
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
 * The first heading of `source` as plain text, front matter passed over, and its first paragraph outside lists and
 * quotes, as one line; either is undefined where there is none.
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

const frontMatterHtml = (frontMatter: string): string =>
  '<details class="govuk-details"><summary class="govuk-details__summary">Front matter</summary>' +
  `<pre>${escaped(frontMatter)}</pre></details>\n`
