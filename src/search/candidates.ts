import type { Kind } from '../pages/index.js'
import type { Sql } from '../platform/database/index.js'
import type { SearchContext } from './context.js'
import { filterConditions } from './conditions.js'
import type { FilterField } from './filters.js'
import { andEach, joinSql, listOf, pageTable, sql } from './sql.js'

/** A page that may be shown, with what it is ranked and counted by. */
export interface Candidate {
  readonly seq: number
  readonly id: string
  readonly kind: Kind
  readonly theme: string
  readonly state: string
  /** How many organisations' statements count for it. */
  readonly organisations: number
  /** The day of the newest statement. */
  readonly newestOn: string | null
  /** How well it fits; greater is better. */
  readonly score: number
}

/** The candidates that one way of looking found, in no particular order. */
export interface Collected {
  readonly candidates: readonly Candidate[]
  /** Whether more pages match than were collected. */
  readonly hasMore: boolean
}

/** The columns of a candidate but its score, from a page `p` and its evidence `e`. */
export const candidateColumns = `p.seq, p.id, p.kind, p.theme, coalesce(e.state, '') as state,
  coalesce(e.organisations, 0) as organisations, e.newest_on as "newestOn"`

/** Loads the pages that `matching` gives the numbers and scores of, as far as the filters on `fields` let them through. */
export async function loadCandidates(
  { runSql, request, maxRanked }: SearchContext,
  matching: Sql,
  fields?: readonly FilterField[],
): Promise<readonly Candidate[]> {
  return runSql<Candidate>(
    joinSql([
      sql(`select ${candidateColumns}, m.score from (`),
      matching,
      // A cross join keeps this order: SQLite might otherwise test the index for each page that a filter lets through.
      sql(`) m cross join ${pageTable(request.engine)} left join page_evidence e on e.seq = p.seq`),
      sql('where p.seq = m.seq and p.archived_at is null'),
      ...andEach(filterConditions(request.filters, request.coveredKinds, fields)),
      sql(`order by score desc limit ${maxRanked}`),
    ]),
  )
}

/** The pages with these numbers that pass the filters, without a score. */
export async function loadCandidatesBySeq(
  { runSql, request }: SearchContext,
  seqs: readonly number[],
): Promise<readonly Candidate[]> {
  if (seqs.length === 0) return []
  return runSql<Candidate>(
    joinSql([
      sql(`select ${candidateColumns}, 0 as score from page p left join page_evidence e on e.seq = p.seq`),
      sql('where p.archived_at is null and p.seq in'),
      listOf(seqs),
      ...andEach(filterConditions(request.filters, request.coveredKinds)),
    ]),
  )
}
