import type { Content } from '../pages/index.js'
import { splitFrontMatter } from '../platform/markdown.js'

/** What the index holds of a page, a field each. */
export interface IndexedText {
  /** Its title, and on a second line the one that an imported text gives itself in its front matter, where that is another. */
  readonly title: string
  readonly summary: string
  readonly tags: string
  /** The headings in the body, one a line. */
  readonly headings: string
  /** The body as it reads: without its markup, and without the addresses that its links lead to. */
  readonly body: string
}

// Every repetition is bounded or cannot begin again inside itself, so that no text takes more than linear time.
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

/** Markdown as it reads, near enough: its words with nothing around them. Takes linear time. */
const plainText = (markdown: string): string =>
  oneLine(markup.reduce((text, [pattern, instead]) => text.replace(pattern, instead), markdown))

/** The headings of Markdown outside fenced code. One without a space after its marks is read as it was meant. */
function headingsOf(markdown: string): readonly string[] {
  const found: string[] = []
  let fence: string | undefined
  let before = ''
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined
    else if (fence === undefined) {
      const text =
        /^ {0,3}#{1,6}(?!#)(.*)$/.exec(line)?.[1] ?? (/^ {0,3}(?:=+|-{2,})[ \t\r]*$/.test(line) ? before : '')
      found.push(plainText(text))
    }
    before = line
  }
  return found.filter(text => text !== '')
}

/** A text from elsewhere often names itself in its front matter. */
const titleIn = (frontMatter: string): string =>
  oneLine(/^title:(.{0,300})$/m.exec(frontMatter)?.[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')

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
