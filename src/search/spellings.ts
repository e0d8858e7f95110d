import { stripAccents } from '../platform/text.js'
import { MAX_SPELLABLE_LENGTH, MAX_SPLITS, MAX_SPLIT_WORDS, MIN_SPLIT_PART_LENGTH } from './limits.js'
import { stopWords, type SearchQuery } from './query.js'

/**
 * For words of a query, how else they are spelt on this site, each spelling as its words: `help desk` for `helpdesk`, and
 * the other way round.
 */
export type Spellings = ReadonlyMap<string, readonly (readonly string[])[]>

/** Words that verbs are joined with: `login`, `backup`. Other short parts would make other words: `a broad`, `is land`. */
const particles: ReadonlySet<string> = new Set(['in', 'on', 'up', 'out', 'off', 'down', 'over'])

interface Split {
  readonly parts: readonly [string, string]
  /** How the vocabulary may have the parts with a hyphen. */
  readonly hyphenated: readonly string[]
}

/** The word as it is, and without the `s` of a plural or with it. */
const singularAndPlural = (word: string): readonly string[] => [
  word,
  /[^s]s$/.test(word) ? word.slice(0, -1) : `${word}s`,
]

/** Every way to split a word in two. */
function splitsOf(typed: string): readonly Split[] {
  const word = stripAccents(typed)
  if (!/^\p{L}+$/u.test(word) || word.length > MAX_SPELLABLE_LENGTH) return []
  const letters = [...word]
  return letters.slice(1).map((_, index) => {
    const parts = [letters.slice(0, index + 1).join(''), letters.slice(index + 1).join('')] as const
    return { parts, hyphenated: singularAndPlural(parts[1]).map(second => `${parts[0]}-${second}`) }
  })
}

/** The words of a query that may be two. */
const wordsToSplit = ({ words }: SearchQuery): readonly string[] =>
  words.filter(word => word.length > MIN_SPLIT_PART_LENGTH && !stopWords.has(word)).slice(0, MAX_SPLIT_WORDS)

/** Every spelling that the vocabulary should be asked for, to know the other spellings of a query. */
export const spellingsToLookUp = (query: SearchQuery): readonly string[] => [
  ...query.pairs.flatMap(pair => singularAndPlural(joinedOf(pair))),
  ...wordsToSplit(query)
    .flatMap(splitsOf)
    .flatMap(({ parts: [first, second], hyphenated }) =>
      first.length < MIN_SPLIT_PART_LENGTH || second.length < MIN_SPLIT_PART_LENGTH
        ? [first, ...hyphenated]
        : [first, ...singularAndPlural(second), ...hyphenated],
    ),
]

const joinedOf = (pair: readonly [string, string]): string => stripAccents(pair.join(''))

/**
 * Finds the other spellings of a query's words that pages of this site have. `pagesWith` tells on how many pages a word of
 * the vocabulary is.
 */
export function spellingsOf(query: SearchQuery, pagesWith: (word: string) => number): Spellings {
  const spellings = new Map<string, (readonly string[])[]>()
  const add = (word: string, terms: readonly (readonly string[])[]): void => {
    if (terms.length > 0) spellings.set(word, [...(spellings.get(word) ?? []), ...terms])
  }
  for (const word of wordsToSplit(query)) add(word, splitsOnSite(word, pagesWith))
  for (const pair of query.pairs) {
    if (!singularAndPlural(joinedOf(pair)).some(joined => pagesWith(joined) > 0)) continue
    for (const word of pair) if (query.words.includes(word)) add(word, [[joinedOf(pair)]])
  }
  return spellings
}

/** The likeliest ways to split a word in two. */
function splitsOnSite(word: string, pagesWith: (word: string) => number): readonly (readonly string[])[] {
  const isKnown = pagesWith(word) > 0
  return splitsOf(word)
    .map(split => ({ parts: split.parts, likelihood: likelihoodOf(split, isKnown, pagesWith) }))
    .filter(({ likelihood }) => likelihood > 0)
    .sort((a, b) => b.likelihood - a.likelihood)
    .slice(0, MAX_SPLITS)
    .map(({ parts }) => parts)
}

/** Ranks a way to split a word. Somebody who wrote a hyphen there says more than any number of pages. 0 is no word. */
function likelihoodOf({ parts, hyphenated }: Split, isKnown: boolean, pagesWith: (word: string) => number): number {
  const [first, second] = parts
  const most = (words: readonly string[]): number => Math.max(...words.map(pagesWith))
  const hyphens = most(hyphenated)
  if (hyphens > 0) return hyphens * 1_000_000
  if (first.length < MIN_SPLIT_PART_LENGTH || stopWords.has(first)) return 0
  if (singularAndPlural(second).some(word => particles.has(word))) return isKnown ? 0 : pagesWith(first)
  if (second.length < MIN_SPLIT_PART_LENGTH || stopWords.has(second)) return 0
  return Math.min(pagesWith(first), most(singularAndPlural(second)))
}
