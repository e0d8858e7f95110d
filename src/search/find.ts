import type { Engine } from '../platform/database/index.js'
import { sortKeyOf } from '../platform/text.js'
import type { Kind } from '../pages/index.js'
import { ask, joinSql, listOf, pageTable, sql, type SqlTask, type Sql } from './ask.js'
import { filterConditions, filterFields, countsUnderKind, pageFields, type Filters } from './conditions.js'
import { and, expressionOf, or, phrase, type Match } from './match.js'
import type { Query } from './query.js'
import {
  weighTerms,
  boostByTitle,
  fieldWeights,
  boostByEvidence,
  RELATED_WORD_WEIGHT,
  type EvidenceSummary,
} from './rank.js'
import { snippetOf, type SnippetSegment } from './snippet.js'
import { correction } from './spelling.js'
import { stemOf } from './stem.js'
import type { IndexedText } from './text.js'
import { stripAccents, isSpellable } from './vocabulary.js'

export type SearchSort = 'relevance' | 'like-ours' | 'most-faced' | 'newest-evidence'

/** What is asked of `find`: plain values alone, so that it can cross to a worker. */
export interface SearchRequest {
  readonly engine: Engine
  readonly query: Query
  /** For each word of the query, and by that word, what may stand in its place: words side by side. */
  readonly synonyms: Readonly<Record<string, readonly (readonly string[])[]>>
  readonly filters: Filters
  readonly sort: SearchSort
  readonly peerKind: string | undefined
  readonly coveredKinds: readonly string[]
  readonly limit: number
  /** How many of the best are passed over. */
  readonly from: number
}

export interface FacetCount {
  readonly value: string
  readonly pages: number
}

export interface Facets {
  readonly kind: readonly FacetCount[]
  readonly theme: readonly FacetCount[]
  readonly status: readonly FacetCount[]
  readonly organisationKind: readonly FacetCount[]
  /** Those that are named most, with their names. */
  readonly organisation: readonly (FacetCount & { readonly text: string })[]
  readonly tag: readonly FacetCount[]
}

export interface RankedHit {
  readonly id: string
  readonly evidence: EvidenceSummary
  readonly peers: number
  readonly snippet: readonly SnippetSegment[]
  readonly isExactTitle: boolean
}

export interface RankedHits {
  readonly hits: readonly RankedHit[]
  readonly total: number
  readonly hasMore: boolean
  readonly facets: Facets
  /** Whether tags and organisations are counted of the best alone: in a large wiki. */
  readonly areFacetsPartial: boolean
  readonly suggestion: string | undefined
}

/** A page that may be shown, with what it is ranked and counted by. */
interface Candidate {
  readonly seq: number
  readonly id: string
  readonly kind: Kind
  readonly theme: string
  readonly state: string
  readonly organisations: number
  readonly people: number
  readonly past: number
  readonly newest: string | null
  /** How well its words fit, greater is better; comes from the database, and from `find` after that. */
  score: number
}

/** The database weighs at most about this many pages against one another; of a query that more match, those are weighed that have it in their heads. */
const MOST_WEIGHED = 3_000

/** The same where there are filters: each page is first asked whether it passes. */
const MOST_FILTERED = 8_000

/** Of the pages that have a query in their titles, where these are too many too. */
const MOST_TITLES = 1_000

/** Of the best, so many are asked what organisations said of them, where only those of a kind are wanted. */
const MOST_ASKED = 400

/** Pages that have only some of the words, or other words in their place, are looked for among about this many. */
const MOST_WIDER = 1_000

/** So many pages that hold the rarest word of a phrase are gone through for the phrase: each takes reading where its words stand. */
const MOST_TRACED = 40_000

/** Where every word of a phrase is on more pages than this, weighing it would take going through them all once more. A word on more pages is one that is typed in full. */
const COMMON = 1_500

/** The same where one of its words is on more pages than this. */
const VERY_COMMON = 15_000

/** About so many of the pages that hold a word have it in their heads, at the most. */
const SHARE_IN_HEADS = 0.25

/** A beginning of a word of so many letters is looked for where it stands alone; beside other words one of more. */
const SHORTEST_BEGINNING = 2

