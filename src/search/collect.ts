import type { Candidate, Collected } from './candidates.js'
import { collectBest } from './collect-best.js'
import { collectByFilters } from './collect-by-filters.js'
import { collectNewest } from './collect-newest.js'
import { hasFilter } from './filters.js'
import type { SearchContext } from './context.js'
import { relatedTerms, withProximity } from './expansion.js'
import { pagesWith, rarestWords, withoutUbiquitousWords, wordsOf } from './frequencies.js'
import { ENOUGH_RESULTS, MAX_SCORED, MAX_SHARE_IN_SUMMARY_FIELDS } from './limits.js'
import { and, or, phrase, type Match } from './match.js'
import type { PageMatch } from './page-match.js'
import { RELATED_WORD_WEIGHT } from './score.js'

/** What a search found, in no particular order. */
export interface Found extends Collected {
  /** The numbers of the candidates that match only some of the words. */
  readonly partialMatches: ReadonlySet<number>
}

const nothing: Collected = { candidates: [], hasMore: false }

/** The pages that a search is about: by its words, or by its filters and excluded words where it has no others. */
export async function collect(context: SearchContext): Promise<Found> {
  const { query, filters } = context.request
  if (wordsOf(query).length > 0) return collectByWords(context)
  if (query.excluded.length > 0 || hasFilter(filters)) return foundIn([await collectByFilters(context)])
  return foundIn([])
}

/** Collects pages with all words; where these are few, also those with some of the words, and with related words. */
async function collectByWords(context: SearchContext): Promise<Found> {
  const words = withoutUbiquitousWords(context.request.query.words, context.frequencies)
  const withAll = await collectPages(context, matchAllWords(context, words))
  const hasEnough = withAll.hasMore || withAll.candidates.length >= ENOUGH_RESULTS
  const withSome = hasEnough ? nothing : await collectWithSomeWords(context, words)
  if (withAll.hasMore || withSome.hasMore) return foundIn([withAll], [withSome])

  const related = await relatedTerms(context, words, !hasEnough)
  const withRelated = await collectWithRelatedWords(context, words, related)
  const found = foundIn([withAll, withRelated], [withSome])
  if (found.hasMore || found.candidates.length >= ENOUGH_RESULTS) return found
  const withSomeRelated = await collectWithSomeRelatedWords(context, words, related)
  return foundIn([withAll, withRelated], [withSome, withSomeRelated])
}

async function collectWithSomeWords(context: SearchContext, words: readonly string[]): Promise<Collected> {
  if (words.length < 2) return nothing
  return collectPages(context, matchSomeWords(context, rarestWords(words, context.frequencies)))
}

/** Collects pages that have each word or one related to it. `related` are the related terms of each word. */
async function collectWithRelatedWords(
  context: SearchContext,
  words: readonly string[],
  related: readonly (readonly Match[])[],
): Promise<Collected> {
  if (related.every(terms => terms.length === 0)) return nothing
  const eachOrRelated = words.map((word, index) => or([phrase(word), ...related[index]!]))
  return weighted(await collectPages(context, pageMatch(context, eachOrRelated)), RELATED_WORD_WEIGHT)
}

/** Collects pages that have a word related to any of the words. */
async function collectWithSomeRelatedWords(
  context: SearchContext,
  words: readonly string[],
  related: readonly (readonly Match[])[],
): Promise<Collected> {
  if (words.length < 2 || related.every(terms => terms.length === 0)) return nothing
  return weighted(await collectPages(context, pageMatch(context, [or(related.flat())])), RELATED_WORD_WEIGHT)
}

/** The best pages that match; or the newest, where scoring would take too long. */
const collectPages = (context: SearchContext, match: PageMatch): Promise<Collected> =>
  context.minSeq === undefined ? collectBest(context, match) : collectNewest(context, match, context.minSeq)

const matchAllWords = (context: SearchContext, words: readonly string[]): PageMatch => ({
  ...pageMatch(
    context,
    withProximity(words, context.frequencies),
    words.map(word => phrase(word)),
  ),
  ...expectations(context, [...words, ...context.request.query.phrases.flat()]),
})

const matchSomeWords = (context: SearchContext, words: readonly string[]): PageMatch =>
  pageMatch(context, [or(withProximity(words, context.frequencies))], [or(words.map(word => phrase(word)))])

/** Pages for which all of `matches` hold, with the query's phrases and without what it excludes. */
function pageMatch({ request }: SearchContext, matches: readonly Match[], withoutProximity = matches): PageMatch {
  const phrases = request.query.phrases.map(words => phrase(...words))
  return {
    match: and([...matches, ...phrases]),
    matchWithoutProximity: and([...withoutProximity, ...phrases]),
    excluding: request.query.excluded.map(words => phrase(...words)),
    expectedInSummaryFields: 0,
    isRare: false,
  }
}

function expectations(
  { frequencies }: SearchContext,
  words: readonly string[],
): Pick<PageMatch, 'expectedInSummaryFields' | 'isRare'> {
  const counts = words.map(word => pagesWith(frequencies, word))
  const total = Math.max(1, frequencies.total)
  let expected = frequencies.total
  for (const pages of counts) expected *= (MAX_SHARE_IN_SUMMARY_FIELDS * pages) / total
  return { expectedInSummaryFields: expected, isRare: counts.some(pages => pages > 0 && pages < MAX_SCORED / 2) }
}

const weighted = ({ candidates, hasMore }: Collected, weight: number): Collected => ({
  candidates: candidates.map(page => ({ ...page, score: page.score * weight })),
  hasMore,
})

/** Puts together what several ways of looking found. A page is a partial match if only `withSome` has it. */
function foundIn(withAll: readonly Collected[], withSome: readonly Collected[] = []): Found {
  const collected = [...withAll, ...withSome]
  const matching = new Set(candidatesOf(withAll).map(page => page.seq))
  const candidates = bestOfEach(candidatesOf(collected))
  return {
    candidates,
    hasMore: collected.some(({ hasMore }) => hasMore),
    partialMatches: new Set(candidates.map(page => page.seq).filter(seq => !matching.has(seq))),
  }
}

const candidatesOf = (collected: readonly Collected[]): readonly Candidate[] =>
  collected.flatMap(({ candidates }) => candidates)

/** All candidates, each once, with its best score. */
function bestOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<number, Candidate>()
  for (const page of candidates) {
    const known = best.get(page.seq)
    if (!known || known.score < page.score) best.set(page.seq, page)
  }
  return [...best.values()]
}
