import type { Db } from '../platform/database/index.js'
import { listPagesByIds, type Kind, type PageHead } from '../pages/index.js'
import type { Filters } from './conditions.js'
import type { Facets, SearchSort } from './find.js'
import { parseQuery, type Query } from './query.js'
import type { EvidenceSummary } from './rank.js'
import { runFind } from './run.js'
import type { SnippetSegment } from './snippet.js'
import { synonymsFor } from './synonyms.js'

export interface SearchOptions {
  readonly query: Query
  /** What was typed and what was ticked: see `mergedFilters`. */
  readonly filters: Filters
  readonly sort: SearchSort
  /** The kind of the reader's own organisation: pages with evidence from its like are lifted. */
  readonly peerKind?: string | undefined
  /** The kinds that have members at three or more organisations: see `mayCountUnderKind`. */
  readonly coveredKinds: readonly string[]
  readonly limit: number
  /** How many of the best are passed over; beyond what a search ranks there is nothing. */
  readonly from?: number
}

export interface Hit {
  readonly page: PageHead
  readonly evidence: EvidenceSummary
  /** How many organisations of `peerKind` say something of it, as far as they may be counted. */
  readonly peers: number
  /** Plain text: to be escaped where it is shown. */
  readonly snippet: readonly SnippetSegment[]
  /** Whether it is called just what was typed. */
  readonly isExactTitle: boolean
}

export interface SearchResults {
  readonly hits: readonly Hit[]
  readonly total: number
  /** Whether there are more than `total`, and more than the facets count. */
  readonly hasMore: boolean
  readonly facets: Facets
  /** Whether tags and organisations are counted of the best alone: in a large wiki. */
  readonly areFacetsPartial: boolean
  /** The whole query, spelt as the pages spell it; only where next to nothing was found. */
  readonly suggestion?: string
}

/**
 * The published pages that match, best first. All words should match; where few pages have them all, those that have
 * some come after. A page that is called just what was typed is first. It reads what is committed, and holds the event loop for a
 * few milliseconds at the most: on SQLite a large index is searched in a worker.
 */
export async function search(db: Db, options: SearchOptions): Promise<SearchResults> {
  const { query, filters, sort, peerKind, coveredKinds, limit, from = 0 } = options
  const { hits, suggestion, ...rest } = await runFind(db, {
    engine: db.engine,
    query,
    synonyms: await synonymsFor(db, query),
    filters,
    sort,
    peerKind,
    coveredKinds,
    limit,
    from,
  })
  const pages = new Map(
    (
      await listPagesByIds(
        db,
        hits.map(hit => hit.id),
      )
    )
      .filter(page => page.archivedAt === null)
      .map(page => [page.id, page]),
  )
  return {
    ...rest,
    ...(suggestion === undefined ? {} : { suggestion }),
    hits: hits.flatMap(({ id, ...hit }) => {
      const page = pages.get(id)
      return page ? [{ page, ...hit }] : []
    }),
  }
}

/** Pages of a kind that may already be what somebody is about to write: any of its words, the title's own first. */
export async function findSimilarPages(
  db: Db,
  {
    kind,
    typed,
    limit,
    coveredKinds,
  }: { readonly kind: Kind; readonly typed: string; readonly limit: number; readonly coveredKinds: readonly string[] },
): Promise<readonly Hit[]> {
  const query = plainQuery(typed)
  if (query.words.length === 0) return []
  return (await search(db, { query, filters: { kind: [kind] }, sort: 'relevance', coveredKinds, limit })).hits
}

/** The published pages that match any of the words typed, best first. */
export async function searchPages(
  db: Db,
  typed: string,
  kind: Kind | undefined,
  limit: number,
): Promise<readonly PageHead[]> {
  const query = plainQuery(typed)
  if (query.words.length === 0) return []
  return (
    await search(db, {
      query,
      filters: kind === undefined ? {} : { kind: [kind] },
      sort: 'relevance',
      coveredKinds: [],
      limit,
    })
  ).hits.map(hit => hit.page)
}

/** What was typed as words alone: somebody who describes a thing does not mean a quote or a minus by it. */
function plainQuery(typed: string): Query {
  const query = parseQuery(typed.replace(/["-]/g, ' '))
  const filters = Object.values(query.filters).flat()
  return filters.length === 0 ? query : parseQuery(typed.replace(/["\-:]/g, ' '))
}