/** Organisations that results are told apart by. */
const MOST_ORGANISATIONS = 8

/** Of those weighed, so many are read and ranked: in a large wiki those that somebody may still look at, elsewhere as good as all. */
const MOST_RANKED = 400
const MOST_RANKED_OF_MANY = 100

/** Fewer than this, and pages that hold only some of the words are looked for too. */
const ENOUGH = 50

/** Fewer than this, and another spelling is looked for. */
const FEW = 3

/** Of the best of those, titles and headings are compared with what was typed, and tags and organisations are counted. */
const MOST_READ = 40

const columns = `p.seq, p.id, p.kind, p.theme, coalesce(e.state, '') as state, coalesce(e.organisations, 0) as organisations, coalesce(e.people, 0) as people, coalesce(e.resolved_count, 0) as past, e.newest_on as newest`

/** A request, and how many pages are ranked for it. */
interface RankedRequest extends SearchRequest {
  readonly ranked: number
}

/** Everything about a search but the pages themselves. */
export function* find(asked: SearchRequest): SqlTask<RankedHits> {
  const { query, filters, sort, limit, from } = asked
  const known = yield* knownWords(query)
  const request: RankedRequest = { ...asked, ranked: known.total < MOST_WEIGHED ? MOST_RANKED : MOST_RANKED_OF_MANY }
  const found = new Map<number, Candidate>()
  let more = false
  let full = 0
  // With something left out, what was typed is no title.
  const exact =
    sort === 'relevance' && query.without.length === 0 ? new Set(yield* exactTitles(request)) : new Set<number>()
  const traced = tracedIn(query, known)
  if (query.words.length > 0 || query.phrases.length > 0) {
    const required = query.phrases.map(words => phrase(...words))
    const but = query.without.map(words => phrase(...words))
    const whole = (
      matches: readonly Match[],
      alike = matches,
      likely: Pick<Whole, 'inHeads' | 'isRare'> = { inHeads: 0, isRare: false },
    ): Whole => ({ all: and([...matches, ...required]), alike: and([...alike, ...required]), but, traced, ...likely })
    const add = (candidates: readonly Candidate[], worth: number): void => {
      for (const one of candidates) {
        const score = one.score * worth
        const before = found.get(one.seq)
        if (!before || before.score < score) found.set(one.seq, { ...one, score })
      }
    }
    const words = discriminating(query.words, known)
    const alone = words.map(word => phrase(word))
    const all = yield* weigh(
      request,
      whole(besideEachOther(words, known), alone, likelyPages([...words, ...query.phrases.flat()], known)),
    )
    more = all.more
    full = all.candidates.length
    add(all.candidates, 1)
    const isEnough = more || full >= ENOUGH
    if (!isEnough && words.length > 1 && (sort === 'relevance' || full === 0)) {
      const some = rarest(words, known)
      const partly = yield* weigh(
        request,
        whole([or(besideEachOther(some, known))], [or(some.map(word => phrase(word)))]),
      )
      more = partly.more
      add(partly.candidates, 1)
    }
    const others = more ? [] : yield* othersFor(request, words, known, !isEnough)
    if (others.some(some => some.length > 0)) {
      const wider = yield* weigh(request, whole(words.map((word, at) => or([phrase(word), ...others[at]!]))))
      more ||= wider.more
      add(wider.candidates, RELATED_WORD_WEIGHT)
      if (!more && words.length > 1 && found.size < ENOUGH && sort === 'relevance')
        add((yield* weigh(request, whole([or(others.flat())]))).candidates, RELATED_WORD_WEIGHT)
    }
  } else if (query.without.length > 0 || filterFields.some(name => filters[name])) {
    // Nothing but filters, and words to leave out: all that they let through.
    const all = yield* listAll(request)
    more = all.more
    for (const one of all.candidates) found.set(one.seq, one)
  }
  const unseen = [...exact].filter(seq => !found.has(seq))
  for (const one of unseen.length > 0 ? yield* byNumbers(request, unseen) : []) found.set(one.seq, one)

  const candidates = [...found.values()]
  const own = pageFields.filter(field => filters[field])
  const passes = (one: Candidate, but?: string): boolean =>
    own.every(field => field === but || filters[field]?.some(value => value === valueOf(one, field)))
  const passing = candidates.filter(one => passes(one))
  passing.sort((a, b) => b.score - a.score || a.seq - b.seq)
  if (sort === 'relevance') {
    const meant = weighTerms(
      [...query.words, ...query.phrases.flat()],
      word => known.pages.get(stripAccents(word)) ?? 0,
      known.total,
    )
    // What could not be weighed is told apart by its titles and headings alone.
    const read = passing.slice(0, traced ? request.ranked : MOST_READ)
    const heads = yield* readTexts(request, read, 'title, headings')
    for (const one of read)
      one.score = boostByTitle(one.score, { title: '', headings: '', ...heads.get(one.seq) }, meant)
    passing.sort((a, b) => b.score - a.score || a.seq - b.seq)
  }
  const near = known.total < MOST_WEIGHED ? passing : passing.slice(0, MOST_READ)
  const { like, ...belongings } = yield* countBelongings(request, near)
  const ranked = sorted(sort, passing, like, exact)
  const hits = ranked.slice(from, from + limit)
  const bodies = yield* readTexts(request, hits, 'body')
  const marked = [...query.words, ...query.phrases.flat(), ...Object.values(request.synonyms).flat(2)]
  const facets: Facets = {
    ...(Object.fromEntries(
      pageFields.map(field => [
        field,
        counts(candidates.filter(one => passes(one, field)).map(one => valueOf(one, field))),
      ]),
    ) as unknown as Pick<Facets, (typeof pageFields)[number]>),
    ...belongings,
  }
  return {
    hits: hits.map(one => ({
      id: one.id,
      isExactTitle: exact.has(one.seq),
      peers: like.get(one.id) ?? 0,
      evidence: {
        state: one.state,
        organisations: one.organisations,
        people: one.people,
        past: one.past,
        newestOn: one.newest,
      },
      snippet: snippetOf(bodies.get(one.seq)?.body ?? '', marked, query.words.at(-1)),
    })),
    total: passing.length,
    hasMore: more,
    facets,
    areFacetsPartial: near.length < passing.length,
    suggestion: passing.length < FEW && !more ? yield* correction(query, known.pages) : undefined,
  }
}

