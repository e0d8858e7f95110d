import type { Engine } from '../platform/database/index.js'
import { sortKeyOf } from '../platform/text.js'
import type { Kind } from '../pages/index.js'
import { ask, listOf, part, type Asking, type Statement } from './ask.js'
import { conditions, mayCountUnderKind, ownFields, type Filters } from './filters.js'
import { and, expressionOf, or, phrase, type Match } from './match.js'
import type { Query } from './query.js'
import { lifted, type Evidence } from './rank.js'
import { snippetOf, type Segment } from './snippet.js'
import { correction } from './spelling.js'
import { isSpelt } from './text.js'

export type Sort = 'relevance' | 'like-ours' | 'most-faced' | 'newest-evidence'

/** What is asked of `find`: plain values alone, so that it can cross to a worker. */
export interface Request {
  readonly engine: Engine
  readonly query: Query
  /** For each word of the query, and by that word, what may stand in its place: words side by side. */
  readonly synonyms: Readonly<Record<string, readonly (readonly string[])[]>>
  readonly filters: Filters
  readonly sort: Sort
  readonly likeKind: string | undefined
  readonly coveredKinds: readonly string[]
  readonly limit: number
  /** How many of the best are passed over. */
  readonly from: number
}

export interface Count {
  readonly value: string
  readonly pages: number
}

export interface Facets {
  readonly kind: readonly Count[]
  readonly theme: readonly Count[]
  readonly status: readonly Count[]
  readonly organisationKind: readonly Count[]
  readonly tag: readonly Count[]
}

export interface FoundPage {
  readonly id: string
  readonly evidence: Evidence
  readonly like: number
  readonly snippet: readonly Segment[]
  readonly exact: boolean
}

