import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { evidenceCards, listCoveredKinds, type EvidenceCard } from '../evidence/index.js'
import { allKinds, type KindDefinition } from '../pages/index.js'
import {
  NoSuchListPage,
  pagingFrom,
  pagingLinks,
  queryChoice,
  routesOf,
  show,
  view,
  type HiddenField,
  type Link,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import type { Paging } from '../platform/paging.js'
import {
  browse,
  facetGroups,
  filterParams,
  filtersFromParams,
  resolveFilters,
  withParams,
  type FacetGroup,
  type Filters,
  type SearchDeps,
} from '../search/index.js'
import type { SortLink } from './partials.js'

const PAGE_SIZE = 20

const sorts = ['newest', 'title', 'proof', 'most-faced', 'newest-evidence'] as const
type Sort = (typeof sorts)[number]

const DEFAULT_SORT: Sort = 'newest'

/** Orders by a number. The first part of their cursors is that number. */
const numericSorts: ReadonlySet<Sort> = new Set(['proof', 'most-faced'])

interface ListModel extends PageModel, PagingLinks {
  readonly heading: string
  readonly cards: readonly EvidenceCard[]
  readonly showsChanged: boolean
  /** The filters that are applied, each with a link that removes it. */
  readonly chosen: readonly Link[]
  readonly unknown: readonly string[]
  readonly sorts: readonly SortLink[]
  readonly filterForm: {
    readonly action: string
    readonly fields: readonly HiddenField[]
    readonly groups: readonly FacetGroup[]
  }
  /** Shown instead of the cards when there are none. */
  readonly empty: { readonly heading: string; readonly text: string; readonly link: Link }
  /** The form for a new page. */
  readonly newPage: Link
}

export const listView = view<ListModel>('reading/list')

/** The lists of all pages of a kind, with the same filters as a search. */
export const listRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    for (const definition of allKinds)
      routes.get(`/${definition.path}`, reader, (req, res) => showList(deps, req, res, definition))
  })

async function showList(deps: SearchDeps, req: Request, res: Response, definition: KindDefinition): Promise<void> {
  const { kind, path, heading } = definition
  const { filters, unknown, applied } = await resolveFilters(deps, { ...filtersFromParams(req.query), kind: [] }, kind)
  const sort = queryChoice(req.query['sort'], sorts) ?? DEFAULT_SORT
  const paging = listPaging(req, sort)
  const coveredKinds = await listCoveredKinds(deps.db)
  const { rows, next, facets } = await browse(deps.searcher, { kind, filters, sort, paging, coveredKinds })
  const address = (change: ListChange): string => listAddress(path, { filters, sort, ...change })
  show(req, res, listView, {
    pageTitle: [heading, ...applied.map(filter => filter.text), ...(paging.after ? ['continued'] : [])].join(', '),
    section: path,
    heading,
    noindex: filterParams(filters).length > 1 || unknown.length > 0,
    description: definition.description,
    cards: await evidenceCards(deps, rows),
    showsChanged: sort === 'newest',
    unknown,
    chosen: applied.map(filter => ({ text: filter.text, href: address({ filters: filter.without }) })),
    sorts: sortLinks(definition, sort, address),
    filterForm: {
      action: `/${path}`,
      fields: hiddenFields(filters, sort),
      groups: facetGroups({ config: deps.config, facets, filters, kind }),
    },
    empty: emptyList(definition, applied.length > 0, address({ filters: {} })),
    newPage: newPageLink(definition),
    ...pagingLinks(paging, next, after => address({ after })),
  })
}

/** @throws Refused (400) if the cursor is not from a list in this order. */
function listPaging(req: Request, sort: Sort): Paging {
  const paging = pagingFrom(req.query, PAGE_SIZE)
  if (paging.after && numericSorts.has(sort) && !/^\d{1,9}$/.test(paging.after[0])) throw new NoSuchListPage()
  return paging
}

interface ListChange {
  readonly filters?: Filters
  readonly sort?: Sort
  readonly after?: string | undefined
}

const listAddress = (path: string, { filters = {}, sort = DEFAULT_SORT, after = '' }: ListChange): string =>
  withParams(`/${path}`, [...filterParams(filters), ['sort', sort === DEFAULT_SORT ? '' : sort], ['after', after]])

function sortLinks(
  { statements }: KindDefinition,
  current: Sort,
  address: (change: ListChange) => string,
): readonly SortLink[] {
  const labels: Readonly<Record<Sort, string>> = {
    newest: 'recently changed',
    title: 'A to Z',
    proof: 'most proven',
    'most-faced': statements.mostLabel,
    'newest-evidence': 'latest report',
  }
  return sorts
    .filter(sort => sort !== 'proof' || statements.canProve)
    .map(sort => ({ text: labels[sort], href: address({ sort }), isCurrent: sort === current }))
}

/** What applying filters does not change. */
const hiddenFields = (filters: Filters, sort: Sort): readonly HiddenField[] => [
  ...(sort === DEFAULT_SORT ? [] : [{ name: 'sort', value: sort }]),
  ...(filters.organisation ?? []).map(value => ({ name: 'organisation', value })),
]

function emptyList(definition: KindDefinition, isFiltered: boolean, unfiltered: string): ListModel['empty'] {
  const { plural } = definition
  return isFiltered
    ? {
        heading: `No ${plural} match these filters`,
        text: 'Remove a filter above, or clear them all.',
        link: { text: 'Clear all filters', href: unfiltered },
      }
    : {
        heading: 'Nothing here yet',
        text: `No ${plural} have been documented yet.`,
        link: newPageLink(definition),
      }
}

const newPageLink = ({ singular, path }: KindDefinition): Link => ({
  text: `Document a ${singular}`,
  href: `/${path}/new`,
})
