import type { IndexedText } from './indexed-text.js'
import { MAX_ADDRESSES_ON_PAGE, MAX_COMPOUNDS_ON_PAGE } from './limits.js'
import { addressWordsIn, compoundsIn, indexedWords } from './words.js'

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
  /** What counts less than the text: the words with hyphens of all fields as one word, `login` for `log-in`, and addresses. */
  readonly extras: string
  /** The body as a reader sees it. */
  readonly excerpt: string
}

/** Makes the entry of the index from a page's text. */
export function indexEntryOf({ title, summary, tags, headings, body }: IndexedText): IndexEntry {
  const texts = [title, summary, tags, headings, body]
  const compounds = new Set(texts.flatMap(compoundsIn).map(({ joined }) => joined))
  const addresses = new Set(texts.flatMap(addressWordsIn))
  return {
    title: wordsOfLines(title),
    summary: wordsOfLines(summary),
    tags: wordsOfLines(tags),
    headings: wordsOfLines(headings),
    body: indexedWords(body),
    extras: [...[...compounds].slice(0, MAX_COMPOUNDS_ON_PAGE), ...[...addresses].slice(0, MAX_ADDRESSES_ON_PAGE)].join(
      ' ',
    ),
    excerpt: body,
  }
}

const wordsOfLines = (text: string): string => text.split('\n').map(indexedWords).join('\n')
