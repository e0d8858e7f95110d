import type { Engine } from '../platform/database/index.js'
import type { Paging } from '../platform/paging.js'
import type { Kind } from '../pages/index.js'
import type { Filters } from './filters.js'
import type { SearchQuery } from './query.js'
import type { SnippetSegment } from './snippet.js'

/**
 * The orders that search results can have. Each of them has the same pages. `like-ours` puts pages with evidence from the
 * reader's peers first.
 */
export type SearchSort = 'relevance' | 'like-ours' | 'most-faced' | 'newest-evidence'

/** The orders that lists can have. */
export type ListSort = 'newest' | 'proof' | 'title' | 'most-faced' | 'newest-evidence'

/**
 * For each word of a query that has synonyms, the terms that may stand in its place, each as its words. A map, because
 * people may search for `constructor`.
 */
export type SynonymsByWord = ReadonlyMap<string, readonly (readonly string[])[]>

/** What `find` needs. Only values that can be copied to a worker. */
export interface SearchRequest {
  readonly engine: Engine
  readonly query: SearchQuery
  readonly synonyms: SynonymsByWord
  readonly filters: Filters
  readonly sort: SearchSort
  /** The kind of the reader's own organisation. */
  readonly peerOrganisationKind: string | undefined
  /** The kinds of organisation under which unnamed statements may be counted: see `countsUnderOrganisationKind`. */
  readonly coveredKinds: readonly string[]
  /** How many hits to return. */
  readonly limit: number
  /** How many of the best hits to skip. */
  readonly from: number
}

/** A value of a facet, and how many pages have it. */
export interface FacetCount {
  readonly value: string
  readonly pages: number
}

/** For each field that can be filtered, how many pages each of its values would leave. */
export interface Facets {
  readonly kind: readonly FacetCount[]
  readonly theme: readonly FacetCount[]
  readonly status: readonly FacetCount[]
  readonly organisationKind: readonly FacetCount[]
  /** The organisations that are named on most pages, with their names. */
  readonly organisation: readonly (FacetCount & { readonly text: string })[]
  readonly tag: readonly FacetCount[]
}

/** A page that was found, by its id, with the passage to show of it. */
export interface RankedHit {
  readonly id: string
  /** Whether it matches only some of the words. */
  readonly isPartialMatch: boolean
  readonly snippet: readonly SnippetSegment[]
}

/** Everything about a search's results but the pages themselves. */
export interface RankedHits {
  readonly hits: readonly RankedHit[]
  /** How many pages were found. */
  readonly total: number
  /** Whether more pages match than `total` and the facets count. */
  readonly hasMore: boolean
  readonly facets: Facets
  /** Whether the facets of tags and organisations count only the best hits, as they do in a large wiki. */
  readonly areFacetsPartial: boolean
  /** The query with its spelling corrected, where next to nothing was found. */
  readonly correctedQuery: string | undefined
}

/** Which pages are on a list. Plain values only, so that it can be copied to a worker. */
export interface ListRequest {
  readonly engine: Engine
  readonly kind: Kind
  /** `kind` is ignored: the list has its own. */
  readonly filters: Filters
  readonly coveredKinds: readonly string[]
}

/** Which of them to read, in which order. */
export interface ListRowsRequest extends ListRequest {
  readonly sort: ListSort
  readonly paging: Paging
}

/** A page of a list, and one row more if others follow: see `paged`. */
export type ListRows = readonly { readonly id: string; readonly sortKey: string | number }[]

/** Counted over all pages of the list. Each field is counted with the other fields' filters applied. */
export type ListFacets = Omit<Facets, 'kind' | 'organisation'>

/** What a worker can run. */
export type SearchTask =
  { readonly find: SearchRequest } | { readonly listRows: ListRowsRequest } | { readonly countListFacets: ListRequest }
