import { splitWords } from './query.js'

/** Letters without their accents. */
export const stripAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

/** The words of a page that spelling is corrected from, each once: letters only, without accents, 3 to 24 of them. */
export const vocabularyOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap(text => splitWords(stripAccents(text))).filter(isSpellable))

/** Whether a word can be spelt wrongly: numbers, codes and very short or long words are what they are. */
export const isSpellable = (word: string): boolean => /^\p{L}{3,24}$/u.test(word)

/**
 * The pieces of a word that near spellings share: its runs of three letters, with its beginning and end marked.
 * `cat` gives `^ca`, `cat`, `at$`.
 */
export const gramsOf = (word: string): readonly string[] => {
  const marked = `^${word}$`
  return [...new Set(Array.from({ length: Math.max(0, marked.length - 2) }, (_, at) => marked.slice(at, at + 3)))]
}
