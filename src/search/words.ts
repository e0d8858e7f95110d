import { stripAccents } from '../platform/text.js'
import { MAX_COMPOUND_PARTS, MAX_SPELLABLE_LENGTH } from './limits.js'

/**
 * Words that mean something only in capitals, as `IT` does. The index and queries spell them with another first letter,
 * which nobody types, so that `IT` and `it` are different words.
 */
const acronyms = new Map([
  ['IT', 'ɪt'],
  ['US', 'ᴜs'],
  ['WHO', 'ᴡho'],
])

const plainWords = new Map([...acronyms].map(([capitals, word]) => [word, capitals.toLowerCase()]))

/** The word as people write it in lower case: `it` for the `IT` of the index. */
export const plainWord = (word: string): string => plainWords.get(word) ?? word

/** The word that the index has for `word` in capitals, if it means something else then. */
export const acronymOf = (word: string): string | undefined => acronyms.get(word.toUpperCase())

/** Every apostrophe that people type or paste, and the characters that they use instead. */
const apostrophes = `['’‘‛ʼʹ′´＇ꞌ]`
const possessive = new RegExp(`(?<=\\p{L})${apostrophes}(?:s|t|d|m|re|ve|ll)(?![\\p{L}\\p{N}])`, 'gu')

/** A web or email address: what a reader remembers of it is in the first group. */
const address =
  /(?<![\p{L}\p{N}])(?:(?:https?:\/\/|mailto:)(?:www\.)?|www\.)([^\s<>?#]{1,2000})(?:[?#][^\s<>]{0,2000})?/giu

const word = '[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*'
const words = new RegExp(word, 'gu')

const capitals = new RegExp(
  `(?<![\\p{L}\\p{N}\\p{M}])(?:${[...acronyms.keys()].join('|')})(?![\\p{L}\\p{N}\\p{M}])`,
  'gu',
)

/** Names that are told apart by signs: `C++`, `C#`, `.NET`, `R&D`. The index and queries spell them as they are said. */
const names: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])(\p{L})\+\+(?![\p{L}\p{N}+])/gu, '$1plusplus'],
  [/(?<![\p{L}\p{N}])(\p{L})#(?![\p{L}\p{N}#])/gu, '$1sharp'],
  [/(?<![\p{L}\p{N}.])\.net(?![\p{L}\p{N}])/giu, 'dotnet'],
  [/(?<![\p{L}\p{N}])(\p{L})&(\p{L})(?![\p{L}\p{N}])/gu, '$1and$2'],
]

/** The text without accents. Before, an acute accent on its own is the apostrophe that it was typed for. */
const withoutAccents = (text: string): string => stripAccents(text.replaceAll('´', "'"))

/** The text in lower case, without what readers do not see and what tells no pages apart. */
const normalise = (text: string): string =>
  names
    .reduce((named, [pattern, spoken]) => named.replace(pattern, spoken), text)
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(capitals, letters => acronyms.get(letters)!)
    .toLowerCase()
    .replace(possessive, '')

/**
 * Splits text into words in lower case, as the index and queries do. No word can be mistaken for an operator. Of an
 * address, the words are those of its domain and path.
 */
export const splitWords = (text: string): readonly string[] =>
  normalise(text.replace(address, ' $1 ')).match(words) ?? []

/** A word written with a hyphen or an apostrophe inside. */
export interface Compound {
  readonly parts: readonly string[]
  /** The parts without anything between them: `login` for `log-in`. */
  readonly joined: string
}

/**
 * The text as the index stores it: its words without accents, with single spaces, or hyphens inside compounds, between
 * them. `splitWords` and `compoundsIn` find the same words in it as in the text. Leaves out addresses.
 */
export function indexedWords(text: string): string {
  const plain = normalise(withoutAccents(text.replace(address, ' ')))
  return (plain.match(compoundsAndWords) ?? []).map(piece => piece.replace(/[^\p{L}\p{N}\p{M}]/gu, '-')).join(' ')
}

/** The words of each address in `text`, without accents and with single spaces between them. */
export const addressWordsIn = (text: string): readonly string[] =>
  (text.match(address) ?? []).map(found => splitWords(withoutAccents(found)).join(' '))

// From the beginning of a word only: from each of its letters, a long word would take quadratic time.
const compounds = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${word}(?:(?:[-‐‑]|${apostrophes})${word})+`, 'gu')
const compoundsAndWords = new RegExp(`${compounds.source}|${word}`, 'gu')

/**
 * Lists the words in `text` that are written with hyphens or apostrophes, without accents: each as a whole and, if it has
 * more than two parts, also the pairs of neighbours in it. Leaves out addresses, numbers and long chains, which are no words.
 */
export function compoundsIn(text: string): readonly Compound[] {
  const chains = normalise(withoutAccents(text.replace(address, ' '))).match(compounds) ?? []
  return chains.flatMap(chain => {
    const parts = chain.match(words) ?? []
    if (parts.length > MAX_COMPOUND_PARTS) return []
    const pairs = parts.slice(1).map((part, index) => [parts[index]!, part])
    return (parts.length > 2 ? [...pairs, parts] : pairs).map(compoundOf).filter(isWord)
  })
}

const compoundOf = (parts: readonly string[]): Compound => ({ parts, joined: parts.join('') })

const isWord = ({ joined }: Compound): boolean => joined.length <= MAX_SPELLABLE_LENGTH && /^\p{L}/u.test(joined)
