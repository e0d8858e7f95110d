import type { Request, Response } from 'express'
import { actorOf, reader, type Member } from '../accounts/index.js'
import {
  evidenceCards,
  listCoveredKinds,
  listPagesWithOwnStatement,
  peerTexts,
  statementAction,
} from '../evidence/index.js'
import type { Theme } from '../platform/deps.js'
import {
  queryChoice,
  queryParam,
  routesOf,
  show,
  view,
  type HiddenField,
  type Link,
  type PageModel,
  type Route,
} from '../platform/http/index.js'
import { pluralise, truncateText } from '../platform/text.js'
import type { Filters } from './conditions.js'
import { facetGroups, type FacetGroup } from './facet-groups.js'
import { filterParams, filtersFromParams, withParams } from './filter-params.js'
import { filtersFromQuery, mergeFilters } from './filters.js'
import { MAX_NEW_PAGE_QUERY_LENGTH, MAX_RESULT_PAGES, MAX_TITLE_QUERY_LENGTH, RESULTS_PER_PAGE } from './limits.js'
import { parseQuery, type SearchQuery } from './query.js'
import type { SearchSort } from './request.js'
import { resolveFilters, type ResolvedFilters } from './resolve-filters.js'
import { search, type Hit, type SearchResults } from './search.js'
import type { SearchDeps } from './searcher.js'

const sorts = ['relevance', 'like-ours', 'most-faced', 'newest-evidence'] as const satisfies readonly SearchSort[]

const sortLabels: Readonly<Record<SearchSort, string>> = {
  relevance: 'best match',
  'like-ours': 'organisations like yours first',
  'most-faced': 'most faced',
  'newest-evidence': 'latest report',
}

type EvidenceCard = Awaited<ReturnType<typeof evidenceCards>>[number]

interface ResultsModel extends PageModel {
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

interface ResultCard extends EvidenceCard {
  readonly snippet: Hit['snippet'] | undefined
  readonly peers: string | undefined
  readonly statementAction: ReturnType<typeof statementAction>
}

export const searchView = view<PageModel & { readonly themes: readonly Theme[] }>('search/ask')
export const resultsView = view<ResultsModel>('search/results')

/** The search page and its results. */
export const searchRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/search', reader, (req, res) => showSearch(deps, req, res))
  })

/** A search as it was asked for. */
interface SearchPage {
  readonly query: SearchQuery
  readonly typed: string
  readonly sort: SearchSort
  /** The page of the results, from 1. */
  readonly number: number
  readonly peerKind: string | undefined
}

async function showSearch(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const page = searchPageFrom(req)
  const ticked = filtersFromParams(req.query)
  if (page.typed === '' && filterParams(ticked).length === 0) {
    show(req, res, searchView, { pageTitle: 'Search', noindex: true, hideSearch: true, themes: deps.config.themes })
    return
  }
  const resolved = await resolveFilters(deps, mergeFilters(filtersFromQuery(page.query), ticked))
  const coveredKinds = await listCoveredKinds(deps.db)
  const results = await search(deps.searcher, {
    query: page.query,
    filters: resolved.filters,
    sort: page.sort,
    peerKind: page.peerKind,
    coveredKinds,
    limit: RESULTS_PER_PAGE,
    from: (page.number - 1) * RESULTS_PER_PAGE,
  })
  const cards = await resultCards(deps, results.hits, coveredKinds, actorOf(req))
  const cardGroups = groupCards(page.sort, results.hits, cards)
  show(req, res, resultsView, { ...resultsModel(deps, page, resolved, results), cardGroups })
}

function searchPageFrom(req: Request): SearchPage {
  const typed = queryParam(req.query['q'])?.trim() ?? ''
  const peerKind = actorOf(req)?.organisation?.kind
  const sort = queryChoice(req.query['sort'], sorts) ?? 'relevance'
  const number = Number.parseInt(queryParam(req.query['page']) ?? '1', 10) || 1
  return {
    query: parseQuery(typed),
    typed,
    peerKind,
    sort: sort === 'like-ours' && peerKind === undefined ? 'relevance' : sort,
    number: Math.min(Math.max(number, 1), MAX_RESULT_PAGES),
  }
}

async function resultCards(
  deps: SearchDeps,
  hits: readonly Hit[],
  coveredKinds: readonly string[],
  actor: Member | undefined,
): Promise<readonly ResultCard[]> {
  const pages = hits.map(hit => hit.page)
  const cards = await evidenceCards(deps, pages)
  const peers = await peerTexts(deps.db, pages, coveredKinds, actor?.organisation ?? undefined)
  const pageIds = pages.map(page => page.id)
  const withOwnStatement = actor ? await listPagesWithOwnStatement(deps.db, actor.id, pageIds) : new Set<string>()
  return hits.map(({ page, snippet }, index) => ({
    ...cards[index]!,
    snippet: snippet.some(segment => segment.marked) ? snippet : undefined,
    peers: peers.get(page.id),
    statementAction: statementAction(actor, page, withOwnStatement.has(page.id)),
  }))
}

/** By best match, all results are one list. In any other order, pages that match only some of the words have their own. */
function groupCards(sort: SearchSort, hits: readonly Hit[], cards: readonly ResultCard[]): readonly CardGroup[] {
  const isApart = (index: number): boolean => sort !== 'relevance' && hits[index]!.isPartialMatch
  const groups: readonly CardGroup[] = [
    { heading: undefined, cards: cards.filter((_, index) => !isApart(index)) },
    { heading: 'Pages that match only some of your words', cards: cards.filter((_, index) => isApart(index)) },
  ]
  return groups.filter(group => group.cards.length > 0)
}

function resultsModel(
  { config }: SearchDeps,
  page: SearchPage,
  { filters, applied, unknown }: ResolvedFilters,
  results: SearchResults,
): Omit<ResultsModel, 'cardGroups'> {
  const { query, typed, sort, number, peerKind } = page
  const address = (change: Partial<AddressParts>): string =>
    searchAddress({ text: query.text, filters, sort, ...change })
  const newHref = withParams('/barriers/new', [['q', truncateText(query.text, MAX_NEW_PAGE_QUERY_LENGTH)]])
  const lastPage = Math.min(MAX_RESULT_PAGES, Math.max(1, Math.ceil(results.total / RESULTS_PER_PAGE)))
  const previousHref = address({ number: Math.min(number - 1, lastPage) })
  const shownQuery = query.isTruncated || unknown.length > 0 ? typed : query.text
  const offeredSorts = sorts.filter(option => option !== 'like-ours' || peerKind !== undefined)
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
