import type { Token } from 'markdown-it'
import { createBlockParser } from './markdown-parser.js'

const BIDI = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`
const WIDE = String.raw`\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000`
const space = String.raw`[ \t${WIDE}]`
/** White space, and characters that nobody sees. */
const blank = String.raw`(?:${space}|\p{DI})`
/** Bullets that are hardly anything else. The last are from symbol fonts, which only the program has that wrote them. */
const bullets = String.raw`•◦▪●‣⁃·∙\uf020-\uf0ff`
/** Characters that are bullets only before a tab or a run of spaces. */
const unsureBullets = '–—−‒○■▫◆◇♦❖➢➤►▶'

const anchored = (source: string): RegExp => new RegExp(`^${source}`, 'u')

const BLANK_LINE = anchored(`${blank}*$`)
const FENCE = anchored(String.raw`(?<lead>${blank}+)(?:\x60{3}|~~~)`)
const UNSEEN = anchored(String.raw`(?:(?![${BIDI}])\p{DI})+(?!\[)`)
const MARK = anchored(
  String.raw`(?<lead>${blank}*)(?:(?<mark>#{1,6}|[-*+]|\d{1,9}[.)])(?<gap>${blank}+)(?=\S)|(?<quote>>) ?)`,
)
/** A heading without a space after its mark. A single mark is not enough: it may begin a tag such as #wifi. */
const JOINED_HEADING = anchored(String.raw`(?<mark>#{2,6})(?=[\p{L}\p{N}])`)
const BULLET = anchored(
  String.raw`(?<lead>${blank}*)(?:(?<sure>[${bullets}])${blank}*|` +
    String.raw`(?<unsure>[${unsureBullets}])(?:\t|${space}[${WIDE} ])${blank}*|` +
    // Word's plain text has these letters where the page shows a circle, a square, an arrow or a tick.
    String.raw`(?<letter>[oOvqüØ§])(?:\t| ?[${WIDE}]${space})(?!.*\t)${blank}*)(?<text>\S.*)$`,
)
const NUMBER = anchored(String.raw`(?<lead>${blank}*)(?<number>\d{1,9}[.)])\t${blank}*(?<text>\S.*)$`)

/** Nearly all texts have nothing of this and need no second look. */
const SUSPECT = new RegExp(
  String.raw`[\p{DI}${WIDE}${bullets}]|` +
    String.raw`(?:^|\n)[ \t>]*(?:(?:[oOvqüØ§]|\d{1,9}[.)])\t|[${unsureBullets}](?:\t| {2})|#{2,6}[^\s#])`,
  'u',
)

/** Each pass finds what the one before it uncovered, such as a heading under a list. */
const MAX_PASSES = 3

const parser = createBlockParser()

/**
 * Reads lists and marks that were pasted from other programs as Markdown: bullets, no-break spaces after a mark, unseen
 * characters before one. Changes only lines that would be shown as a paragraph, never code, and only their marks. The
 * result is for showing, not for storing.
 */
export function readPastedMarks(source: string): string {
  let text = source
  for (let pass = 0; pass < MAX_PASSES && SUSPECT.test(text); pass++) {
    const read = readParagraphs(text)
    if (read === text) break
    text = read
  }
  return text
}

/** The levels of a pasted list, the outermost first: which bullet each has, and how far it is indented. */
type Levels = readonly { readonly bullet: string; readonly indent: number }[]

/** Reads the paragraphs of `source`, and indented blocks of nothing but list items, as some programs paste lists. */
function readParagraphs(source: string): string {
  const lines = source.split('\n')
  let levels: Levels = []
  let itemsAround = 0
  const tokens = parser.parse(source, {})
  for (const [index, token] of tokens.entries()) {
    if (token.type.startsWith('list_item_')) itemsAround += token.nesting
    else if (token.type === 'code_block') levels = readIndented(lines, token, levels)
    else if (token.type === 'paragraph_open') levels = readParagraph(lines, tokens[index + 1]!, itemsAround > 0, levels)
    else if (!PARTS_OF_LISTS.test(token.type)) levels = []
  }
  return lines.join('\n')
}

/** What may stand between two paragraphs with items of one list. */
const PARTS_OF_LISTS = /^(inline|paragraph_close|(bullet_list|ordered_list|blockquote)_(open|close))$/

/** A line of a paragraph: the marks of the quotes and lists around it, and its text. */
interface Line {
  readonly prefix: string
  readonly text: string
}

/** Where a line stands, and what the lines before it were. */
interface Place {
  readonly levels: Levels
  readonly before: 'item' | 'number' | 'text'
  readonly isFirst: boolean
  readonly isInItem: boolean
  /** How far the text of the list item around it is indented. */
  readonly indent: number
}

/** How a line is read. */
interface Reading extends Pick<Place, 'levels' | 'before'> {
  readonly text: string
}

function readParagraph(lines: string[], inline: Token, isInItem: boolean, before: Levels): Levels {
  const paragraph = linesOf(lines, inline)
  const [start] = inline.map!
  let reading: Omit<Reading, 'text'> = { levels: before, before: 'text' }
  for (const [index, line] of paragraph.entries()) {
    if (FENCE.test(line.text)) {
      // Once this line is read as a fence, what follows is code.
      lines[start + index] = line.prefix + line.text.replace(FENCE, fence => fence.replace(anchored(`${blank}+`), ''))
      return []
    }
    const indent = isInItem ? Math.max(0, widthOf(paragraph[0]!.prefix) - widthOf(line.prefix)) : 0
    const { text, ...next } = readLine(line, { ...reading, isFirst: index === 0, isInItem, indent })
    lines[start + index] = text
    reading = next
  }
  return reading.levels
}

function readLine(line: Line, place: Place): Reading {
  const bullet = BULLET.exec(line.text)?.groups
  if (bullet) return readBullet(line, place, bullet)
  const number = place.isFirst ? undefined : NUMBER.exec(line.text)?.groups
  if (number) return readNumber(line, place, number)
  return readText(line, place)
}

type Groups = Readonly<Record<string, string | undefined>>

/** An item of a pasted list: a bullet that was not there before is a level deeper than the last. */
function readBullet({ prefix }: Line, { levels, isFirst, isInItem, indent }: Place, groups: Groups): Reading {
  // The item has a mark of Markdown already.
  if (isFirst && isInItem) return { text: prefix + textOfItem(groups), levels, before: 'text' }
  const bullet = groups['sure'] ?? groups['unsure'] ?? groups['letter'] ?? ''
  const known = levels.findIndex(level => level.bullet === bullet)
  const deepest = levels.at(-1)
  const newLevels =
    known < 0
      ? [...levels, { bullet, indent: deepest ? deepest.indent + ITEM_INDENT : indent }]
      : levels.slice(0, known + 1)
  const spaces = ' '.repeat(newLevels.at(-1)!.indent)
  return { text: `${prefix}${spaces}- ${textOfItem(groups)}`, levels: newLevels, before: 'item' }
}

/** The width of the mark that every item of a pasted list gets. */
const ITEM_INDENT = 2

/** An item of a numbered list that does not begin at 1, which needs an empty line above. */
function readNumber({ prefix }: Line, { before }: Place, groups: Groups): Reading {
  const above = before === 'number' ? '' : `${prefix.trimEnd()}\n`
  return { text: `${above}${prefix}${groups['number']} ${textOfItem(groups)}`, levels: [], before: 'number' }
}

function readText({ prefix, text }: Line, { levels, before, isFirst, isInItem }: Place): Reading {
  if (BLANK_LINE.test(text)) return { text: prefix.trimEnd(), levels, before: 'text' }
  const read = prefix + readMark(text, !isFirst && (isInItem || before === 'item'))
  if (before === 'text') return { text: read, levels: isFirst && isInItem ? levels : [], before }
  // A line under a pasted list stands by itself, unless it is indented like the text of the item.
  if (/^[ \t]/.test(text)) return { text: read, levels, before }
  return { text: `${prefix.trimEnd()}\n${read}`, levels: [], before: 'text' }
}

/** Reads a mark with a no-break space after it, or something unseen before it, as Markdown. */
function readMark(text: string, mayBeIndented: boolean): string {
  const match = MARK.exec(text)
  if (!match?.groups) return text.replace(UNSEEN, '').replace(JOINED_HEADING, '$<mark> ')
  const { lead = '', mark, gap = '', quote } = match.groups
  if (/^[ \t]*$/.test(lead + gap)) return text
  const indent = ' '.repeat(Math.min(widthOf(lead), mayBeIndented ? MAX_INDENT : 0))
  return `${indent}${mark ?? quote} ${directionsIn(lead + gap)}${text.slice(match[0].length)}`
}

/** Deeper than any list is shown. */
const MAX_INDENT = 40

/**
 * Reads an indented block of which each line is an item of a list. Any other is code and stays as it is.
 */
function readIndented(lines: string[], { level, map }: Token, before: Levels): Levels {
  const [start, end] = map!
  const block = lines.slice(start, end).filter(line => line.trim() !== '')
  if (level > 0 || !block.every(line => BULLET.test(line) || NUMBER.test(line))) return []
  let levels = before
  for (let at = start; at < end; at++) {
    const text = lines[at]!
    const bullet = BULLET.exec(text)?.groups
    if (!bullet) lines[at] = text.trimStart()
    else {
      const reading = readBullet(
        { prefix: '', text },
        { levels, before: 'item', isFirst: false, isInItem: false, indent: 0 },
        bullet,
      )
      lines[at] = reading.text
      levels = reading.levels
    }
  }
  return levels
}

/** The lines of a paragraph as they stand in the source. None where tabs make them differ from what was parsed. */
function linesOf(lines: readonly string[], { content, map }: Token): readonly Line[] {
  const texts = content.split('\n')
  const [start] = map!
  const isFound = texts.every((text, index) => lines[start + index]?.trimEnd().endsWith(text.trimEnd()))
  if (!isFound) return []
  return texts.map((text, index) => {
    const line = lines[start + index]!
    const prefix = line.slice(0, line.trimEnd().length - text.trimEnd().length)
    return { prefix, text: line.slice(prefix.length) }
  })
}

/** The text of an item. A backslash keeps one that looks like the definition of a link from vanishing. */
const textOfItem = ({ lead = '', text = '' }: Groups): string =>
  directionsIn(lead) + text.replace(/^\[(?=[^\]]*\]:)/, '\\[')

/** The controls in `blanks` that set the direction of what follows. */
const directionsIn = (blanks: string): string => blanks.replace(new RegExp(`[^${BIDI}]`, 'gu'), '')

/** The columns that a text takes, with tabs to every fourth. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text.replace(/\p{DI}/gu, '')) width += character === '\t' ? 4 - (width % 4) : 1
  return width
}
