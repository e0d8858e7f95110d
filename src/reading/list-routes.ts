import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { evidenceCards, listCoveredKinds } from '../evidence/index.js'
import {
  noSuchListPage,
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  queryChoice,
  type Route,
} from '../platform/http/index.js'
import { paged } from '../platform/paging.js'
import { allKinds, type KindDefinition } from '../pages/index.js'
import {
  browse,
  facetGroups,
  filtersFromParams,
  resolveFilters,
  filterParams,
  withParams,
  type Filters,
  type SearchDeps,
} from '../search/index.js'

const PAGE_SIZE = 20

const sorts = ['newest', 'title', 'proof', 'most-faced', 'newest-evidence'] as const

const sortWords = {
  newest: 'newest change',
  title: 'A to Z',
  proof: 'best proven',
  'newest-evidence': 'newest evidence',
} as const

/** The lists of all barriers and all solutions, with the same filters as a search. */
export const listRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    const { db, config } = deps

    for (const definition of allKinds)
      routes.get(`/${definition.path}`, reader, (req, res) => showList(req, res, definition))

    async function showList(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const { kind, path } = definition
      const { filters, unknown, chosen } = await resolveFilters(deps, { ...filtersFromParams(req.query), kind: [] })
      const sort = queryChoice(req.query['sort'], sorts) ?? 'newest'
      const paging = pagingFrom(req.query, PAGE_SIZE)
      const { after } = paging
      if (after && (sort === 'most-faced' || sort === 'proof') && !/^\d{1,9}$/.test(after[0])) throw noSuchListPage()
      const found = await browse(deps.searcher, {
        kind,
        filters,
        sort,
        after,
        limit: PAGE_SIZE + 1,
        coveredKinds: await listCoveredKinds(db),
      })
      const { rows, next } = paged(found.rows, paging, page => page.place)
      const here = (change: {
        readonly filters?: Filters
        readonly sort?: string
        readonly after?: string | undefined
      }): string =>
        withParams(`/${path}`, [
          ...filterParams(change.filters ?? filters),
          ['sort', (change.sort ?? sort) === 'newest' ? '' : (change.sort ?? sort)],
          ['after', change.after ?? ''],
        ])
      const heading = definition.heading
      show(req, res, 'reading/list', {
        pageTitle: [heading, ...chosen.map(one => one.text), ...(after ? ['continued'] : [])].join(', '),
        section: path,
        heading,
        definition,
        noindex: filterParams(filters).length > 1 || unknown.length > 0,
        description:
          kind === 'barrier'
            ? 'What gets in the way of digital working in public bodies, who faced it, and what got round it.'
            : 'What got round barriers to digital working in public bodies, where it worked, and whose approval it took.',
        cards: await evidenceCards(deps, rows),
        unknown,
        sort,
        chosen: chosen.map(one => ({ text: one.text, href: here({ filters: one.without }) })),
        groups: facetGroups(config, found.facets, filters, { kind }),
        hidden: (filters.organisation ?? []).map(value => ({ name: 'organisation', value })),
        path,
        sorts: sorts
          .filter(one => one !== 'proof' || kind === 'solution')
          .map(one => ({
            value: one,
            text: one === 'most-faced' ? (kind === 'barrier' ? 'most faced' : 'most tried') : sortWords[one],
            href: here({ sort: one }),
          })),
        ...pagingLinks(paging, next, after => here({ after })),
        withoutFilters: here({ filters: {} }),
        newHref: `/${path}/new`,
      })
    }
  })