const valueOf = (one: Candidate, field: (typeof pageFields)[number]): string =>
  field === 'kind' ? one.kind : field === 'theme' ? one.theme : one.state

/** How many pages hold which words, as they are spelt. */
interface Known {
  readonly pages: ReadonlyMap<string, number>
  /** About how many pages there are. */
  readonly total: number
}

function* knownWords(query: Query): SqlTask<Known> {
  const words = [...query.words, ...query.phrases.flat()].map(stripAccents)
  const rows =
    words.length === 0
      ? []
      : yield* ask<{ word: string; pages: number }>(
          sql(`select word, pages from search_word where word in`),
          listOf(words),
        )
  const [last] = yield* ask<{ seq: number | null }>(sql(`select max(seq) as seq from page`))
  return { pages: new Map(rows.map(row => [row.word, row.pages])), total: last?.seq ?? 0 }
}

/** `words` without those that are on most pages and so tell none from another, unless there are no others. */
function discriminating(words: readonly string[], { pages, total }: Known): readonly string[] {
  const rest = total < MOST_WEIGHED ? words : words.filter(word => (pages.get(stripAccents(word)) ?? 0) < total / 2)
  return rest.length > 0 ? rest : words
}

/** The rarest of `words`, in their order: as many as together are on few enough pages to be weighed, and at least one. */
function rarest(words: readonly string[], { pages }: Known): readonly string[] {
  const count = (word: string): number => pages.get(stripAccents(word)) ?? 0
  let room = MOST_WIDER
  const kept = new Set(
    [...words].sort((a, b) => count(a) - count(b)).filter((word, at) => (room -= count(word)) >= 0 || at === 0),
  )
  return words.filter(word => kept.has(word))
}

