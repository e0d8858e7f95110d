import type { Request, Response } from 'express'
import {
  findOrganisation,
  findOrganisationBySlug,
  listOrganisations,
  reader,
  type Organisation,
} from '../accounts/index.js'
import {
  countByOrganisation,
  listCoveredKinds,
  listNamedPositions,
  listResolvedByKind,
  organisationChart,
  proofsOf,
  type OrganisationCount,
} from '../evidence/index.js'
import { loadPagesById } from '../pages/index.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { queryChoice, queryParam, redirectToSegment, routesOf, show, view, type Route } from '../platform/http/index.js'
import { spellingsOfSlug } from '../platform/slug.js'
import {
  isKnownKind,
  organisationListModel,
  organisationSorts,
  type OrganisationListModel,
} from './organisation-list-model.js'
import { organisationModel, type OrganisationModel, type OrganisationRecords } from './organisation-model.js'
import { loadResolvedByPeers, MAX_RESOLVED_BY_PEERS, type ListResolved } from './resolved-by-peers-model.js'

/** The newest pages that name an organisation, which its own page shows. */
const MAX_POSITIONS = 500

/** Enough to fill the list of an organisation that got round as many of them as its page shows. */
const MAX_RESOLVED_READ = MAX_POSITIONS + MAX_RESOLVED_BY_PEERS

/** There are 11 kinds of organisation, each with an entry as covered and one as named only. */
const RESOLVED_LISTS_CACHED = 50

type OrganisationDeps = Pick<Deps, 'db' | 'config' | 'clock'>

export const organisationListView = view<OrganisationListModel>('reading/organisations')
export const organisationView = view<OrganisationModel>('reading/organisation')

/** The public bodies whose staff are members, and what each of them is publicly seen to have reported. */
export const organisationRoutes = (deps: OrganisationDeps): readonly Route[] =>
  routesOf(routes => {
    const caches = createCaches(deps)
    routes.get('/organisations', reader, (req, res) => showOrganisations(deps, caches, req, res))
    routes.get('/organisations/:slug', reader, (req, res) => showOrganisation(deps, caches, req, res))
  })

/** Keeps what takes long to count until something is committed. */
interface Caches {
  readonly countByOrganisation: () => Promise<ReadonlyMap<string, OrganisationCount>>
  readonly listResolved: ListResolved
}

function createCaches({ db }: OrganisationDeps): Caches {
  const counts = cachedUntilCommit(db, 1, () => countByOrganisation(db))
  const resolved = cachedUntilCommit(db, RESOLVED_LISTS_CACHED, json => {
    const [kind, isCovered] = JSON.parse(json) as [string, boolean]
    return listResolvedByKind(db, kind, isCovered, MAX_RESOLVED_READ)
  })
  return {
    countByOrganisation: async () => (await counts('')) ?? new Map<string, OrganisationCount>(),
    listResolved: async (kind, isCovered) => (await resolved(JSON.stringify([kind, isCovered]))) ?? [],
  }
}

async function showOrganisations({ db }: OrganisationDeps, caches: Caches, req: Request, res: Response): Promise<void> {
  const kind = queryParam(req.query['kind'])
  const model = organisationListModel({
    organisations: await listOrganisations(db),
    counts: await caches.countByOrganisation(),
    kind,
    sort: queryChoice(req.query['sort'], organisationSorts, { past: 'resolved' }),
    after: queryParam(req.query['after']),
  })
  show(req, res, organisationListView, model, isKnownKind(kind) ? 200 : 404)
}

async function showOrganisation(deps: OrganisationDeps, caches: Caches, req: Request, res: Response): Promise<void> {
  const slug = String(req.params['slug'])
  const organisation = await findOrganisationBySlug(deps.db, slug)
  if (!organisation) {
    for (const spelling of spellingsOfSlug(slug))
      if (await findOrganisationBySlug(deps.db, spelling)) return redirectToSegment(req, res, spelling)
    throw new NotFound('There is no such organisation.')
  }
  show(req, res, organisationView, organisationModel(await loadRecords(deps, caches, organisation)))
}

async function loadRecords(
  { db, config, clock }: OrganisationDeps,
  caches: Caches,
  organisation: Organisation,
): Promise<OrganisationRecords> {
  const { id, successorId, endedOn } = organisation
  const today = isoDateOf(clock.now())
  const organisations = await listOrganisations(db)
  const positions = await listNamedPositions(db, id, MAX_POSITIONS)
  const pageIds = positions.flatMap(({ pageId, linkedPageId }) => [pageId, linkedPageId ?? []].flat())
  const pages = await loadPagesById(db, pageIds)
  return {
    config,
    today,
    organisation,
    successor: successorId === null ? undefined : await findOrganisation(db, successorId),
    predecessors: organisations.filter(other => other.successorId === id),
    positions,
    pages,
    proofs: await proofsOf(db, [...pages.values()], await listCoveredKinds(db)),
    chart: await organisationChart(db, id, endedOn ?? today),
    resolvedByPeers:
      endedOn === null ? await loadResolvedByPeers(db, organisation, positions, caches.listResolved) : undefined,
  }
}
