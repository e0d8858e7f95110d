import type { Content } from '../pages/index.js'
import { splitFrontMatter } from '../platform/markdown.js'

/** The text of a page in the index, by field. */
export interface IndexedText {
  /** The title. A second line has the title in the front matter of an imported text, if it differs. */
  readonly title: string
  readonly summary: string
  readonly tags: string
  /** The headings in the body, one per line. */
  readonly headings: string
  /** The body without its markup and the addresses of its links. */
  readonly body: string
}

// Patterns that remove Markdown syntax. Bounded repetitions keep them to linear time on any text.
const markup: readonly (readonly [RegExp, string])[] = [
  [/<!--[\s\S]{0,2000}?-->/g, ' '],
  [/<\/?[a-zA-Z][^<>\n]{0,300}>/g, ' '],
  [/!?\[([^[\]]{0,500})\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,200}\])/g, '$1'],
  [/^ {0,3}\[[^[\]\n]{1,200}\]:[^\n]*$/gm, ''],
  [/\b(?:https?:\/\/|mailto:|www\.)[^\s<>()]{1,2000}/gi, ' '],
  [/^ {0,3}(?:`{3,}|~{3,})[^\n]*$/gm, ''],
  [/^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+/gm, ''],
  [/^ {0,3}#{1,6}[ \t]*|^[ \t]*>[ \t]?|^[ \t]*(?:[=*_-][ \t]?){3,200}$/gm, ''],
  [/[*_`|~]{1,100}/g, ' '],
]

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Co}\s]+/gu, ' ').trim()

/** Strips Markdown syntax, approximately, and leaves the words. Takes linear time. */
const plainText = (markdown: string): string =>
  oneLine(markup.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), markdown))

/** Lists the headings outside fenced code. Accepts `##Heading` without a space, because people write it. */
function headingsOf(markdown: string): readonly string[] {
  const headings: string[] = []
  let fence: string | undefined
  let previousLine = ''
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined
    else if (fence === undefined) {
      const text =
        /^ {0,3}#{1,6}(?!#)(.*)$/.exec(line)?.[1] ?? (/^ {0,3}(?:=+|-{2,})[ \t\r]*$/.test(line) ? previousLine : '')
      headings.push(plainText(text))
    }
    previousLine = line
  }
  return headings.filter(text => text !== '')
}

/** Reads the title from front matter, where imported texts often have one. */
const titleIn = (frontMatter: string): string =>
  oneLine(/^title:(.{0,300})$/m.exec(frontMatter)?.[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')

/** Extracts the text that the index holds of a page. */
export function indexedTextOf(content: Content): IndexedText {
  const { frontMatter = '', rest } = splitFrontMatter(content.body)
  const name = titleIn(frontMatter)
  return {
    title: name === '' || name === content.title ? content.title : `${content.title}\n${name}`,
    summary: content.summary,
    tags: content.tags.join('\n'),
    headings: headingsOf(rest).join('\n'),
    body: oneLine(`${plainText(rest)} ${frontMatter}`),
  }
}
