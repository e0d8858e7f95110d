import type { Request, Response } from 'express'
import { actorOf, reader } from '../accounts/index.js'
import {
  evidenceCards,
  peerTexts,
  listCoveredKinds,
  listPagesWithOwnStatement,
  statementAction,
} from '../evidence/index.js'
import { routesOf, show, queryParam, queryChoice, type Route } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import {
  facetGroups,
  filtersFromParams,
  resolveFilters,
  filterParams,
  withParams,
  type QueryParam,
} from './filter-form.js'
import { filtersFromQuery, mergeFilters } from './filters.js'
import { MAX_QUERY_LENGTH } from './limits.js'
import { parseQuery } from './query.js'
import { search } from './search.js'
import type { SearchDeps } from './searcher.js'

const PAGE_SIZE = 20

/** Pages of results beyond which nobody looks. */
const MOST_PAGES = 25

const sorts = ['relevance', 'like-ours', 'most-faced', 'newest-evidence'] as const

/** One box over all that is published. */
export const searchRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    const { db, config } = deps

    routes.get('/search', reader, async (req, res) => {
      const typed = queryParam(req.query['q'])?.trim() ?? ''
      const ticked = filtersFromParams(req.query)
      const query = parseQuery(typed)
      if (typed === '' && filterParams(ticked).length === 0) return showNothingAsked(req, res)
      const actor = actorOf(req)
      const peerKind = actor?.organisation?.kind
      const asked = queryChoice(req.query['sort'], sorts) ?? 'relevance'
      const sort = asked === 'like-ours' && peerKind === undefined ? 'relevance' : asked
      const number = Math.min(Math.max(Number.parseInt(queryParam(req.query['page']) ?? '1', 10) || 1, 1), MOST_PAGES)
      const { filters, unknown, chosen } = await resolveFilters(deps, mergeFilters(filtersFromQuery(query), ticked))
      const coveredKinds = await listCoveredKinds(db)
      const found = await search(deps.searcher, {
        query,
        filters,
        sort,
        peerKind,
        coveredKinds,
        limit: PAGE_SIZE,
        from: (number - 1) * PAGE_SIZE,
      })
      const cards = await evidenceCards(
        deps,
        found.hits.map(hit => hit.page),
      )
      const peers = await peerTexts(
        db,
        found.hits.map(hit => hit.page),
        coveredKinds,
        actor?.organisation ?? undefined,
      )
      const spoken = actor
        ? await listPagesWithOwnStatement(
            db,
            actor.id,
            found.hits.map(hit => hit.page.id),
          )
        : new Set<string>()
      const here = (change: {
        readonly page?: number
        readonly sort?: string
        readonly filters?: typeof filters
        readonly q?: string
      }): string =>
        withParams('/search', [
          ['q', change.q ?? query.text],
          ...filterParams(change.filters ?? filters),
          ['sort', (change.sort ?? sort) === 'relevance' ? '' : (change.sort ?? sort)],
          ['page', (change.page ?? 1) > 1 ? String(change.page) : ''],
        ] satisfies readonly QueryParam[])
      const last = number * PAGE_SIZE >= found.total
      show(req, res, 'search/results', {
        pageTitle: query.text === '' ? 'Search' : `Search: ${query.text.slice(0, 100)}`,
        noindex: true,
        hideSearch: true,
        query: query.isTruncated || unknown.length > 0 ? typed : query.text,
        isCut: query.isTruncated,
        longest: MAX_QUERY_LENGTH,
        cards: found.hits.map((hit, at) => ({
          ...cards[at]!,
          snippet: hit.snippet.some(piece => piece.marked) ? hit.snippet : undefined,
          peers: peers.get(hit.page.id),
          statementAction: statementAction(actor, hit.page, spoken.has(hit.page.id)),
        })),
        total: `${found.hasMore ? 'more than ' : ''}${pluralise(found.total, 'page')}`,
        none: found.total === 0,
        unknown,
        sort,
        chosen: chosen.map(one => ({ text: one.text, href: here({ filters: one.without }) })),
        withoutFilters: here({ filters: {} }),
        groups: facetGroups(config, found.facets, filters, { chosen, arePartial: found.areFacetsPartial }),
        hidden: [],
        suggestion:
          found.suggestion === undefined ? undefined : { text: found.suggestion, href: here({ q: found.suggestion }) },
        sorts: sorts
          .filter(one => one !== 'like-ours' || peerKind !== undefined)
          .map(one => ({ value: one, text: sortWords[one], href: here({ sort: one }) })),
        previous:
          number > 1
            ? here({ page: Math.min(number - 1, Math.max(1, Math.ceil(found.total / PAGE_SIZE))) })
            : undefined,
        next: last || number === MOST_PAGES ? undefined : here({ page: number + 1 }),
        number,
        newHref: withParams('/barriers/new', [['q', query.text.slice(0, 200)]]),
      })
    })

    const showNothingAsked = (req: Request, res: Response): void =>
      show(req, res, 'search/ask', { pageTitle: 'Search', noindex: true, hideSearch: true, themes: config.themes })
  })

const sortWords: Readonly<Record<(typeof sorts)[number], string>> = {
  relevance: 'best match',
  'like-ours': 'organisations like ours first',
  'most-faced': 'most faced',
  'newest-evidence': 'newest evidence',
}
