import { stripAccents } from '../platform/text.js'
import { splitWords } from './query.js'

/** Lists the words of a page that spelling corrections can suggest: the spellable ones, without accents, each once. */
export const vocabularyOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap(text => splitWords(stripAccents(text))).filter(isSpellable))

/** Tells whether to correct the spelling of a word: 3 to 24 letters and nothing else. Excludes numbers and codes. */
export const isSpellable = (word: string): boolean => /^\p{L}{3,24}$/u.test(word)

/** Sorts after every letter, in both databases. */
export const LAST_CHARACTER = '\u{10ffff}'

/**
 * Lists the trigrams of a word, with its start and end marked, each once: `cat` gives `^ca`, `cat`, `at$`. Words of
 * similar spelling share most of them. Counts characters, not code units: a database cannot store half a character.
 */
export function trigramsOf(word: string): readonly string[] {
  const marked = [...`^${word}$`]
  const trigrams = Array.from({ length: Math.max(0, marked.length - 2) }, (_, start) =>
    marked.slice(start, start + 3).join(''),
  )
  return [...new Set(trigrams)]
}