export interface FoundPages {
  readonly hits: readonly FoundPage[]
  readonly total: number
  readonly more: boolean
  readonly facets: Facets
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

/** The same where there are filters, which have to be asked of each page. */
const MOST_FILTERED = 15_000

/** Of those weighed, so many are read and ranked. */
const MOST_RANKED = 1_000

/** Fewer than this, and pages that hold only some of the words are looked for too. */
const ENOUGH = 20

/** Fewer than this, and another spelling is looked for. */
const FEW = 3

/** Pages whose organisations are looked at one by one. */
const MOST_LOOKED_INTO = 200

const columns = `p.seq, p.id, p.kind, p.theme, coalesce(e.state, '') as state, coalesce(e.organisations, 0) as organisations, coalesce(e.people, 0) as people, coalesce(e.past, 0) as past, e.newest_on as newest`

/** Everything about a search but the pages themselves. */
export function* find(request: Request): Asking<FoundPages> {
  const { query, filters, sort, limit, from } = request
  const groups = yield* groupsOf(request)
  const found = new Map<number, Candidate>()
  let more = false
  const exact = sort === 'relevance' ? new Set(yield* exactTitles(request)) : new Set<number>()
  if (groups.length > 0 || query.phrases.length > 0) {
    const required = query.phrases.map(words => phrase(...words))
    const but = query.without.map(words => phrase(...words))
    const with_ = (matches: readonly Match[]): Match => ({ all: and([...matches, ...required]), but })
    const add = (candidates: readonly Candidate[], worth: number): void => {
      for (const one of candidates) if (!found.has(one.seq)) found.set(one.seq, { ...one, score: one.score * worth })
    }
    const all = yield* weigh(request, with_(groups.map(group => group.exact)), adjacent(query.words))
    more = all.more
    add(all.candidates, 1)
    if (!more && groups.some(group => group.others.length > 0)) {
      const wider = yield* weigh(request, with_(groups.map(group => or([group.exact, ...group.others]))), [])
      more = wider.more
      add(wider.candidates, 0.6)
    }
    if (!more && found.size < ENOUGH && groups.length > 1 && (sort === 'relevance' || found.size === 0)) {
      const some = yield* weigh(request, with_([or(groups.flatMap(group => [group.exact, ...group.others]))]), adjacent(query.words))
      more = some.more
      add(some.candidates, 0.5)
    }
  } else if (query.text === '' && query.without.length === 0) {
    // Nothing but filters: all that they let through.
    const all = yield* listAll(request)
    more = all.more
    for (const one of all.candidates) found.set(one.seq, one)
  }
  const unseen = [...exact].filter(seq => !found.has(seq))
  for (const one of unseen.length > 0 ? yield* byNumbers(request, unseen) : []) found.set(one.seq, one)

  const candidates = [...found.values()]
  const own = ownFields.filter(field => filters[field])
  const passes = (one: Candidate, but?: string): boolean => own.every(field => field === but || filters[field]?.some(value => value === valueOf(one, field)))
  const passing = candidates.filter(one => passes(one))
  const near = passing.sort((a, b) => b.score - a.score || a.seq - b.seq).slice(0, MOST_LOOKED_INTO)
  const like = yield* countLike(request, near)
  const ranked = sorted(sort, passing, like, exact)
  const hits = ranked.slice(from, from + limit)
  const bodies = yield* readBodies(request, hits.map(one => one.seq))
  const marked = [...query.words, ...query.phrases.flat(), ...Object.values(request.synonyms).flat(2)]
  const facets: Facets = {
    ...Object.fromEntries(ownFields.map(field => [field, counts(candidates.filter(one => passes(one, field)).map(one => valueOf(one, field)))])) as unknown as Pick<Facets, (typeof ownFields)[number]>,
    ...(yield* countBelongings(request, near)),
  }
  return {
    hits: hits.map(one => ({
      id: one.id, exact: exact.has(one.seq), like: like.get(one.id) ?? 0,
      evidence: { state: one.state, organisations: one.organisations, people: one.people, past: one.past, newestOn: one.newest },
      snippet: snippetOf(bodies.get(one.seq) ?? '', marked, query.words.at(-1)),
    })),
    total: passing.length, more, facets,
    suggestion: passing.length < FEW ? yield* correction(query) : undefined,
  }
}

const valueOf = (one: Candidate, field: (typeof ownFields)[number]): string => (field === 'kind' ? one.kind : field === 'theme' ? one.theme : one.state)

/** A word of the query, and what may stand in its place. */
interface Group {
  readonly exact: Match
  readonly others: readonly Match[]
}

function* groupsOf({ query, synonyms }: Request): Asking<readonly Group[]> {
  const last = query.words.at(-1)
  const begun = last === undefined || /[\s"]$/.test(query.text) ? [] : yield* beginningWith(last)
  return query.words.map(word => ({
    exact: phrase(word),
    others: [...(synonyms[word] ?? []).map(words => phrase(...words)), ...(word === last ? begun : [])],
  }))
}

/** The commonest words that begin with this one. */
function* beginningWith(word: string): Asking<readonly Match[]> {
  if (!isSpelt(word)) return [{ prefix: word }]
  const rows = yield* ask<{ word: string }>(part(`select word from search_word where word > ? and word < ? order by pages desc, word limit 12`, word, `${word}\uffff`))
  return rows.map(row => phrase(row.word))
}

/** Each two words that stand side by side in the query: a page where they do too is nearer to what is meant. */
const adjacent = (words: readonly string[]): readonly Match[] => words.slice(1).map((word, at) => phrase(words[at]!, word))

/** The pages that match, weighed by the database, best first; `better` lifts those that match it too, and adds none. */
function* weigh(request: Request, match: Match, better: readonly Match[]): Asking<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const { engine, filters, coveredKinds } = request
  const limits = conditions(filters, coveredKinds, ['tag', 'organisation', 'organisationKind'])
  const most = limits.length > 0 ? MOST_FILTERED : MOST_WEIGHED
  const narrower = (within: 'title' | 'head'): Match => ('but' in match ? { ...match, all: { within, all: match.all } } : { within, all: match })
  for (const one of [match, narrower('head'), narrower('title')]) {
    const more = one !== match
    const [beyond] = yield* ask<{ seq: number }>(fromIndex(engine, one, [], 'seq'), part(`limit 1 offset ?`, most))
    if (beyond && one !== match && 'but' in one && 'within' in one.all && one.all.within === 'title') {
      return { candidates: yield* candidatesOf(engine, one, [], limits, most), more: true }
    }
    if (!beyond) {
      const candidates = yield* candidatesOf(engine, one, more ? [] : better, limits, undefined)
      return { candidates, more: more || candidates.length === MOST_RANKED }
    }
  }
  return { candidates: [], more: true }
}

function fromIndex(engine: Engine, match: Match, better: readonly Match[], what: 'seq' | 'seq, score'): Statement {
  const expression = expressionOf(engine, match)
  if (engine === 'sqlite') {
    // What is better matches already: as a further term it changes nothing but the weight.
    const lifting = better.length > 0 && !('but' in match && match.but.length > 0) ? `(${expression} OR (${expression} AND ${expressionOf(engine, or(better))}))` : expression
    return part(`select rowid as seq${what === 'seq' ? '' : ', -bm25(page_search, 10.0, 5.0, 5.0, 3.0, 1.0) as score'} from page_search where page_search match ?`, lifting)
  }
  if (what === 'seq') return part(`select seq from page_search where document @@ to_tsquery('unblock', ?)`, expression)
  const weight = `ts_rank('{0.1, 0.3, 0.5, 1.0}', document, to_tsquery('unblock', ?), 1)`
  return part(`select seq, ${weight}${better.length > 0 ? ` + ${weight}` : ''} as score from page_search where document @@ to_tsquery('unblock', ?)`,
    expression, ...(better.length > 0 ? [expressionOf(engine, or(better))] : []), expression)
}

const candidatesOf = (engine: Engine, match: Match, better: readonly Match[], limits: readonly Statement[], most: number | undefined): Generator<Statement, readonly Candidate[], unknown> =>
  ask<Candidate>(
    part(`select ${columns}, m.score from (`), fromIndex(engine, match, better, 'seq, score'), ...(most === undefined ? [] : [part(`limit ?`, most)]),
    part(`) m join page p on p.seq = m.seq left join page_evidence e on e.seq = m.seq where p.archived_at is null`), ...limits.flatMap(one => [part('and'), one]),
    part(`order by m.score desc limit ${MOST_RANKED}`),
  )

function* listAll({ filters, coveredKinds, sort }: Request): Asking<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const candidates = yield* ask<Candidate>(
    part(`select ${columns}, 1 as score from page p join page_evidence e on e.seq = p.seq where p.archived_at is null`), ...conditions(filters, coveredKinds).flatMap(one => [part('and'), one]),
    part(`order by ${sort === 'newest-evidence' ? `coalesce(e.newest_on, '') desc` : 'e.organisations desc'}, e.seq limit ${MOST_RANKED}`))
  return { candidates, more: candidates.length === MOST_RANKED }
}

