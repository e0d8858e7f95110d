import GithubSlugger from 'github-slugger'
import type { Token } from 'markdown-it'
import { splitFrontMatter } from './front-matter.js'
import { HEADING_ID_PREFIX, headingFinder, type HeadingFinder } from './heading-links.js'
import { showLinks } from './links.js'
import { createBlockParser, createParser } from './markdown-parser.js'
import { readPastedMarks } from './pasted-marks.js'
import { SafeHtml, escapeHtml } from './safe-html.js'
import { limitTables } from './tables.js'
import { onOneLine } from './text.js'

export { fencedLines } from './fences.js'
export { splitFrontMatter } from './front-matter.js'

/** A heading of a rendered text, with the id that links to it. */
export interface Heading {
  readonly level: number
  readonly id: string
  readonly text: string
}

/** A rendered text. */
export interface Rendered {
  readonly html: SafeHtml
  /** The headings for a contents list: those at the highest level that has more than a title at the top. */
  readonly headings: readonly Heading[]
}

/** The level that a text's highest headings get: the page itself has the h1. */
const TOP_LEVEL = 2

const markdown = createParser()
const blocks = createBlockParser()

showLinks(markdown)
limitTables(markdown)

markdown.renderer.rules['table_open'] = () =>
  '<section class="app-table-scroll" tabindex="0" aria-label="Table"><table dir="auto">\n'
markdown.renderer.rules['table_close'] = () => '</table></section>\n'

// The content security policy forbids inline styles, so a class aligns each column.
for (const cell of ['td_open', 'th_open'] as const) {
  markdown.renderer.rules[cell] = (tokens, index, options, _env, self) => {
    const token = tokens[index]!
    const align = /^text-align:(left|right|center)$/.exec(String(token.attrGet('style')))?.[1]
    if (align !== undefined) token.attrs = [['class', `app-align-${align}`]]
    return self.renderToken(tokens, index, options)
  }
}

/** Blocks with something beside their text: marks, numbers or a line, which stand on the side where the text begins. */
const blocksWithSides = new Set(['bullet_list_open', 'ordered_list_open', 'blockquote_open'])

/**
 * Renders Markdown from users as HTML. Escapes raw HTML, allows only links to http, https, mailto and this site, moves
 * headings below the page's h1 and gives each an id, and shows front matter in a closed panel. Leaves out a first heading
 * that only repeats `title`, which the page shows above it. A hostile text of maximum length takes up to half a second, so
 * a request must use `Renderer` instead.
 */
export function renderMarkdown(source: string, title?: string): Rendered {
  const { frontMatter, rest } = splitFrontMatter(source)
  const parsed = markdown.parse(readPastedMarks(rest), {})
  const slugger = new GithubSlugger()
  const hasRepeatedTitle = title !== undefined && repeatsTitle(parsed, title)
  const repeated = hasRepeatedTitle ? headingAt(parsed, 0, slugger) : undefined
  const tokens = hasRepeatedTitle ? parsed.slice(HEADING_TOKENS) : parsed
  const headings = placeHeadings(tokens, slugger)
  const findHeading = headingFinder(repeated ? [repeated, ...headings] : headings)
  for (const token of tokens) {
    if (blocksWithSides.has(token.type)) token.attrSet('dir', 'auto')
    for (const child of token.children ?? []) if (child.type === 'link_open') linkToHeading(child, findHeading)
  }
  const head = (frontMatter === undefined ? '' : frontMatterHtml(frontMatter)) + (repeated ? anchorHtml(repeated) : '')
  return {
    html: new SafeHtml(head + markdown.renderer.render(tokens, markdown.options, {})),
    headings: contentsOf(headings),
  }
}

/** Replaces the entities and backslash escapes of Markdown outside code, such as `&eacute;` and `\\*`, with what they stand for. */
export const unescapeMarkdown = (text: string): string => markdown.utils.unescapeAll(text)
/** A heading is three tokens: its start, its text and its end. */
const HEADING_TOKENS = 3

