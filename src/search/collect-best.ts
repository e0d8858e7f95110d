import type { Sql } from '../platform/database/index.js'
import { candidateColumns, loadCandidates, type Candidate, type Collected } from './candidates.js'
import { filterConditions } from './conditions.js'
import type { SearchContext } from './context.js'
import { hasFilter, joinedFields, pageFields, type FilterField } from './filters.js'
import {
  MAX_CHECKED_FOR_ORGANISATION_KIND,
  MAX_SCORED,
  MAX_SCORED_BY_TITLE,
  MAX_SCORED_WITH_FILTERS,
} from './limits.js'
import { matches, scoreOf, selectMatching } from './match-sql.js'
import { excluding, within, type Match, type Scope } from './match.js'
import type { PageMatch } from './page-match.js'
import { allOf, andEach, joinSql, pageTable, seqColumn, sql } from './sql.js'

/** Collects the best pages that match, scored by the database. */
export async function collectBest(context: SearchContext, match: PageMatch): Promise<Collected> {
  const { filters } = context.request
  const isFiltered = hasFilter(filters, [...joinedFields, ...pageFields])
  const maxScored = isFiltered ? MAX_SCORED_WITH_FILTERS : MAX_SCORED
  const isSurelyFew = match.isRare && !isFiltered
  const scope = isSurelyFew ? 'page' : await scopeToScore(context, match, maxScored)
  const scored = excluding(within(scope, match.match), match.excluding)

  let candidates: readonly Candidate[]
  if (scope === 'title') {
    candidates = await scoreFirst(context, scored, MAX_SCORED_BY_TITLE)
  } else if (isSurelyFew || (scope === 'summaryFields' && !isFiltered)) {
    // Expected to be few enough, but other forms of the words may be on more pages.
    candidates = await scoreFirst(context, scored, maxScored)
  } else {
    candidates = await scoreAll(context, scored, await fieldsToCheck(context, match, scope))
  }
  const isCut = scope !== 'page' || candidates.length === context.maxRanked
  return { candidates, hasMore: isCut || (await hasUncheckedOrganisationKinds(context, match)) }
}

/** The widest scope in which few enough pages match. */
async function scopeToScore(context: SearchContext, match: PageMatch, maxScored: number): Promise<Scope> {
  if (!(await isOnMoreThan(context, match, 'page', maxScored))) return 'page'
  if (match.expectedInSummaryFields < maxScored) return 'summaryFields'
  return (await isOnMoreThan(context, match, 'summaryFields', maxScored)) ? 'title' : 'summaryFields'
}

/**
 * Returns the filters that the database checks before it scores. Filters on a page's own fields are checked afterwards, so
 * that the facets can count other values, unless too many pages match to expect the best ones to pass.
 */
async function fieldsToCheck(context: SearchContext, match: PageMatch, scope: Scope): Promise<readonly FilterField[]> {
  if (!hasFilter(context.request.filters, pageFields)) return joinedFields
  const areMany = scope !== 'page' || (await isOnMoreThan(context, match, 'page', context.maxRanked))
  return areMany ? [...joinedFields, ...pageFields] : joinedFields
}

/** Whether there are pages beyond the best ones, on which the filter by kind of organisation is not checked. */
async function hasUncheckedOrganisationKinds(context: SearchContext, match: PageMatch): Promise<boolean> {
  if (!hasFilter(context.request.filters, ['organisationKind'])) return false
  return isOnMoreThan(context, match, 'page', MAX_CHECKED_FOR_ORGANISATION_KIND)
}

async function isOnMoreThan(context: SearchContext, match: PageMatch, scope: Scope, pages: number): Promise<boolean> {
  const { engine } = context.request
  const tested = excluding(within(scope, match.matchWithoutProximity), match.excluding)
  const statement = joinSql([selectMatching(engine, tested), sql('limit 1 offset ?', pages)])
  return (await context.runSql(statement)).length > 0
}

/** Scores the first `max` pages that the index holds for the match, and keeps the best. */
async function scoreFirst(context: SearchContext, match: Match, max: number): Promise<readonly Candidate[]> {
  const { engine, filters } = context.request
  const first = [
    sql('select seq, score from ('),
    selectMatching(engine, match, scoreOf(engine, match)),
    sql('limit ?) first_matches', max),
  ]
  // With filters, the best are only known once the filters are checked.
  const isFiltered = hasFilter(filters, [...joinedFields, ...pageFields])
  const best = isFiltered ? first : [...first, bestFirst(context)]
  return loadCandidates(context, joinSql(best), [...joinedFields, ...pageFields, 'organisationKind'])
}

/** Scores every page that matches and that the filters on `fields` let through, and keeps the best. */
async function scoreAll(
  context: SearchContext,
  match: Match,
  fields: readonly FilterField[],
): Promise<readonly Candidate[]> {
  const { engine, filters, coveredKinds } = context.request
  if (!hasFilter(filters, fields)) {
    const best = [selectMatching(engine, match, scoreOf(engine, match)), bestFirst(context)]
    return loadCandidates(context, joinSql(best), ['organisationKind'])
  }
  const passing = joinSql([
    sql(`select ${candidateColumns},`),
    scoreOf(engine, match),
    // A cross join keeps this order: SQLite might otherwise test the index for each page that a filter lets through.
    sql(`from page_search cross join ${pageTable(engine)} left join page_evidence e on e.seq = p.seq where`),
    allOf([
      matches(engine, match),
      ...filterConditions(filters, coveredKinds, fields, `+${seqColumn(engine)}`),
      sql(`p.seq = ${seqColumn(engine)} and p.archived_at is null`),
    ]),
    bestFirst(context),
  ])
  if (!hasFilter(filters, ['organisationKind'])) return context.runSql<Candidate>(passing)
  return context.runSql<Candidate>(
    joinSql([
      sql('select p.* from ('),
      passing,
      sql(') p cross join page_evidence e where e.seq = p.seq'),
      ...andEach(filterConditions(filters, coveredKinds, ['organisationKind'])),
      sql(`order by p.score desc limit ${context.maxRanked}`),
    ]),
  )
}

/** A filter on the kind of organisation is checked after this, so more are kept for it. */
function bestFirst({ request, maxRanked }: SearchContext): Sql {
  const isFiltered = hasFilter(request.filters, ['organisationKind'])
  return sql(`order by score desc limit ${isFiltered ? MAX_CHECKED_FOR_ORGANISATION_KIND : maxRanked}`)
}