/** What may stand in the place of each of `words`: its synonyms and, when it is to be looked for `widely`, longer words that it begins or is part of. */
function* othersFor(
  { query, synonyms }: SearchRequest,
  words: readonly string[],
  { pages }: Known,
  widely: boolean,
): SqlTask<readonly (readonly Match[])[]> {
  const others: (readonly Match[])[] = []
  for (const word of words) {
    const longer =
      !widely || (pages.get(stripAccents(word)) ?? 0) > COMMON
        ? []
        : word === query.words.at(-1) && (words.length === 1 || word.length > SHORTEST_BEGINNING)
          ? yield* beginningWith(word)
          : []
    const around =
      widely && longer.length === 0 && !pages.has(stripAccents(word)) ? yield* containing(stripAccents(word)) : []
    others.push([...(synonyms[word] ?? []).map(term => phrase(...term)), ...longer, ...around])
  }
  return others
}

/** The commonest words that begin with this one and are not a form of it. */
function* beginningWith(word: string): SqlTask<readonly Match[]> {
  if (word.length < SHORTEST_BEGINNING) return []
  if (!isSpellable(stripAccents(word))) return [{ prefix: word }]
  const rows = yield* ask<{ word: string }>(
    sql(
      `select word from search_word where word > ? and word < ? order by pages desc, word limit 12`,
      stripAccents(word),
      `${stripAccents(word)}\uffff`,
    ),
  )
  return rows.filter(row => stemOf(row.word) !== stemOf(word)).map(row => phrase(row.word))
}

/** The shortest words that hold this one, such as `youtube` for `tube`. */
function* containing(word: string): SqlTask<readonly Match[]> {
  if (!isSpellable(word) || word.length < 4) return []
  // Letters alone, so there is no wildcard in it.
  const rows = yield* ask<{ word: string }>(
    sql(
      `select word from search_gram where gram = ? and word like ? order by length, word limit 8`,
      word.slice(0, 3),
      `%${word}%`,
    ),
  )
  return rows.map(row => phrase(row.word))
}

/** What all must hold, and what none may. */
interface Whole {
  readonly all: Match
  /** Holds for the same pages, and is told sooner, without how near they are to what is meant. */
  readonly alike: Match
  readonly but: readonly Match[]
  readonly traced: Traced | undefined
  /** About how many pages may hold it in their heads. */
  readonly inHeads: number
  /** Whether a word of it, as it is spelt, is on few enough pages that all that hold it may be weighed. */
  readonly isRare: boolean
}

/** What is not weighed, since that would take too long, but gone through from the newest page on. */
interface Traced {
  /** Pages up to this number are left out. */
  readonly beyond: number
}

/** Whether a phrase of the query has none but common words, and how far back it can be looked for. */
function tracedIn({ phrases }: Query, { pages, total }: Known): Traced | undefined {
  const counts = phrases
    .filter(words => words.length > 1)
    .map(words => words.map(word => pages.get(stripAccents(word)) ?? 0))
  const rarest = Math.max(0, ...counts.map(some => Math.min(...some)))
  const isCostly = rarest > COMMON || counts.some(some => Math.max(...some) > VERY_COMMON)
  return isCostly ? { beyond: Math.max(0, Math.floor(total * (1 - MOST_TRACED / Math.max(1, rarest)))) } : undefined
}

/** Each word, which weighs more where the next one follows it, unless both are common: there a page is nearer to what is meant. */
function besideEachOther(words: readonly string[], { pages }: Known): readonly Match[] {
  const isCommon = (word: string): boolean => (pages.get(stripAccents(word)) ?? 0) > COMMON
  return words.map((word, at) => {
    const next = words[at + 1]
    return next === undefined || (isCommon(word) && isCommon(next))
      ? phrase(word)
      : or([phrase(word), phrase(word, next)])
  })
}

function likelyPages(words: readonly string[], { pages, total }: Known): Pick<Whole, 'inHeads' | 'isRare'> {
  const counts = words.map(word => pages.get(stripAccents(word)) ?? 0)
  return {
    inHeads: counts.reduce((sum, count) => (sum * SHARE_IN_HEADS * count) / Math.max(1, total), total),
    isRare: counts.some(count => count > 0 && count < MOST_WEIGHED / 2),
  }
}

