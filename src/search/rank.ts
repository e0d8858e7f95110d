import type { Candidate } from './candidates.js'
import type { SearchContext } from './context.js'
import { pagesWith, wordsOf } from './frequencies.js'
import { MAX_EXAMINED } from './limits.js'
import { loadIndexedTexts } from './indexed-text-store.js'
import type { SearchSort } from './request.js'
import { boostByEvidence, boostByTitle, weighTerms } from './score.js'

/** How many organisations of the reader's kind have evidence on a page, by the page's id. */
export type PeersByPage = ReadonlyMap<string, number>

const byScore = (a: Candidate, b: Candidate): number => b.score - a.score || a.seq - b.seq

/** Highest score first; of equal scores, the older page. */
const sortByScore = (candidates: readonly Candidate[]): readonly Candidate[] => [...candidates].sort(byScore)

/** Raises the scores of the best candidates by their titles and headings, and sorts all of them, best first. */
export async function rankByTitles(
  context: SearchContext,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const { request, frequencies, stem, maxRanked, minSeq } = context
  const sorted = sortByScore(candidates)
  // Scanned pages have no scores. Only titles and headings rank them, so read more of them.
  const read = sorted.slice(0, minSeq === undefined ? MAX_EXAMINED : maxRanked)
  const texts = await loadIndexedTexts(context, read, 'title, headings')
  const termWeights = weighTerms(wordsOf(request.query), word => pagesWith(frequencies, word), frequencies.total, stem)
  const boosted = read.map(page => {
    const { title = '', headings = '' } = texts.get(page.seq) ?? {}
    return { ...page, score: boostByTitle(page.score, { title, headings }, termWeights, stem) }
  })
  return sortByScore([...boosted, ...sorted.slice(read.length)])
}

/** What decides the order of candidates besides themselves. */
export interface RankingFacts {
  readonly peersByPage: PeersByPage
  /** The numbers of the pages whose title was typed. */
  readonly exactTitles: ReadonlySet<number>
  /** The numbers of the pages that match only some of the words. */
  readonly partialMatches: ReadonlySet<number>
}

/**
 * The candidates in the order that was asked for. By relevance, pages with an exact title are first. In any other order,
 * pages that match only some of the words are last: by evidence alone, the weakest match could be first.
 */
export function sortCandidates(
  sort: SearchSort,
  candidates: readonly Candidate[],
  facts: RankingFacts,
): readonly Candidate[] {
  const groupOf = (page: Candidate): number => (sort !== 'relevance' && facts.partialMatches.has(page.seq) ? 0 : 1)
  const sortKey = rankingKeyFor(sort, facts)
  return candidates
    .map(page => ({ page, group: groupOf(page), key: sortKey(page) }))
    .sort((a, b) => b.group - a.group || compareDescending(a.key, b.key) || byScore(a.page, b.page))
    .map(({ page }) => page)
}

function rankingKeyFor(
  sort: SearchSort,
  { peersByPage, exactTitles }: RankingFacts,
): (page: Candidate) => number | string {
  const peersOf = (page: Candidate): number => peersByPage.get(page.id) ?? 0
  switch (sort) {
    case 'most-faced':
      return page => page.organisations
    case 'newest-evidence':
      return page => page.newestOn ?? ''
    case 'like-ours':
      return peersOf
    case 'relevance':
      return page => (exactTitles.has(page.seq) ? Infinity : boostByEvidence(page.score, page, peersOf(page)))
  }
}

function compareDescending<Key extends number | string>(a: Key, b: Key): number {
  if (a === b) return 0
  return a < b ? 1 : -1
}
