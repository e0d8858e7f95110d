import type { RunSql } from '../platform/database/index.js'
import { stripAccents } from '../platform/text.js'
import { MAX_PARTIAL_MATCHES, MAX_SCORED } from './limits.js'
import type { SearchQuery } from './query.js'
import { spellingsToLookUp } from './spellings.js'
import { joinSql, listOf, sql } from './sql.js'

/** On how many pages each word of a query is, as it is spelt, and each of its other spellings. */
export interface WordFrequencies {
  /** Keys are without accents. A word on no page is missing. */
  readonly pagesByWord: ReadonlyMap<string, number>
  /** About how many pages there are: the highest number given to one. */
  readonly total: number
}

/** Every word that a query asks for, in phrases too. */
export const wordsOf = (query: SearchQuery): readonly string[] => [...query.words, ...query.phrases.flat()]

/** Reads on how many pages each word of the query is, in two statements. */
export async function loadWordFrequencies(runSql: RunSql, query: SearchQuery): Promise<WordFrequencies> {
  const words = [...new Set([...wordsOf(query).map(stripAccents), ...spellingsToLookUp(query)])]
  const counts =
    words.length === 0
      ? []
      : await runSql<{ word: string; pages: number }>(
          joinSql([sql('select word, pages from search_word where word in'), listOf(words)]),
        )
  const [last] = await runSql<{ seq: number | null }>(sql('select max(seq) as seq from page'))
  return { pagesByWord: new Map(counts.map(row => [row.word, row.pages])), total: last?.seq ?? 0 }
}

/** Whether a word is on any page, as it is spelt. */
export const isKnown = ({ pagesByWord }: WordFrequencies, word: string): boolean => pagesByWord.has(stripAccents(word))

/** On how many pages a word is, as it is spelt. */
export const pagesWith = ({ pagesByWord }: WordFrequencies, word: string): number =>
  pagesByWord.get(stripAccents(word)) ?? 0

/** Whether every page can be scored. */
export const isSmallWiki = ({ total }: WordFrequencies): boolean => total < MAX_SCORED

/** In a large wiki, leaves out words on most pages: they do not tell one page from another. Keeps all if all are such. */
export function withoutUbiquitousWords(words: readonly string[], frequencies: WordFrequencies): readonly string[] {
  if (isSmallWiki(frequencies)) return words
  const rest = words.filter(word => pagesWith(frequencies, word) < frequencies.total / 2)
  return rest.length > 0 ? rest : words
}

/** The rarest of `words`, in their order: as many as are on few pages together, and at least one. */
export function rarestWords(words: readonly string[], frequencies: WordFrequencies): readonly string[] {
  const rarestFirst = [...words].sort((a, b) => pagesWith(frequencies, a) - pagesWith(frequencies, b))
  const rarest = new Set(rarestFirst.slice(0, 1))
  let pages = 0
  for (const word of rarestFirst) {
    pages += pagesWith(frequencies, word)
    if (pages <= MAX_PARTIAL_MATCHES) rarest.add(word)
  }
  return words.filter(word => rarest.has(word))
}
