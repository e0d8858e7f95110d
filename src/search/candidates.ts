import type { Engine, Sql } from '../platform/database/index.js'
import { allKinds, type Kind } from '../pages/index.js'
import { titleKey } from '../platform/text.js'
import { filterConditions, hasFilter, pageFields, type FilterField } from './conditions.js'
import type { SearchContext } from './context.js'
import {
  MAX_CHECKED_FOR_ORGANISATION_KIND,
  MAX_EXACT_TITLES,
  MAX_SCAN_RESULTS,
  MAX_SCORED,
  MAX_SCORED_BY_TITLE,
  MAX_SCORED_WITH_FILTERS,
} from './limits.js'
import { excluding, expressionOf, or, phrase, within, type Match, type Scope } from './match.js'
import { fieldWeights, postgresFieldWeights } from './score.js'
import { allOf, andEach, joinSql, listOf, pageTable, seqColumn, sql } from './sql.js'

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
  readonly newest: string | null
  /** How well it fits; greater is better. */
  readonly score: number
}

/** The candidates that one way of looking found, in no particular order. */
export interface Collected {
  readonly candidates: readonly Candidate[]
  /** Whether more pages match than were collected. */
  readonly hasMore: boolean
}

/** A condition on pages, and what is known of it before it is tried. */
export interface PageMatch {
  readonly match: Match
  /** True for the same pages, and cheaper to test: without what only raises the score of words that are side by side. */
  readonly matchWithoutProximity: Match
  readonly excluding: readonly Match[]
  /** About how many pages can have it in their summary fields. */
  readonly expectedInSummaryFields: number
  /** Whether one of its words, as it is spelt, is on so few pages that all of them can be scored. */
  readonly isRare: boolean
}

const candidateColumns = `p.seq, p.id, p.kind, p.theme, coalesce(e.state, '') as state,
  coalesce(e.organisations, 0) as organisations, e.newest_on as newest`

/** The fields of which a filter is checked page by page, since it needs other tables. */
const joinedFields = ['tag', 'organisation'] as const satisfies readonly FilterField[]

/** The best pages that match, scored by the database; or the newest, where scoring would take too long. */
export async function collectPages(context: SearchContext, match: PageMatch): Promise<Collected> {
  if (context.minSeq !== undefined) return scanNewest(context, match, context.minSeq)
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

/** The newest pages that match, those that have it in their summary fields first. */
async function scanNewest(context: SearchContext, match: PageMatch, minSeq: number): Promise<Collected> {
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

/** Loads the pages that `matching` gives the numbers and scores of, as far as the filters on `fields` let them through. */
async function loadCandidates(
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

/** The pages with these numbers that pass the filters, without a score. */
export async function loadBySeq(
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

/** The numbers of the pages whose title is what was typed, apart from capitals, accents and punctuation. */
export async function findExactTitles({ runSql, request }: SearchContext): Promise<readonly number[]> {
  const key = titleKey(request.query.text)
  if (key === '') return []
  const kinds = listOf(allKinds.map(definition => definition.kind))
  const rows = await runSql<{ seq: number }>(
    sql(
      `select seq from page where kind in ${kinds.sql} and sort_key = ? and archived_at is null
       order by seq limit ${MAX_EXACT_TITLES}`,
      ...kinds.parameters,
      key,
    ),
  )
  return rows.map(row => row.seq)
}

const matches = (engine: Engine, match: Match): Sql =>
  sql(
    engine === 'sqlite' ? 'page_search match ?' : `page_search.document @@ to_tsquery('unblock', ?)`,
    expressionOf(engine, match),
  )

const scoreOf = (engine: Engine, match: Match): Sql =>
  engine === 'sqlite'
    ? sql(`-bm25(page_search, ${fieldWeights}) as score`)
    : sql(
        `ts_rank('${postgresFieldWeights}', page_search.document, to_tsquery('unblock', ?), 1) as score`,
        expressionOf(engine, match),
      )

/** The numbers, as `seq`, of the pages that match, with their score if one is given. */
const selectMatching = (engine: Engine, match: Match, score?: Sql): Sql =>
  joinSql([
    sql(`select ${seqColumn(engine)} as seq`),
    ...(score ? [sql(','), score] : []),
    sql('from page_search where'),
    matches(engine, match),
  ])
