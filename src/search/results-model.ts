import type { evidenceCards, statementAction } from '../evidence/index.js'
import type { Config } from '../platform/deps.js'
import type { HiddenField, Link, PageModel } from '../platform/http/index.js'
import { pluralise, truncateText } from '../platform/text.js'
import { facetGroups, type FacetGroup } from './facet-groups.js'
import { filterParams, withParams } from './filter-params.js'
import type { Filters } from './filters.js'
import { MAX_NEW_PAGE_QUERY_LENGTH, MAX_RESULT_PAGES, MAX_TITLE_QUERY_LENGTH, RESULTS_PER_PAGE } from './limits.js'
import type { SearchQuery } from './query.js'
import type { SearchSort } from './request.js'
import type { ResolvedFilters } from './resolve-filters.js'
import type { Hit, SearchResults } from './search.js'

/** The orders of results, as they are offered. */
export const sorts = [
  'relevance',
  'like-ours',
  'most-faced',
  'newest-evidence',
] as const satisfies readonly SearchSort[]

const sortLabels: Readonly<Record<SearchSort, string>> = {
  relevance: 'best match',
  'like-ours': 'organisations like yours first',
  'most-faced': 'most faced',
  'newest-evidence': 'latest report',
}

type EvidenceCard = Awaited<ReturnType<typeof evidenceCards>>[number]

/** What the page of results prints. */
export interface ResultsModel extends PageModel {
  readonly query: string
  /** Set where the query is longer than what is searched for. */
  readonly truncatedText: string | undefined
  readonly cardGroups: readonly CardGroup[]
  /** How many pages were found, and which page of the results this is. */
  readonly summary: string
  /** What to show where there is no result, or none on this page. */
  readonly empty: { readonly heading: string; readonly text: string; readonly link: Link }
  readonly unknown: readonly string[]
  readonly chosen: readonly Link[]
  readonly groups: readonly FacetGroup[]
  /** The filters that are ticked, for a form that searches for other words. */
  readonly tickedFields: readonly HiddenField[]
  /** The query and the order, for the form of the filters. */
  readonly searchFields: readonly HiddenField[]
  readonly correctedQuery: Link | undefined
  readonly sorts: readonly (Link & { readonly isCurrent: boolean })[]
  readonly previous: { readonly href: string } | undefined
  readonly next: { readonly href: string } | undefined
  readonly newHref: string
}

/** Results that are shown together, with the heading of those that are not the best that was found. */
interface CardGroup {
  readonly heading: string | undefined
  readonly cards: readonly ResultCard[]
}

/** A page that was found, with its evidence and what the reader can say about it. */
export interface ResultCard extends EvidenceCard {
  readonly snippet: Hit['snippet'] | undefined
  readonly peers: string | undefined
  readonly statementAction: ReturnType<typeof statementAction>
}

/** A search as it was asked for. */
export interface SearchPage {
  readonly query: SearchQuery
  readonly typed: string
  readonly sort: SearchSort
  /** The page of the results, from 1. */
  readonly number: number
  readonly peerOrganisationKind: string | undefined
}

/** By best match, all results are one list. In any other order, pages that match only some of the words have their own. */
export function groupCards(sort: SearchSort, hits: readonly Hit[], cards: readonly ResultCard[]): readonly CardGroup[] {
  const isApart = (index: number): boolean => sort !== 'relevance' && hits[index]!.isPartialMatch
  const groups: readonly CardGroup[] = [
    { heading: undefined, cards: cards.filter((_, index) => !isApart(index)) },
    { heading: 'Pages that match only some of your words', cards: cards.filter((_, index) => isApart(index)) },
  ]
  return groups.filter(group => group.cards.length > 0)
}

/** What the page of results prints but its cards. */
export function resultsModel(
  config: Pick<Config, 'themes'>,
  page: SearchPage,
  { filters, applied, unknown }: ResolvedFilters,
  results: SearchResults,
): Omit<ResultsModel, 'cardGroups'> {
  const { query, typed, sort, number, peerOrganisationKind } = page
  const address = (change: Partial<AddressParts>): string =>
    searchAddress({ text: query.text, filters, sort, ...change })
  const newHref = withParams('/barriers/new', [['q', truncateText(query.text, MAX_NEW_PAGE_QUERY_LENGTH)]])
  const lastPage = Math.min(MAX_RESULT_PAGES, Math.max(1, Math.ceil(results.total / RESULTS_PER_PAGE)))
  const previousHref = address({ number: Math.min(number - 1, lastPage) })
  const shownQuery = query.isTruncated || unknown.length > 0 ? typed : query.text
  const offeredSorts = sorts.filter(option => option !== 'like-ours' || peerOrganisationKind !== undefined)
  return {
    pageTitle: query.text === '' ? 'Search' : `Search: ${truncateText(query.text, MAX_TITLE_QUERY_LENGTH)}`,
    noindex: true,
    hideSearch: true,
    query: shownQuery,
    truncatedText: query.isTruncated ? 'Your search is too long. We looked only for its first words.' : undefined,
    summary: summaryOf(results, number),
    empty: emptyOf(results, applied.length > 0, {
      newHref,
      previousHref,
      withoutFiltersHref: address({ filters: {} }),
    }),
    unknown,
    chosen: applied.map(({ text, without }) => ({ text, href: address({ filters: without }) })),
    groups: facetGroups({ config, facets: results.facets, filters, applied, arePartial: results.areFacetsPartial }),
    tickedFields: filterParams(filters).map(([name, value]) => ({ name, value })),
    searchFields: [{ name: 'q', value: shownQuery }, ...(sort === 'relevance' ? [] : [{ name: 'sort', value: sort }])],
    correctedQuery:
      results.correctedQuery === undefined
        ? undefined
        : { text: results.correctedQuery, href: address({ text: results.correctedQuery }) },
    sorts: offeredSorts.map(option => ({
      text: sortLabels[option],
      href: address({ sort: option }),
      isCurrent: option === sort,
    })),
    previous: number > 1 ? { href: previousHref } : undefined,
    next: number < lastPage ? { href: address({ number: number + 1 }) } : undefined,
    newHref,
  }
}

interface AddressParts {
  readonly text: string
  readonly filters: Filters
  readonly sort: SearchSort
  readonly number?: number
}

const searchAddress = ({ text, filters, sort, number = 1 }: AddressParts): string =>
  withParams('/search', [
    ['q', text],
    ...filterParams(filters),
    ['sort', sort === 'relevance' ? '' : sort],
    ['page', number > 1 ? String(number) : ''],
  ])

function summaryOf({ total, hasMore }: SearchResults, number: number): string {
  const count = `${hasMore ? 'more than ' : ''}${pluralise(total, 'page')}`
  return number > 1 ? `${count}, page ${number}` : count
}

function emptyOf(
  { total }: SearchResults,
  isFiltered: boolean,
  hrefs: { readonly newHref: string; readonly previousHref: string; readonly withoutFiltersHref: string },
): ResultsModel['empty'] {
  if (total > 0) {
    return {
      heading: 'No more results',
      text: 'You have reached the end of the results.',
      link: { href: hrefs.previousHref, text: 'Previous page' },
    }
  }
  if (isFiltered) {
    return {
      heading: 'Nothing found',
      text: 'No pages match these filters.',
      link: { href: hrefs.withoutFiltersHref, text: 'Search without filters' },
    }
  }
  return {
    heading: 'Nothing found',
    text: 'Try other words, or fewer. If nobody has documented it yet, you can.',
    link: { href: hrefs.newHref, text: 'Document a barrier' },
  }
}
