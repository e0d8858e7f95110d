import type { Engine } from '../platform/database/index.js'
import { sortKeyOf } from '../platform/text.js'
import type { Kind } from '../pages/index.js'
import { ask, listOf, pageOf, part, type Asking, type Statement } from './ask.js'
import { conditions, mayCountUnderKind, ownFields, type Filters } from './conditions.js'
import { and, expressionOf, or, phrase, type Match } from './match.js'
import type { Query } from './query.js'
import { askedFor, covered, fieldWeights, lifted, WORTH_OTHER_WORDS, type Evidence } from './rank.js'
import { snippetOf, type Segment } from './snippet.js'
import { correction } from './spelling.js'
import { stemOf } from './stem.js'
import type { IndexedText } from './text.js'
import { folded, isSpelt } from './vocabulary.js'

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
const ENOUGH = 50

/** Fewer than this, and another spelling is looked for. */
const FEW = 3

/** Of the best of those, titles and headings are compared with what was typed. */
const MOST_READ = 60

/** Pages whose organisations are looked at one by one. */
const MOST_LOOKED_INTO = 200

const columns = `p.seq, p.id, p.kind, p.theme, coalesce(e.state, '') as state, coalesce(e.organisations, 0) as organisations, coalesce(e.people, 0) as people, coalesce(e.past, 0) as past, e.newest_on as newest`

