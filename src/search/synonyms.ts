import { cachedUntilCommit, type Db } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { stripAccents } from '../platform/text.js'
import { MAX_SYNONYM_LENGTH, MAX_SYNONYM_TERMS, MIN_SYNONYM_TERMS } from './limits.js'
import { withoutStopWords, type SearchQuery } from './query.js'
import type { SynonymsByWord } from './request.js'
import type { Stemmer } from './stem.js'
import { listSynonymGroups } from './synonym-store.js'
import { acronymOf, plainWord, splitWords } from './words.js'

/** Normalises terms for storage: lower case, single spaces, no duplicates. Leaves out terms without any word. */
export const normaliseTerms = (terms: readonly string[]): readonly string[] =>
  [...new Set(terms.map(term => splitWords(term).map(plainWord).join(' ')))].filter(term => term !== '')

/** Checks normalised terms. @throws Refused when there are too few or too many, or one is too long. */
export function checkTerms(terms: readonly string[]): void {
  if (terms.length < MIN_SYNONYM_TERMS || terms.length > MAX_SYNONYM_TERMS)
    throw new Refused(`Enter ${MIN_SYNONYM_TERMS} to ${MAX_SYNONYM_TERMS} different terms.`)
  if (terms.some(term => term.length > MAX_SYNONYM_LENGTH))
    throw new Refused(`Each term must be ${MAX_SYNONYM_LENGTH} characters or fewer.`)
}

/** Groups of synonyms. Each term is a list of words. */
type SynonymTerms = readonly (readonly (readonly string[])[])[]

/** Reads all groups of synonyms. */
export type ReadSynonyms = () => Promise<SynonymTerms>

/** Creates a function that reads all groups of synonyms, and caches them until something is committed. */
export function cachedSynonyms(db: Db): ReadSynonyms {
  const read = cachedUntilCommit<SynonymTerms>(db, 1, async () =>
    (await listSynonymGroups(db)).map(({ terms }) => terms.map(wordsOfTerm).filter(term => term.length > 0)),
  )
  return async () => (await read('all')) ?? []
}

/** A term that is a single word such as `it` can only mean the acronym. */
function wordsOfTerm(term: string): readonly string[] {
  const words = splitWords(term)
  return words.length === 1 ? [acronymOf(words[0]!) ?? words[0]!] : words
}

/**
 * Returns, for each word of a query, the terms that can replace it. A term of several words, such as `remote access`,
 * applies if the query has all of them in any form, apart from stop words. Its synonyms can then replace each of the words.
 */
export function synonymsFor(groups: SynonymTerms, query: SearchQuery, stem: Stemmer): SynonymsByWord {
  const stemWithoutAccents = (word: string): string => stem(stripAccents(word))
  const queryWords = new Map(query.words.map(word => [stemWithoutAccents(word), word]))
  const synonyms = new Map<string, (readonly string[])[]>()
  for (const group of groups) {
    for (const term of group) {
      const words = withoutStopWords(term).map(word => queryWords.get(stemWithoutAccents(word)))
      if (!words.every(word => word !== undefined)) continue
      for (const word of words)
        synonyms.set(word, [...(synonyms.get(word) ?? []), ...group.filter(other => other !== term)])
    }
  }
  return synonyms
}
