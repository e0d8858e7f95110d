import type { Content } from '../pages/index.js'
import { fencedLines, splitFrontMatter, unescapeMarkdown } from '../platform/markdown.js'
import { onOneLine } from '../platform/text.js'

/** The text of a page in the index, by field. */
export interface IndexedText {
  /** The title. A second line has the title in the front matter of an imported text, if it differs. */
  readonly title: string
  readonly summary: string
  readonly tags: string
  /** The headings in the body, one per line. */
  readonly headings: string
  /** The body on one line as a reader sees it, without the addresses of its links, and with its headings and list items set off. */
  readonly body: string
}

/** Elements of HTML that people paste. Other words in angle brackets are placeholders, such as `<your name>`. */
const elements =
  'a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|link|' +
  'mark|meta|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul'

/** Space and soft characters that only change how lines break. */
const invisible = /[\u00ad\u200b\u2060\ufeff]/g

// Patterns that remove Markdown syntax outside code. Bounded repetitions keep them to linear time on any text.
const markup: readonly (readonly [RegExp, string])[] = [
  [/<!--[\s\S]{0,2000}?-->/g, ' '],
  [/<(?=[^\s<>]{0,300}[.@])([^\s<>]{3,2000})>/g, '$1'],
  [new RegExp(`</?(?:${elements})(?:[\\s/][^<>\\n]{0,300})?>`, 'gi'), ' '],
  [/!?\[([^[\]]{0,500})\](?:\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)|\[[^[\]\n]{0,200}\])/g, '$1'],
  [/^ {0,3}\[[^[\]\n]{1,200}\]:[^\n]*$/gm, ''],
  [/^ {0,3}(?:`{3,}|~{3,})[^\n]*$/gm, ''],
  [/^[ \t]*(?:[=*_-][ \t]?){3,200}$|^[ \t]*[|:-][ \t|:-]{2,500}$/gm, ''],
  [/^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+/gm, ''],
  [/^ {0,3}#{1,6}[ \t]*|^[ \t]*>[ \t]?/gm, ''],
  // Emphasis, the inner before the outer. Inside a word only asterisks and tildes mark it.
  [/(?<![*\\])\*(?![*\s])([^*]{1,500})(?<![\s\\])\*(?!\*)/g, '$1'],
  [/(?<![*\\])\*\*(?![*\s])([^*]{1,500})(?<![\s\\])\*\*(?!\*)/g, '$1'],
  [/(?<![\p{L}\p{N}\\_])_{1,3}(?![_\s])([^_]{1,500})(?<![\s\\])_{1,3}(?![\p{L}\p{N}_])/gu, '$1'],
  [/(?<!\\)\*{2,100}|~~/g, ''],
  [/\|/g, ' '],
]

const codeSpan = /(?<![`\\])(`{1,9})(?!`)([^`]{1,2000})\1(?!`)/g

/**
 * Strips Markdown syntax, approximately, and leaves what a reader sees. Takes linear time. Code stays as it is. Submitted
 * text has no NUL, so one on each side marks where code was taken out.
 */
function plainText(markdown: string): string {
  const code: string[] = []
  const withoutCode = markdown.replaceAll('\0', ' ').replace(codeSpan, (_, _ticks: string, text: string) => {
    code.push(text)
    return `\0${code.length - 1}\0`
  })
  const plain = markup.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), withoutCode)
  const withCode = unescapeMarkdown(plain.replaceAll('`', '')).replace(
    /\0(\d{1,6})\0/g,
    (_, at: string) => code[Number(at)] ?? '',
  )
  return onOneLine(withCode.replace(invisible, ''))
}

/** A heading of a text, without its markup, and the line that it stands on. */
interface HeadingLine {
  readonly text: string
  readonly line: number
}

/** Finds the headings outside fenced code. Accepts `##Heading` without a space, because people write it. */
function headingsIn(lines: readonly string[], isFenced: readonly boolean[]): readonly HeadingLine[] {
  return lines
    .flatMap((line, at) => {
      if (isFenced[at]) return []
      const afterMark = /^ {0,3}#{1,6}(?!#)(.*)$/.exec(line)?.[1]
      if (afterMark !== undefined) return [{ text: plainText(afterMark), line: at }]
      const isUnderlined = at > 0 && !isFenced[at - 1] && /^ {0,3}(?:=+|-{2,})[ \t\r]*$/.test(line)
      return isUnderlined ? [{ text: plainText(lines[at - 1]!), line: at - 1 }] : []
    })
    .filter(heading => heading.text !== '')
}

/** The first line of a list item. A line of `* * *` is none. */
const listItem = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?!(?:[*_-][ \t]*){2,200}$)\S/

/** Says what to put at the end of each list item, by its last line: a comma before another item, else a full stop. */
function itemEndings(lines: readonly string[], isFenced: readonly boolean[]): ReadonlyMap<number, string> {
  const endings = new Map<number, string>()
  let isInItem = false
  for (const [at, line] of lines.entries()) {
    isInItem = !isFenced[at] && (listItem.test(line) || (isInItem && line.trim() !== ''))
    let next = at + 1
    while (isInItem && next < lines.length && lines[next]!.trim() === '') next++
    const isBeforeItem = listItem.test(lines[next] ?? '')
    if (isInItem && (isBeforeItem || next > at + 1 || next === lines.length)) endings.set(at, isBeforeItem ? ',' : '.')
  }
  return endings
}

/** Ends a line, before the marks that end bold text or code, unless it already ends with punctuation. */
function withEnding(line: string, ending: string): string {
  let end = line.length
  while (end > 0 && '*_`~ \t\r'.includes(line[end - 1]!)) end--
  return /[.,:;!?…–—-][)"'”’]?$/.test(line.slice(0, end)) ? line : line.slice(0, end) + ending + line.slice(end)
}

/** A line of fenced code as code inside a line. The line of the fence itself stays. */
const asCodeSpan = (line: string): string =>
  /^\s*$|^ {0,3}(?:`{3,}|~{3,})/.test(line) || line.includes('`') ? line : `\`${line.trim()}\``

/** The body on one line, on which no heading or list item runs into the text that follows it. */
function plainBody(lines: readonly string[], headings: readonly HeadingLine[], isFenced: readonly boolean[]): string {
  const endings = new Map([...itemEndings(lines, isFenced), ...headings.map(({ line }) => [line, ' –'] as const)])
  const text = lines
    .map((line, at) => (isFenced[at] ? asCodeSpan(line) : withEnding(line, endings.get(at) ?? '')))
    .join('\n')
  return plainText(text).replace(/ –$/, '')
}

/** Reads the title from front matter, where imported texts often have one. */
const titleIn = (frontMatter: string): string =>
  onOneLine(/^title:(.{0,300})$/m.exec(frontMatter)?.[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')

/** Extracts the text that the index holds of a page. */
export function indexedTextOf(content: Content): IndexedText {
  const { frontMatter = '', rest } = splitFrontMatter(content.body)
  const name = titleIn(frontMatter)
  const lines = rest.split('\n')
  const isFenced = fencedLines(lines)
  const headings = headingsIn(lines, isFenced)
  return {
    title: name === '' || name === content.title ? content.title : `${content.title}\n${name}`,
    summary: content.summary,
    tags: content.tags.join('\n'),
    headings: headings.map(heading => heading.text).join('\n'),
    body: onOneLine(`${plainBody(lines, headings, isFenced)} ${frontMatter}`),
  }
}
