import type { RunSql } from '../platform/database/index.js'
import { isSmallWiki, loadWordFrequencies, pagesWith, type WordFrequencies } from './frequencies.js'
import {
  COMMON_WORD_PAGES,
  MAX_RANKED,
  MAX_RANKED_IN_LARGE_WIKI,
  MAX_SCANNED,
  VERY_COMMON_WORD_PAGES,
} from './limits.js'
import type { SearchRequest } from './request.js'
import { spellingsOf, type Spellings } from './spellings.js'
import type { Stemmer } from './stem.js'

/** What every step of one search needs. */
export interface SearchContext {
  readonly runSql: RunSql
  readonly request: SearchRequest
  readonly frequencies: WordFrequencies
  readonly spellings: Spellings
  readonly stem: Stemmer
  /** How many pages are ranked. */
  readonly maxRanked: number
  /** Set where scoring would take too long: pages with a number above this are scanned, newest first. */
  readonly minSeq: number | undefined
}

/** Reads what every step of a search needs: how rare its words are decides how far it may look. */
export async function openSearch(runSql: RunSql, request: SearchRequest, stem: Stemmer): Promise<SearchContext> {
  const frequencies = await loadWordFrequencies(runSql, request.query)
  return {
    runSql,
    request,
    frequencies,
    spellings: spellingsOf(request.query, word => pagesWith(frequencies, word)),
    stem,
    maxRanked: isSmallWiki(frequencies) ? MAX_RANKED : MAX_RANKED_IN_LARGE_WIKI,
    minSeq: minSeqToScan(request.query.phrases, frequencies),
  }
}

/** Where a scan ends for a query with a phrase of common words. Undefined where every phrase is rare enough to score. */
function minSeqToScan(phrases: readonly (readonly string[])[], frequencies: WordFrequencies): number | undefined {
  const counts = phrases.filter(words => words.length > 1).map(words => words.map(word => pagesWith(frequencies, word)))
  const rarest = Math.max(0, ...counts.map(pages => Math.min(...pages)))
  const isCostly = rarest > COMMON_WORD_PAGES || counts.some(pages => Math.max(...pages) > VERY_COMMON_WORD_PAGES)
  if (!isCostly) return undefined
  const scannedShare = MAX_SCANNED / Math.max(1, rarest)
  return Math.max(0, Math.floor(frequencies.total * (1 - scannedShare)))
}
