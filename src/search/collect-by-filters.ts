import { candidateColumns, type Candidate, type Collected } from './candidates.js'
import { filterConditions } from './conditions.js'
import type { SearchContext } from './context.js'
import { selectMatching } from './match-sql.js'
import { or, phrase } from './match.js'
import { andEach, joinSql, pageTable, sql } from './sql.js'

/** The pages that pass the filters and hold none of the excluded words: for a query without words of its own. */
export async function collectByFilters({ runSql, request, maxRanked }: SearchContext): Promise<Collected> {
  const { engine, query, filters, coveredKinds, sort } = request
  const excluded = query.excluded.map(words => phrase(...words))
  const order = sort === 'newest-evidence' ? `coalesce(e.newest_on, '') desc` : 'e.organisations desc'
  const rows = await runSql<Omit<Candidate, 'score'>>(
    joinSql([
      sql(`select ${candidateColumns} from page_evidence e cross join ${pageTable(engine)}`),
      sql('where p.seq = e.seq and p.archived_at is null'),
      ...andEach(filterConditions(filters, coveredKinds)),
      ...(excluded.length === 0 ? [] : [sql('and e.seq not in ('), selectMatching(engine, or(excluded)), sql(')')]),
      sql(`order by ${order}, e.page_id desc limit ${maxRanked}`),
    ]),
  )
  // All fit equally well. Tiny differences of score keep them in this order.
  const candidates = rows.map((row, index) => ({ ...row, score: 1 + (rows.length - index) / 1_000_000 }))
  return { candidates, hasMore: rows.length === maxRanked }
}