/** The pages that match, weighed by the database, best first. */
function* weigh(
  request: RankedRequest,
  match: Whole,
): SqlTask<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const { engine, filters, coveredKinds, ranked } = request
  if (match.traced) return yield* trace(request, match, match.traced)
  const isBeyond = function* (within: Within, most: number): SqlTask<boolean> {
    return (
      (yield* ask(fromIndex(engine, inside({ ...match, all: match.alike }, within)), sql(`limit 1 offset ?`, most)))
        .length > 0
    )
  }
  const asked = filterConditions(filters, coveredKinds, ['organisationKind'])
  const isFiltered = filterConditions(filters, coveredKinds).length > asked.length
  const most = isFiltered ? MOST_FILTERED : MOST_WEIGHED
  // Where it is as good as certain it is not asked; another form of a word may still be on more pages, so there is a limit in any case.
  const isSure = match.isRare && !isFiltered
  const within: Within =
    isSure || !(yield* isBeyond('page', most))
      ? 'page'
      : match.inHeads < most || !(yield* isBeyond('head', most))
        ? 'head'
        : 'title'
  // The fields of a page's own are asked of what was found, so as to count their other values; of too many, the database is asked.
  const own =
    isFiltered &&
    filterConditions(filters, coveredKinds, pageFields).length > 0 &&
    (within !== 'page' || (yield* isBeyond('page', ranked)))
      ? pageFields
      : []
  const candidates = yield* candidatesOf(
    request,
    inside(match, within),
    ['tag', 'organisation', ...own],
    within === 'title' ? MOST_TITLES : isSure || (within === 'head' && !isFiltered) ? most : undefined,
  )
  return {
    candidates,
    more:
      within !== 'page' || candidates.length === ranked || (asked.length > 0 && (yield* isBeyond('page', MOST_ASKED))),
  }
}

/** The newest pages that match; where these are many, those first that have it in their heads. */
function* trace(
  request: RankedRequest,
  match: Whole,
  { beyond }: Traced,
): SqlTask<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const { engine, ranked } = request
  // Cast, since the index goes by whole numbers alone and a parameter is none to SQLite.
  const newest = function* (within: Within, score: 1 | 2): SqlTask<readonly Candidate[]> {
    const some = [
      fromIndex(engine, inside({ ...match, all: match.alike }, within), `${score} as score`),
      sql(`and ${numberOf(engine)} > cast(? as integer) order by ${numberOf(engine)} desc limit ${MOST_ASKED}`, beyond),
    ]
    return yield* detailsOf(request, some, filterFields)
  }
  const anywhere = yield* newest('page', 1)
  const inHead = anywhere.length < ranked ? [] : yield* newest('head', 2)
  const candidates = [...new Map([...inHead, ...anywhere].reverse().map(one => [one.seq, one])).values()]
    .reverse()
    .slice(0, ranked)
  return { candidates, more: beyond > 0 || anywhere.length >= ranked }
}

type Within = 'page' | 'head' | 'title'

const inside = (match: Whole, within: Within): Match =>
  within === 'page' ? match : { ...match, all: { within, all: match.all } }

const numberOf = (engine: Engine): string => (engine === 'sqlite' ? 'page_search.rowid' : 'page_search.seq')

const matches = (engine: Engine, expression: string): Sql =>
  sql(engine === 'sqlite' ? 'page_search match ?' : `page_search.document @@ to_tsquery('unblock', ?)`, expression)

const scoreOf = (engine: Engine, expression: string): Sql =>
  engine === 'sqlite'
    ? sql(`-bm25(page_search, ${fieldWeights}) as score`)
    : sql(`ts_rank('{0.1, 0.3, 0.5, 1.0}', page_search.document, to_tsquery('unblock', ?), 1) as score`, expression)

function fromIndex(engine: Engine, match: Match, also?: 'score' | '1 as score' | '2 as score'): Sql {
  const expression = expressionOf(engine, match)
  const score = also === undefined ? [] : [sql(','), also === 'score' ? scoreOf(engine, expression) : sql(also)]
  return joinSql(
    [sql(`select ${numberOf(engine)} as seq`), ...score, sql('from page_search where'), matches(engine, expression)],
    ' ',
  )
}