/** Everything about a search but the pages themselves. */
export function* find(request: Request): Asking<FoundPages> {
  const { query, filters, sort, limit, from } = request
  const known = yield* knownWords(query)
  const found = new Map<number, Candidate>()
  let more = false
  let full = 0
  const exact = sort === 'relevance' ? new Set(yield* exactTitles(request)) : new Set<number>()
  if (query.words.length > 0 || query.phrases.length > 0) {
    const required = query.phrases.map(words => phrase(...words))
    const but = query.without.map(words => phrase(...words))
    const whole = (matches: readonly Match[]): Whole => ({ all: and([...matches, ...required]), but })
    const add = (candidates: readonly Candidate[], worth: number): void => {
      for (const one of candidates) {
        const score = one.score * worth
        const before = found.get(one.seq)
        if (!before || before.score < score) found.set(one.seq, { ...one, score })
      }
    }
    const words = discriminating(query.words, known)
    const all = yield* weigh(request, whole(besideEachOther(words)))
    more = all.more
    full = all.candidates.length
    add(all.candidates, 1)
    const isEnough = more || full >= ENOUGH
    if (!isEnough && words.length > 1 && (sort === 'relevance' || full === 0)) {
      const some = yield* weigh(request, whole([or(besideEachOther(rarest(words, known)))]))
      more = some.more
      add(some.candidates, 1)
    }
    const others = more ? [] : yield* othersFor(request, words, known, !isEnough)
    if (others.some(some => some.length > 0)) {
      const wider = yield* weigh(request, whole(words.map((word, at) => or([phrase(word), ...others[at]!]))))
      more ||= wider.more
      add(wider.candidates, WORTH_OTHER_WORDS)
      if (!more && words.length > 1 && found.size < ENOUGH && sort === 'relevance') add((yield* weigh(request, whole([or(others.flat())]))).candidates, WORTH_OTHER_WORDS)
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
  passing.sort((a, b) => b.score - a.score || a.seq - b.seq)
  const near = passing.slice(0, MOST_LOOKED_INTO)
  const like = yield* countLike(request, near)
  if (sort === 'relevance') {
    const asked = askedFor([...query.words, ...query.phrases.flat()], word => known.pages.get(folded(word)) ?? 0, known.total)
    const heads = yield* readTexts(request, near.slice(0, MOST_READ), 'title, headings')
    for (const one of near) one.score = covered(one.score, { title: '', headings: '', ...heads.get(one.seq) }, asked)
  }
  const ranked = sorted(sort, passing, like, exact)
  const hits = ranked.slice(from, from + limit)
  const bodies = yield* readTexts(request, hits, 'body')
  const marked = [...query.words, ...query.phrases.flat(), ...Object.values(request.synonyms).flat(2)]
  const facets: Facets = {
    ...Object.fromEntries(ownFields.map(field => [field, counts(candidates.filter(one => passes(one, field)).map(one => valueOf(one, field)))])) as unknown as Pick<Facets, (typeof ownFields)[number]>,
    ...(yield* countBelongings(request, near)),
  }
  return {
    hits: hits.map(one => ({
      id: one.id, exact: exact.has(one.seq), like: like.get(one.id) ?? 0,
      evidence: { state: one.state, organisations: one.organisations, people: one.people, past: one.past, newestOn: one.newest },
      snippet: snippetOf(bodies.get(one.seq)?.body ?? '', marked, query.words.at(-1)),
    })),
    total: passing.length, more, facets,
    suggestion: full < FEW && !more ? yield* correction(query, known.pages) : undefined,
  }
}

const valueOf = (one: Candidate, field: (typeof ownFields)[number]): string => (field === 'kind' ? one.kind : field === 'theme' ? one.theme : one.state)

/** How many pages hold which words, as they are spelt. */
interface Known {
  readonly pages: ReadonlyMap<string, number>
  /** About how many pages there are. */
  readonly total: number
}

function* knownWords(query: Query): Asking<Known> {
  const words = [...query.words, ...query.phrases.flat()].map(folded)
  const rows = words.length === 0 ? [] : yield* ask<{ word: string; pages: number }>(part(`select word, pages from search_word where word in`), listOf(words))
  const [last] = yield* ask<{ seq: number | null }>(part(`select max(seq) as seq from page`))
  return { pages: new Map(rows.map(row => [row.word, row.pages])), total: last?.seq ?? 0 }
}

/** `words` without those that are on most pages and so tell none from another, unless there are no others. */
function discriminating(words: readonly string[], { pages, total }: Known): readonly string[] {
  const rest = total < MOST_WEIGHED ? words : words.filter(word => (pages.get(folded(word)) ?? 0) < total / 2)
  return rest.length > 0 ? rest : words
}

/** The rarest of `words`, in their order: as many as together are on few enough pages to be weighed, and at least one. */
function rarest(words: readonly string[], { pages }: Known): readonly string[] {
  const count = (word: string): number => pages.get(folded(word)) ?? 0
  let room = MOST_WEIGHED
  const kept = new Set([...words].sort((a, b) => count(a) - count(b)).filter((word, at) => (room -= count(word)) >= 0 || at === 0))
  return words.filter(word => kept.has(word))
}

/** What may stand in the place of each of `words`: its synonyms and, when it is to be looked for `widely`, longer words that it begins or is part of. */
function* othersFor({ query, synonyms }: Request, words: readonly string[], { pages }: Known, widely: boolean): Asking<readonly (readonly Match[])[]> {
  const others: (readonly Match[])[] = []
  for (const word of words) {
    const longer = !widely ? [] : word === query.words.at(-1) ? yield* beginningWith(word) : []
    const around = widely && longer.length === 0 && !pages.has(folded(word)) ? yield* containing(folded(word)) : []
    others.push([...(synonyms[word] ?? []).map(term => phrase(...term)), ...longer, ...around])
  }
  return others
}

/** The commonest words that begin with this one and are not a form of it. */
function* beginningWith(word: string): Asking<readonly Match[]> {
  if (word.length < 3) return []
  if (!isSpelt(folded(word))) return [{ prefix: word }]
  const rows = yield* ask<{ word: string }>(part(`select word from search_word where word > ? and word < ? order by pages desc, word limit 12`, folded(word), `${folded(word)}\uffff`))
  return rows.filter(row => stemOf(row.word) !== stemOf(word)).map(row => phrase(row.word))
}

/** The shortest words that hold this one, such as `youtube` for `tube`. */
function* containing(word: string): Asking<readonly Match[]> {
  if (!isSpelt(word) || word.length < 4) return []
  // Letters alone, so there is no wildcard in it.
  const rows = yield* ask<{ word: string }>(part(`select word from search_gram where gram = ? and word like ? order by length, word limit 8`, word.slice(0, 3), `%${word}%`))
  return rows.map(row => phrase(row.word))
}

/** What all must hold, and what none may. */
interface Whole {
  readonly all: Match
  readonly but: readonly Match[]
}

/** Each word, which weighs more where the next one follows it: there a page is nearer to what is meant. */
const besideEachOther = (words: readonly string[]): readonly Match[] =>
  words.map((word, at) => (at + 1 < words.length ? or([phrase(word), phrase(word, words[at + 1]!)]) : phrase(word)))

/** The pages that match, weighed by the database, best first. */
function* weigh({ engine, filters, coveredKinds }: Request, match: Whole): Asking<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const limits = conditions(filters, coveredKinds, ['tag', 'organisation', 'organisationKind'])
  const most = limits.length > 0 ? MOST_FILTERED : MOST_WEIGHED
  const ladder: readonly Match[] = [match, ...(['head', 'title'] as const).map(within => ({ ...match, all: { within, all: match.all } }))]
  for (const [at, one] of ladder.entries()) {
    const isLast = at === ladder.length - 1
    const [beyond] = isLast ? [] : yield* ask<{ seq: number }>(fromIndex(engine, one, 'seq'), part(`limit 1 offset ?`, most))
    if (beyond) continue
    const candidates = yield* candidatesOf(engine, one, limits, isLast ? most : undefined)
    return { candidates, more: at > 0 || candidates.length === MOST_RANKED }
  }
  return { candidates: [], more: true }
}

function fromIndex(engine: Engine, match: Match, what: 'seq' | 'seq, score'): Statement {
  const expression = expressionOf(engine, match)
  if (engine === 'sqlite')
    return part(`select rowid as seq${what === 'seq' ? '' : `, -bm25(page_search, ${fieldWeights}) as score`} from page_search where page_search match ?`, expression)
  if (what === 'seq') return part(`select seq from page_search where document @@ to_tsquery('unblock', ?)`, expression)
  return part(`select seq, ts_rank('{0.1, 0.3, 0.5, 1.0}', document, to_tsquery('unblock', ?), 1) as score from page_search where document @@ to_tsquery('unblock', ?)`, expression, expression)
}

/** In this order, by a cross join: SQLite may think it better to ask the index of each page that a filter lets through. */
const candidatesOf = (engine: Engine, match: Match, limits: readonly Statement[], most: number | undefined): Generator<Statement, readonly Candidate[], unknown> =>
  ask<Candidate>(
    part(`select ${columns}, m.score from (`), fromIndex(engine, match, 'seq, score'), ...(most === undefined ? [] : [part(`limit ?`, most)]),
    part(`) m cross join ${pageOf(engine)} left join page_evidence e on e.seq = p.seq where p.seq = m.seq and p.archived_at is null`), ...limits.flatMap(one => [part('and'), one]),
    part(`order by m.score desc limit ${MOST_RANKED}`),
  )

function* listAll({ engine, filters, coveredKinds, sort }: Request): Asking<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const candidates = yield* ask<Candidate>(
    part(`select ${columns}, 1 as score from page_evidence e cross join ${pageOf(engine)} where p.seq = e.seq and p.archived_at is null`), ...conditions(filters, coveredKinds).flatMap(one => [part('and'), one]),
    part(`order by ${sort === 'newest-evidence' ? `coalesce(e.newest_on, '') desc` : 'e.organisations desc'}, e.page_id desc limit ${MOST_RANKED}`))
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

/** Fields of the index, by the pages' numbers. */
function* readTexts({ engine }: Request, pages: readonly Candidate[], fields: 'title, headings' | 'body'): Asking<ReadonlyMap<number, Partial<IndexedText>>> {
  if (pages.length === 0) return new Map()
  const column = engine === 'sqlite' ? 'rowid' : 'seq'
  const rows = yield* ask<{ seq: number } & Partial<IndexedText>>(part(`select ${column} as seq, ${fields} from page_search where ${column} in`), listOf(pages.map(one => one.seq)))
  return new Map(rows.map(row => [row.seq, row]))
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

