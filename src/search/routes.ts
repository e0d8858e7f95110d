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
import { queryChoice, queryParam, routesOf, show, view, type PageModel, type Route } from '../platform/http/index.js'
import { filterParams, filtersFromParams } from './filter-params.js'
import { filtersFromQuery, mergeFilters } from './filters.js'
import { MAX_RESULT_PAGES, RESULTS_PER_PAGE } from './limits.js'
import { parseQuery } from './query.js'
import { resolveFilters } from './resolve-filters.js'
import { search, type Hit } from './search.js'
import type { SearchDeps } from './searcher.js'
import {
  groupCards,
  resultsModel,
  sorts,
  type ResultCard,
  type ResultsModel,
  type SearchPage,
} from './results-model.js'

export const searchView = view<PageModel & { readonly themes: readonly Theme[] }>('search/ask')
export const resultsView = view<ResultsModel>('search/results')

/** The search page and its results. */
export const searchRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/search', reader, (req, res) => showSearch(deps, req, res))
  })

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
    peerOrganisationKind: page.peerOrganisationKind,
    coveredKinds,
    limit: RESULTS_PER_PAGE,
    from: (page.number - 1) * RESULTS_PER_PAGE,
  })
  const cards = await resultCards(deps, results.hits, coveredKinds, actorOf(req))
  const cardGroups = groupCards(page.sort, results.hits, cards)
  show(req, res, resultsView, { ...resultsModel(deps.config, page, resolved, results), cardGroups })
}

function searchPageFrom(req: Request): SearchPage {
  const typed = queryParam(req.query['q'])?.trim() ?? ''
  const peerOrganisationKind = actorOf(req)?.organisation?.kind
  const sort = queryChoice(req.query['sort'], sorts) ?? 'relevance'
  const number = Number.parseInt(queryParam(req.query['page']) ?? '1', 10) || 1
  return {
    query: parseQuery(typed),
    typed,
    peerOrganisationKind,
    sort: sort === 'like-ours' && peerOrganisationKind === undefined ? 'relevance' : sort,
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
