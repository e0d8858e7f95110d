import type { IndexedText } from './indexed-text.js'
import { MAX_COMPOUNDS_ON_PAGE } from './limits.js'
import { compoundsIn, indexedWords } from './words.js'

/**
 * An entry of the index: the words of each field, as `splitWords` finds them, so that the database splits them just as
 * queries are split; and what the results show of the page.
 */
export interface IndexEntry {
  /** As the other fields that have lines, with the same lines. */
  readonly title: string
  readonly summary: string
  readonly tags: string
  readonly headings: string
  readonly body: string
  /** The words with hyphens of all fields, each once, as one word: `login` for `log-in`. */
  readonly compounds: string
  /** The body as a reader sees it. */
  readonly excerpt: string
}

/** Makes the entry of the index from a page's text. */
export function indexEntryOf({ title, summary, tags, headings, body }: IndexedText): IndexEntry {
  const compounds = new Set([title, summary, tags, headings, body].flatMap(compoundsIn).map(({ joined }) => joined))
  return {
    title: wordsOfLines(title),
    summary: wordsOfLines(summary),
    tags: wordsOfLines(tags),
    headings: wordsOfLines(headings),
    body: indexedWords(body),
    compounds: [...compounds].slice(0, MAX_COMPOUNDS_ON_PAGE).join(' '),
    excerpt: body,
  }
}

const wordsOfLines = (text: string): string => text.split('\n').map(indexedWords).join('\n')