const both = (parts: readonly Sql[]): readonly Sql[] => parts.flatMap(one => [sql('and'), one])

/** The best of the pages that match and that `fields` let through, of the first `most` that the index has. */
function* candidatesOf(
  request: RankedRequest,
  match: Match,
  fields: readonly (keyof Filters)[],
  most: number | undefined,
): SqlTask<readonly Candidate[]> {
  const { engine, filters, coveredKinds, ranked } = request
  const asked = filterConditions(filters, coveredKinds, ['organisationKind'])
  const best = sql(`order by score desc limit ${asked.length > 0 ? MOST_ASKED : ranked}`)
  if (most !== undefined) {
    const some = [sql('select seq, score from ('), fromIndex(engine, match, 'score'), sql('limit ?) few', most)]
    return yield* detailsOf(
      request,
      filterConditions(filters, coveredKinds).length > asked.length ? some : [...some, best],
      [...fields, 'organisationKind'],
    )
  }
  if (filterConditions(filters, coveredKinds, fields).length === 0)
    return yield* detailsOf(request, [fromIndex(engine, match, 'score'), best], ['organisationKind'])
  // Whether a page is let through is asked before it is weighed.
  const expression = expressionOf(engine, match)
  const passing = [
    sql(`select ${columns},`),
    scoreOf(engine, expression),
    sql(`from page_search cross join ${pageTable(engine)} left join page_evidence e on e.seq = p.seq where`),
    matches(engine, expression),
    ...both(filterConditions(filters, coveredKinds, fields, `+${numberOf(engine)}`)),
    sql(`and p.seq = ${numberOf(engine)} and p.archived_at is null`),
    best,
  ]
  if (asked.length === 0) return yield* ask<Candidate>(...passing)
  return yield* ask<Candidate>(
    sql('select p.* from ('),
    ...passing,
    sql(') p cross join page_evidence e where e.seq = p.seq'),
    ...both(asked),
    sql(`order by p.score desc limit ${ranked}`),
  )
}

/**
 * The pages with the numbers and scores that `matching` gives, as far as `fields` let them through. Joined in this order, by a cross join: SQLite may think it
 * better to ask the index of each page that a filter lets through.
 */
const detailsOf = (
  { engine, filters, coveredKinds, ranked }: RankedRequest,
  matching: readonly Sql[],
  fields: readonly (keyof Filters)[],
): Generator<Sql, readonly Candidate[], unknown> =>
  ask<Candidate>(
    sql(`select ${columns}, m.score from (`),
    ...matching,
    sql(
      `) m cross join ${pageTable(engine)} left join page_evidence e on e.seq = p.seq where p.seq = m.seq and p.archived_at is null`,
    ),
    ...both(filterConditions(filters, coveredKinds, fields)),
    sql(`order by score desc limit ${ranked}`),
  )

function* listAll({
  engine,
  query,
  filters,
  coveredKinds,
  sort,
  ranked,
}: RankedRequest): SqlTask<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const candidates = yield* ask<Candidate>(
    sql(
      `select ${columns}, 1 as score from page_evidence e cross join ${pageTable(engine)} where p.seq = e.seq and p.archived_at is null`,
    ),
    ...both(filterConditions(filters, coveredKinds)),
    ...(query.without.length === 0
      ? []
      : [sql('and e.seq not in ('), fromIndex(engine, or(query.without.map(words => phrase(...words)))), sql(')')]),
    sql(
      `order by ${sort === 'newest-evidence' ? `coalesce(e.newest_on, '') desc` : 'e.organisations desc'}, e.page_id desc limit ${ranked}`,
    ),
  )
  // All fit alike: they stay in this order.
  return {
    candidates: candidates.map((one, at) => ({ ...one, score: 1 + (candidates.length - at) / 1_000_000 })),
    more: candidates.length === ranked,
  }
}

const byNumbers = (
  { filters, coveredKinds }: SearchRequest,
  seqs: readonly number[],
): Generator<Sql, readonly Candidate[], unknown> =>
  ask<Candidate>(
    sql(
      `select ${columns}, 0 as score from page p left join page_evidence e on e.seq = p.seq where p.archived_at is null and p.seq in`,
    ),
    listOf(seqs),
    ...filterConditions(filters, coveredKinds).flatMap(one => [sql('and'), one]),
  )

