import { collectByFilters, collectPages, type Candidate, type Collected, type PageMatch } from './candidates.js'
import { hasFilter } from './conditions.js'
import type { SearchContext } from './context.js'
import { relatedTerms, withProximity } from './expansion.js'
import { pagesWith, rarestWords, withoutUbiquitousWords, wordsOf } from './frequencies.js'
import { ENOUGH_RESULTS, MAX_SCORED, MAX_SHARE_IN_SUMMARY_FIELDS } from './limits.js'
import { and, or, phrase, type Match } from './match.js'
import { RELATED_WORD_WEIGHT } from './score.js'

const nothing: Collected = { candidates: [], hasMore: false }

/** The pages that a search is about: by its words, or by its filters and excluded words where it has no others. */
export async function collect(context: SearchContext): Promise<Collected> {
  const { query, filters } = context.request
  if (wordsOf(query).length > 0) return collectByWords(context)
  if (query.excluded.length > 0 || hasFilter(filters)) return collectByFilters(context)
  return nothing
}

/** Collects pages with all words; where these are few, also those with some of the words, and with related words. */
async function collectByWords(context: SearchContext): Promise<Collected> {
  const words = withoutUbiquitousWords(context.request.query.words, context.frequencies)
  const withAll = await collectPages(context, matchAllWords(context, words))
  const hasEnough = withAll.hasMore || withAll.candidates.length >= ENOUGH_RESULTS
  const withSome = hasEnough ? nothing : await collectWithSomeWords(context, words, withAll.candidates.length)
  const found = bestOfEach(withAll.candidates, withSome.candidates)
  if (withAll.hasMore || withSome.hasMore) return { candidates: found, hasMore: true }
  return addRelated(context, words, found, !hasEnough)
}

async function collectWithSomeWords(
  context: SearchContext,
  words: readonly string[],
  found: number,
): Promise<Collected> {
  const isWanted = context.request.sort === 'relevance' || found === 0
  if (words.length < 2 || !isWanted) return nothing
  return collectPages(context, matchSomeWords(context, rarestWords(words, context.frequencies)))
}

/** Adds the pages that have related words in place of some; where these are few too, those that have only such words. */
async function addRelated(
  context: SearchContext,
  words: readonly string[],
  found: readonly Candidate[],
  alsoLonger: boolean,
): Promise<Collected> {
  const related = await relatedTerms(context, words, alsoLonger)
  if (related.every(terms => terms.length === 0)) return { candidates: found, hasMore: false }
  const eachOrRelated = words.map((word, index) => or([phrase(word), ...related[index]!]))
  const withRelated = await collectPages(context, pageMatch(context, eachOrRelated))
  const all = bestOfEach(found, weighted(withRelated.candidates, RELATED_WORD_WEIGHT))
  const isEnough = withRelated.hasMore || all.length >= ENOUGH_RESULTS
  if (isEnough || words.length < 2 || context.request.sort !== 'relevance')
    return { candidates: all, hasMore: withRelated.hasMore }
  const onlyRelated = await collectPages(context, pageMatch(context, [or(related.flat())]))
  return { candidates: bestOfEach(all, weighted(onlyRelated.candidates, RELATED_WORD_WEIGHT)), hasMore: false }
}

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

const weighted = (candidates: readonly Candidate[], weight: number): readonly Candidate[] =>
  candidates.map(page => ({ ...page, score: page.score * weight }))

/** All candidates, each once, with its best score. */
function bestOfEach(...lists: readonly (readonly Candidate[])[]): readonly Candidate[] {
  const best = new Map<number, Candidate>()
  for (const page of lists.flat()) {
    const known = best.get(page.seq)
    if (!known || known.score < page.score) best.set(page.seq, page)
  }
  return [...best.values()]
}
