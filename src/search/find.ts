import type { RunSql } from '../platform/database/index.js'
import { loadCandidatesBySeq, type Candidate } from './candidates.js'
import { collect } from './collect.js'
import { openSearch, type SearchContext } from './context.js'
import { countFacets, loadOrganisationKinds, passesPageFilters, type OrganisationKindOnPage } from './facets.js'
import { findExactTitles } from './exact-titles.js'
import { isSmallWiki, wordsOf } from './frequencies.js'
import { loadIndexedTexts } from './indexed-text-store.js'
import { FEW_RESULTS, MAX_EXAMINED } from './limits.js'
import { rankByTitles, sortCandidates, type PeersByPage } from './rank.js'
import type { RankedHit, RankedHits, SearchRequest } from './request.js'
import type { Stemmer } from './stem.js'
import { snippetOf } from './snippet.js'
import { correctSpelling } from './spelling.js'

/**
 * Searches by SQL alone, so that the same code runs on the main thread and in a worker. Returns everything about the
 * results but the pages themselves. `stem` is `stemOf` or a cache of it.
 */
export async function find(runSql: RunSql, request: SearchRequest, stem: Stemmer): Promise<RankedHits> {
  const context = await openSearch(runSql, request, stem)

  const exactTitles = await exactTitlesFor(context)
  const collected = await collect(context)
  const candidates = await addMissing(context, collected.candidates, exactTitles)
  const passing = candidates.filter(page => passesPageFilters(page, request.filters))

  const scored = await rankByTitles(context, passing)
  const examined = examinedPages(context, scored)
  const organisationKinds = await loadOrganisationKinds(context, examined)
  const ranked = sortCandidates(request.sort, scored, {
    peersByPage: peersByPage(organisationKinds, request.peerOrganisationKind),
    exactTitles,
    partialMatches: collected.partialMatches,
  })

  const hasEnoughResults = ranked.length >= FEW_RESULTS || collected.hasMore
  return {
    hits: await hitsFor(context, ranked.slice(request.from, request.from + request.limit), collected.partialMatches),
    total: ranked.length,
    hasMore: collected.hasMore,
    facets: await countFacets(context, candidates, examined, organisationKinds),
    areFacetsPartial: examined.length < scored.length,
    correctedQuery: hasEnoughResults
      ? undefined
      : await correctSpelling(runSql, request.query, context.frequencies, context.spellings),
  }
}

/** The numbers of pages whose title was typed. With words excluded, what was typed is not a title. */
async function exactTitlesFor(context: SearchContext): Promise<ReadonlySet<number>> {
  if (context.request.query.excluded.length > 0) return new Set()
  return new Set(await findExactTitles(context))
}

/** Adds the pages with these numbers that are not among the candidates. */
async function addMissing(
  context: SearchContext,
  candidates: readonly Candidate[],
  seqs: ReadonlySet<number>,
): Promise<readonly Candidate[]> {
  const found = new Set(candidates.map(page => page.seq))
  const missing = [...seqs].filter(seq => !found.has(seq))
  return [...candidates, ...(await loadCandidatesBySeq(context, missing))]
}

/**
 * The pages whose tags and organisations are looked up, for the facets and to rank by the reader's peers: all that were
 * found or, in a large wiki, where that would take too long, only the best.
 */
const examinedPages = ({ frequencies }: SearchContext, bestFirst: readonly Candidate[]): readonly Candidate[] =>
  isSmallWiki(frequencies) ? bestFirst : bestFirst.slice(0, MAX_EXAMINED)

const peersByPage = (
  organisationKinds: readonly OrganisationKindOnPage[],
  peerOrganisationKind: string | undefined,
): PeersByPage =>
  new Map(
    organisationKinds
      .filter(({ organisationKind }) => organisationKind === peerOrganisationKind)
      .map(({ id, organisations }) => [id, organisations]),
  )

async function hitsFor(
  context: SearchContext,
  pages: readonly Candidate[],
  partialMatches: ReadonlySet<number>,
): Promise<readonly RankedHit[]> {
  const { query, synonyms } = context.request
  const texts = await loadIndexedTexts(context, pages, 'excerpt')
  const terms = [...wordsOf(query).map(word => [word]), ...[...context.spellings.values()].flat()]
  const marked = [...terms, ...[...synonyms.values()].flat(2).map(word => [word])]
  return pages.map(({ id, seq }) => ({
    id,
    isPartialMatch: partialMatches.has(seq),
    snippet: snippetOf(texts.get(seq)?.excerpt ?? '', marked, query.words.at(-1)),
  }))
}