/** The numbers of the pages that are called just what was typed, whatever its capitals, accents and punctuation. */
function* exactTitles({ query }: SearchRequest): SqlTask<readonly number[]> {
  const key = sortKeyOf(query.text)
  if (key === '') return []
  const rows = yield* ask<{ seq: number }>(
    sql(
      `select seq from page where kind in ('barrier', 'solution') and sort_key = ? and archived_at is null order by seq limit 20`,
      key,
    ),
  )
  return rows.map(row => row.seq)
}

/** Fields of the index, by the pages' numbers. */
function* readTexts(
  { engine }: SearchRequest,
  pages: readonly Candidate[],
  fields: 'title, headings' | 'body',
): SqlTask<ReadonlyMap<number, Partial<IndexedText>>> {
  if (pages.length === 0) return new Map()
  const column = engine === 'sqlite' ? 'rowid' : 'seq'
  const rows = yield* ask<{ seq: number } & Partial<IndexedText>>(
    sql(`select ${column} as seq, ${fields} from page_search where ${column} in`),
    listOf(pages.map(one => one.seq)),
  )
  return new Map(rows.map(row => [row.seq, row]))
}

/** How many of these pages have each tag, and evidence from each organisation that is named and each kind; and for each page, by its id, how many organisations of the reader's kind. */
function* countBelongings(
  { peerKind, coveredKinds }: SearchRequest,
  pages: readonly Candidate[],
): SqlTask<Pick<Facets, 'tag' | 'organisation' | 'organisationKind'> & { readonly like: ReadonlyMap<string, number> }> {
  if (pages.length === 0) return { tag: [], organisation: [], organisationKind: [], like: new Map() }
  const ids = listOf(pages.map(one => one.id))
  const tag = yield* ask<FacetCount>(
    sql(`select tag as value, count(*) as pages from page_tag where page_id in`),
    ids,
    sql(`group by tag order by pages desc, tag limit 30`),
  )
  const rows = yield* ask<{ id: string; kind: string; organisations: number }>(
    sql(
      `select s.page_id as id, o.kind as kind, count(*) as organisations from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id in`,
    ),
    ids,
    sql('and'),
    countsUnderKind(coveredKinds),
    sql(`group by s.page_id, o.kind`),
  )
  const organisation = yield* ask<FacetCount & { readonly text: string }>(
    sql(
      `select o.slug as value, o.name as text, count(*) as pages from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id in`,
    ),
    ids,
    sql(
      `and s.named_state is not null group by o.slug, o.name order by pages desc, o.name limit ${MOST_ORGANISATIONS}`,
    ),
  )
  return {
    tag,
    organisation,
    organisationKind: counts(rows.map(row => row.kind)),
    like: new Map(rows.filter(row => row.kind === peerKind).map(row => [row.id, row.organisations])),
  }
}

/** How often each value occurs, the most frequent first. */
function counts(values: readonly string[]): readonly FacetCount[] {
  const times = new Map<string, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times]
    .map(([value, pages]) => ({ value, pages }))
    .sort((a, b) => b.pages - a.pages || (a.value < b.value ? -1 : 1))
}

function sorted(
  sort: SearchSort,
  candidates: readonly Candidate[],
  like: ReadonlyMap<string, number>,
  exact: ReadonlySet<number>,
): readonly Candidate[] {
  const by = (key: (one: Candidate) => number | string): readonly Candidate[] =>
    candidates
      .map(one => ({ one, key: key(one) }))
      .sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : b.one.score - a.one.score || a.one.seq - b.one.seq))
      .map(({ one }) => one)
  if (sort === 'most-faced') return by(one => one.organisations)
  if (sort === 'newest-evidence') return by(one => one.newest ?? '')
  if (sort === 'like-ours') return by(one => like.get(one.id) ?? 0)
  return by(one => (exact.has(one.seq) ? Infinity : boostByEvidence(one.score, one, like.get(one.id) ?? 0)))
}