const byNumbers = ({ filters, coveredKinds }: Request, seqs: readonly number[]): Generator<Statement, readonly Candidate[], unknown> =>
  ask<Candidate>(part(`select ${columns}, 0 as score from page p left join page_evidence e on e.seq = p.seq where p.archived_at is null and p.seq in`), listOf(seqs),
    ...conditions(filters, coveredKinds).flatMap(one => [part('and'), one]))

/** The numbers of the pages that are called just what was typed, whatever its capitals, accents and punctuation. */
function* exactTitles({ query }: Request): Asking<readonly number[]> {
  const key = sortKeyOf(query.text)
  if (key === '') return []
  const rows = yield* ask<{ seq: number }>(part(`select seq from page where kind in ('barrier', 'solution') and sort_key = ? and archived_at is null order by seq limit 20`, key))
  return rows.map(row => row.seq)
}

function* countLike({ likeKind, coveredKinds }: Request, pages: readonly Candidate[]): Asking<ReadonlyMap<string, number>> {
  if (likeKind === undefined || pages.length === 0) return new Map()
  const rows = yield* ask<{ id: string; organisations: number }>(
    part(`select s.page_id as id, count(*) as organisations from standing s join organisation o on o.id = s.organisation_id where o.kind = ? and`, likeKind), mayCountUnderKind(coveredKinds),
    part(`and s.page_id in`), listOf(pages.map(one => one.id)), part(`group by s.page_id`))
  return new Map(rows.map(row => [row.id, row.organisations]))
}

function* readBodies({ engine }: Request, seqs: readonly number[]): Asking<ReadonlyMap<number, string>> {
  if (seqs.length === 0) return new Map()
  const column = engine === 'sqlite' ? 'rowid' : 'seq'
  const rows = yield* ask<{ seq: number; body: string }>(part(`select ${column} as seq, body from page_search where ${column} in`), listOf(seqs))
  return new Map(rows.map(row => [row.seq, row.body]))
}

/** How many of these pages have each tag, and evidence from each kind of organisation. */
function* countBelongings({ coveredKinds }: Request, pages: readonly Candidate[]): Asking<Pick<Facets, 'tag' | 'organisationKind'>> {
  if (pages.length === 0) return { tag: [], organisationKind: [] }
  const ids = listOf(pages.map(one => one.id))
  return {
    tag: yield* ask<Count>(part(`select tag as value, count(*) as pages from page_tag where page_id in`), ids, part(`group by tag order by pages desc, tag limit 30`)),
    organisationKind: yield* ask<Count>(
      part(`select o.kind as value, count(distinct s.page_id) as pages from standing s join organisation o on o.id = s.organisation_id where s.page_id in`), ids, part('and'), mayCountUnderKind(coveredKinds),
      part(`group by o.kind order by pages desc, o.kind`)),
  }
}

/** How often each value occurs, the most frequent first. */
function counts(values: readonly string[]): readonly Count[] {
  const times = new Map<string, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].map(([value, pages]) => ({ value, pages })).sort((a, b) => b.pages - a.pages || (a.value < b.value ? -1 : 1))
}

function sorted(sort: Sort, candidates: readonly Candidate[], like: ReadonlyMap<string, number>, exact: ReadonlySet<number>): readonly Candidate[] {
  const by = (key: (one: Candidate) => number | string): readonly Candidate[] =>
    candidates.map(one => ({ one, key: key(one) })).sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : b.one.score - a.one.score || a.one.seq - b.one.seq)).map(({ one }) => one)
  if (sort === 'most-faced') return by(one => one.organisations)
  if (sort === 'newest-evidence') return by(one => one.newest ?? '')
  if (sort === 'like-ours') return by(one => like.get(one.id) ?? 0)
  return by(one => (exact.has(one.seq) ? Infinity : lifted(one.score, one, like.get(one.id) ?? 0)))
}

