import type { Db } from '../platform/database/index.js'
import { listPagesByIds, type Kind, type PageHead } from '../pages/index.js'
import { parseQuery, type SearchQuery } from './query.js'
import type { RankedHit, RankedHits, SearchRequest } from './request.js'
import { runFind } from './run.js'
import type { Searcher } from './searcher.js'
import { synonymsFor } from './synonyms.js'

/** What to search for. `filters` are those that were typed and those that were ticked: see `mergeFilters`. */
export type SearchOptions = Pick<SearchRequest, 'query' | 'filters' | 'sort' | 'coveredKinds' | 'limit'> &
  Partial<Pick<SearchRequest, 'peerOrganisationKind' | 'from'>>

/** A page that was found, with a passage of its text: plain text, which whoever shows it must escape. */
export interface Hit extends Omit<RankedHit, 'id'> {
  readonly page: PageHead
}

/** The results of one search: a page of hits, and counts over all that was found. */
export interface SearchResults extends Omit<RankedHits, 'hits'> {
  readonly hits: readonly Hit[]
}

/**
 * Finds the published pages that match, in the order that was asked for. All words should match; where few pages have
 * all of them, pages with some of them are found too. By best match, a page with exactly this title is first. Reads what
 * is committed. On SQLite a large index is searched in a worker, so that the event loop is blocked for a few
 * milliseconds at most.
 * @throws Unavailable when the database cannot be read.
 */
export async function search(searcher: Searcher, options: SearchOptions): Promise<SearchResults> {
  const { db, stem } = searcher
  const synonyms = synonymsFor(await searcher.readSynonyms(), options.query, stem)
  const { query, filters, sort, peerOrganisationKind, coveredKinds, limit, from = 0 } = options
  const request = { engine: db.engine, query, synonyms, filters, sort, peerOrganisationKind, coveredKinds, limit, from }
  const ranked = await runFind(db, request, stem)
  return { ...ranked, hits: await addPages(db, ranked.hits) }
}

/** Leaves out pages that were archived in the meantime. */
async function addPages(db: Db, hits: readonly RankedHit[]): Promise<readonly Hit[]> {
  const ids = hits.map(hit => hit.id)
  const pages = new Map((await listPagesByIds(db, ids)).map(page => [page.id, page]))
  return hits.flatMap(({ id, ...hit }) => {
    const page = pages.get(id)
    return page && page.archivedAt === null ? [{ page, ...hit }] : []
  })
}

/** Finds pages of a kind that may already say what somebody is about to write: those with any of its words. */
export async function findSimilarPages(
  searcher: Searcher,
  options: {
    readonly kind: Kind
    readonly typed: string
    readonly limit: number
    readonly coveredKinds: readonly string[]
  },
): Promise<readonly Hit[]> {
  const { kind, typed, limit, coveredKinds } = options
  const query = parseWords(typed)
  if (query.words.length === 0) return []
  return (await search(searcher, { query, filters: { kind: [kind] }, sort: 'relevance', coveredKinds, limit })).hits
}

/** Finds the published pages that match any of the words typed, best first. */
export async function searchPages(
  searcher: Searcher,
  typed: string,
  kind: Kind | undefined,
  limit: number,
): Promise<readonly PageHead[]> {
  const query = parseWords(typed)
  if (query.words.length === 0) return []
  const filters = kind === undefined ? {} : { kind: [kind] }
  const { hits } = await search(searcher, { query, filters, sort: 'relevance', coveredKinds: [], limit })
  return hits.map(hit => hit.page)
}

/** What was typed as words only: in a description, a quote, a minus or a colon is punctuation. */
function parseWords(typed: string): SearchQuery {
  const words = typed.replace(/["“”„‟«»＂]|(?<![\p{L}\p{N}])-/gu, ' ')
  const query = parseQuery(words)
  const hasFilters = Object.values(query.filters).some(values => values.length > 0)
  return hasFilters ? parseQuery(words.replaceAll(':', ' ')) : query
}