/** Kinds of text that a repeated title may hold. A link or a picture in it would be lost. */
const plainKinds = /^(text|code_inline|softbreak|hardbreak|(strong|em)_(open|close))$/

/** Whether a text begins with a heading of level 1 that says no more than the page's title. */
function repeatsTitle(tokens: readonly Token[], title: string): boolean {
  const [open, inline] = tokens
  if (open?.type !== 'heading_open' || open.tag !== 'h1') return false
  const pieces = inline?.children ?? []
  return pieces.every(({ type }) => plainKinds.test(type)) && comparable(textOf(pieces)) === comparable(title)
}

const comparable = (text: string): string =>
  onOneLine(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
    .normalize('NFC')
    .toLowerCase()

/** Gives each heading its level and its id. */
function placeHeadings(tokens: readonly Token[], slugger: GithubSlugger): readonly Heading[] {
  const levels = tokens.filter(token => token.type === 'heading_open').map(levelOf)
  // Ignore a level-1 heading further down: it would push all others down a level.
  const shift = TOP_LEVEL - Math.min(...(levels[0] === 1 ? levels : levels.filter(level => level > 1)))
  const headings: Heading[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    token.tag = `h${Math.min(6, Math.max(TOP_LEVEL, levelOf(token) + shift))}`
    if (token.type === 'heading_close') continue
    const heading = headingAt(tokens, index, slugger)
    token.attrSet('id', heading.id)
    headings.push(heading)
  }
  return headings
}

const levelOf = (heading: Token): number => Number(heading.tag.slice(1))

function headingAt(tokens: readonly Token[], index: number, slugger: GithubSlugger): Heading {
  const text = textOf(tokens[index + 1]?.children ?? [])
  return { level: levelOf(tokens[index]!), id: HEADING_ID_PREFIX + slugger.slug(text), text }
}

/** The headings at the highest level. One alone at the top is a title; then those at the level below. */
function contentsOf(headings: readonly Heading[]): readonly Heading[] {
  const highest = atHighestLevel(headings)
  return highest.length === 1 && highest[0] === headings[0] ? atHighestLevel(headings.slice(1)) : highest
}

function atHighestLevel(headings: readonly Heading[]): readonly Heading[] {
  const highest = Math.min(...headings.map(heading => heading.level))
  return headings.filter(heading => heading.level === highest)
}

/** Points a link to a heading of the same text to the id that the heading has here. */
function linkToHeading(link: Token, findHeading: HeadingFinder): void {
  const href = String(link.attrGet('href'))
  const id = href.startsWith('#') ? findHeading(href.slice(1)) : undefined
  if (id !== undefined) link.attrSet('href', `#${encodeURIComponent(id)}`)
}

/** Links to the repeated title lead to where it would stand. */
const anchorHtml = ({ id }: Heading): string => `<div id="${escapeHtml(id)}"></div>\n`

const frontMatterHtml = (text: string): string =>
  `<details class="govuk-details"><summary class="govuk-details__summary">Front matter</summary>` +
  `<pre>${escapeHtml(text)}</pre></details>\n`

/** The plain text of parsed text, on one line. */
const textOf = (pieces: readonly Token[]): string =>
  onOneLine(markdown.renderer.renderInlineAsText([...pieces], markdown.options, {}))

const plainText = (inline: string): string => textOf(markdown.parseInline(inline, {})[0]?.children ?? [])

/**
 * Returns the first heading of `source` and its first paragraph outside lists and quotes, each as one line of plain text,
 * or undefined where there is none. Skips front matter.
 */
export function outlineOf(source: string): {
  readonly heading: string | undefined
  readonly paragraph: string | undefined
} {
  const tokens = blocks.parse(readPastedMarks(splitFrontMatter(source).rest), {})
  const textAfter = (at: number): string | undefined =>
    at < 0 ? undefined : plainText(tokens[at + 1]?.content ?? '') || undefined
  return {
    heading: textAfter(tokens.findIndex(token => token.type === 'heading_open')),
    paragraph: textAfter(tokens.findIndex(token => token.type === 'paragraph_open' && token.level === 0)),
  }
}
