import { splitWords } from './query.js'

/** The text without its accents. */
export const stripAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

/** The words of a page that spelling is corrected from, each once: the spellable ones, without accents. */
export const vocabularyOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap(text => splitWords(stripAccents(text))).filter(isSpellable))

/** Whether a word can be misspelt: 3 to 24 letters and nothing else. Numbers and codes are what they are. */
export const isSpellable = (word: string): boolean => /^\p{L}{3,24}$/u.test(word)

/**
 * The runs of three letters in a word, with its beginning and end marked, which words of similar spelling share.
 * `cat` gives `^ca`, `cat`, `at$`.
 */
export function gramsOf(word: string): readonly string[] {
  const marked = `^${word}$`
  const grams = Array.from({ length: Math.max(0, marked.length - 2) }, (_, start) => marked.slice(start, start + 3))
  return [...new Set(grams)]
}
