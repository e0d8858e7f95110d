import { loadCandidates, type Candidate, type Collected } from './candidates.js'
import type { SearchContext } from './context.js'
import { MAX_SCAN_RESULTS } from './limits.js'
import { selectMatching } from './match-sql.js'
import { excluding, within, type Scope } from './match.js'
import type { PageMatch } from './page-match.js'
import { joinSql, seqColumn, sql } from './sql.js'

/**
 * Collects the newest pages that match, those that have it in their summary fields first: for a match that would take too
 * long to score. Looks at pages with a number above `minSeq`.
 */
export async function collectNewest(context: SearchContext, match: PageMatch, minSeq: number): Promise<Collected> {
  const { maxRanked } = context
  const anywhere = await newestMatching(context, match, minSeq, 'page', 1)
  const inSummaryFields =
    anywhere.length < maxRanked ? [] : await newestMatching(context, match, minSeq, 'summaryFields', 2)
  const seen = new Set(anywhere.map(page => page.seq))
  const preferred = new Map(inSummaryFields.map(page => [page.seq, page]))
  const older = inSummaryFields.filter(page => !seen.has(page.seq))
  return {
    candidates: [...older, ...anywhere.map(page => preferred.get(page.seq) ?? page)].slice(0, maxRanked),
    hasMore: minSeq > 0 || anywhere.length >= maxRanked,
  }
}

async function newestMatching(
  context: SearchContext,
  match: PageMatch,
  minSeq: number,
  scope: Scope,
  score: number,
): Promise<readonly Candidate[]> {
  const { engine } = context.request
  const tested = excluding(within(scope, match.matchWithoutProximity), match.excluding)
  const newest = joinSql([
    selectMatching(engine, tested, sql(`${score} as score`)),
    // Without the cast, SQLite would not take the parameter for a whole number, and would not use the index.
    sql(`and ${seqColumn(engine)} > cast(? as integer)`, minSeq),
    sql(`order by ${seqColumn(engine)} desc limit ${MAX_SCAN_RESULTS}`),
  ])
  return loadCandidates(context, newest)
}
