import { MAX_SPELLABLE_LENGTH } from './limits.js'
import { compoundsIn, plainWord, splitWords } from './words.js'

/**
 * Lists the words of a page, each once: those that spelling corrections can suggest, and pairs of words with a hyphen, which
 * tell that they are one word. `texts` are as the index stores them.
 */
export const vocabularyOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set([
    ...texts.flatMap(splitWords).map(plainWord).filter(isSpellable),
    ...texts
      .flatMap(compoundsIn)
      .map(({ parts }) => parts.join('-'))
      .filter(isHyphenated),
  ])

/** Tells whether to correct the spelling of a word: 3 to 24 letters and nothing else. Excludes numbers and codes. */
export const isSpellable = (word: string): boolean => /^\p{L}{3,24}$/u.test(word)

/** Tells whether a word of the vocabulary records that somebody wrote a word with a hyphen, as in `log-in`. */
export const isHyphenated = (word: string): boolean =>
  /^\p{L}+-\p{L}+$/u.test(word) && word.length <= MAX_SPELLABLE_LENGTH + 1

/** Sorts after every letter, in both databases. */
export const LAST_CHARACTER = '\u{10ffff}'

/**
 * Lists the trigrams of a word, with its start and end marked, each once: `cat` gives `^ca`, `cat`, `at$`. Words of
 * similar spelling share most of them. Counts characters, not code units: a database cannot store half a character. A
 * pair with a hyphen has none: it is not suggested.
 */
export function trigramsOf(word: string): readonly string[] {
  if (isHyphenated(word)) return []
  const marked = [...`^${word}$`]
  const trigrams = Array.from({ length: Math.max(0, marked.length - 2) }, (_, start) =>
    marked.slice(start, start + 3).join(''),
  )
  return [...new Set(trigrams)]
}
