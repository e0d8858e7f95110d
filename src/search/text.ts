import type { Content } from '../pages/index.js'
import { splitFrontMatter } from '../platform/markdown.js'
import { splitWords } from './query.js'

/** What the index holds of a page, a field each. */
export interface IndexedText {
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
  [/^ {0,3}#{1,6}[ \t]+|^[ \t]*>[ \t]?|^[ \t]*(?:[=*_-][ \t]?){3,200}$/gm, ''],
  [/[*_`|~]{1,100}/g, ' '],
]

/** Markdown as it reads, near enough: its words with nothing around them. Takes linear time. */
export const plainText = (markdown: string): string =>
  markup.reduce((text, [pattern, instead]) => text.replace(pattern, instead), splitFrontMatter(markdown).rest)
    .replace(/[\p{Cc}\p{Co}\s]+/gu, ' ').trim()

/** The headings of Markdown, one a line, outside fenced code. */
function headingsOf(markdown: string): string {
  const found: string[] = []
  let fence: string | undefined
  let before = ''
  for (const line of splitFrontMatter(markdown).rest.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined
    else if (fence === undefined) {
      const text = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line)?.[1] ?? (/^ {0,3}(?:=+|-{2,})[ \t\r]*$/.test(line) ? before : '')
      if (text.trim() !== '') found.push(plainText(text.trim()))
    }
    before = line
  }
  return found.filter(text => text !== '').join('\n')
}

export const indexedTextOf = (content: Content): IndexedText => ({
  title: content.title, summary: content.summary, tags: content.tags.join('\n'), headings: headingsOf(content.body), body: plainText(content.body),
})

/** Letters without their accents. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

/** The words of a page that spelling is corrected from, each once: letters only, without accents, 3 to 24 of them. */
export const vocabularyOf = (text: IndexedText): ReadonlySet<string> =>
  new Set(Object.values(text).flatMap((field: string) => splitWords(folded(field))).filter(isSpelt))

/** Whether a word can be spelt wrongly: numbers, codes and very short or long words are what they are. */
export const isSpelt = (word: string): boolean => /^\p{L}{3,24}$/u.test(word)

/**
 * The pieces of a word that near spellings share: its runs of three letters, with its beginning and end marked.
 * `cat` gives `^ca`, `cat`, `at$`.
 */
export const gramsOf = (word: string): readonly string[] => {
  const marked = `^${word}$`
  return [...new Set(Array.from({ length: Math.max(0, marked.length - 2) }, (_, at) => marked.slice(at, at + 3)))]
}
