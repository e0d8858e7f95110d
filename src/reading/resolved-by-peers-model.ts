import { countOfKind, kindPlural, type Organisation, type OrganisationKind } from '../accounts/index.js'
import {
  bestProvenFirst,
  countByKind,
  isResolved,
  listCoveredKinds,
  listPageEvidence,
  type NamedPosition,
  type OrganisationsOnPage,
} from '../evidence/index.js'
import { addressOf, listLinkedPages, loadPagesById, type PageHead } from '../pages/index.js'
import type { Db } from '../platform/database/index.js'
import type { Link } from '../platform/http/index.js'
import { listedKind } from './organisation-links.js'

/** Barriers in the list. */
export const MAX_RESOLVED_BY_PEERS = 6

/** Solutions that each barrier of the list names. */
const MAX_SOLUTIONS = 3

interface PeerSolution extends Link {
  /** `worked at 2 councils` */
  readonly where: string
}

interface BarrierResolvedByPeers extends Link {
  /** `3 councils got round it. Ashshire Council still faces it.` */
  readonly detail: string
  readonly solutions: readonly PeerSolution[]
}

/** The barriers that organisations of the same kind got round. */
export interface ResolvedByPeers {
  readonly heading: string
  readonly barriers: readonly BarrierResolvedByPeers[]
}

/** Lists the barriers that most organisations of a kind resolved. `isCovered`: whether the kind may be shown. */
export type ListResolved = (kind: string, isCovered: boolean) => Promise<readonly OrganisationsOnPage[]>

/**
 * Loads the barriers that organisations of its kind got round, without those that it says it got round, and what worked.
 * Undefined where there are none. Reports of its own people that do not name it count here as they do on the page of
 * any other organisation of its kind: if they were left out, the difference would show whose they are.
 */
export async function loadResolvedByPeers(
  db: Db,
  organisation: Organisation,
  positions: readonly NamedPosition[],
  listResolved: ListResolved,
): Promise<ResolvedByPeers | undefined> {
  const kind = listedKind(organisation)
  const coveredKinds = await listCoveredKinds(db)
  const resolvedHere = new Set(positions.filter(({ state }) => isResolved(state)).map(({ pageId }) => pageId))
  const facedHere = new Set(positions.map(({ pageId }) => pageId))
  const resolved = await listResolved(kind, coveredKinds.includes(kind))
  const rows = resolved.filter(({ pageId }) => !resolvedHere.has(pageId)).slice(0, MAX_RESOLVED_BY_PEERS)
  const pageIds = rows.map(({ pageId }) => pageId)
  const pages = await loadPagesById(db, pageIds)
  const shown: BarrierResolvedByPeers[] = []
  for (const { pageId, organisations } of rows) {
    const page = pages.get(pageId)
    if (!page) continue
    shown.push({
      text: page.title,
      href: addressOf(page),
      detail:
        `${countOfKind(kind, organisations)} got round it.` +
        (facedHere.has(pageId) ? ` ${organisation.name} still faces it.` : ''),
      solutions: await loadPeerSolutions(db, page, kind, coveredKinds),
    })
  }
  if (shown.length === 0) return undefined
  return {
    heading: `Barriers other ${kind === 'other' ? 'public bodies' : kindPlural(kind)} got round`,
    barriers: shown,
  }
}

/** Loads the solutions of a barrier that worked at organisations of this kind, best proven first. */
async function loadPeerSolutions(
  db: Db,
  barrier: PageHead,
  kind: OrganisationKind,
  coveredKinds: readonly string[],
): Promise<readonly PeerSolution[]> {
  const solutions = await listLinkedPages(db, barrier.id)
  const solutionIds = solutions.map(({ id }) => id)
  const evidence = await listPageEvidence(db, solutionIds)
  const counts = await countByKind(db, solutionIds, coveredKinds)
  const workedAt = new Map(
    counts
      .filter(count => count.state === 'worked' && count.kind === kind)
      .map(({ pageId, organisations }) => [pageId, organisations]),
  )
  const best = solutions
    .filter(({ id }) => workedAt.has(id))
    .sort((a, b) => bestProvenFirst(evidence.get(a.id)!, evidence.get(b.id)!))
    .slice(0, MAX_SOLUTIONS)
  return best.map(solution => ({
    text: solution.title,
    href: addressOf(solution),
    where: `worked at ${countOfKind(kind, workedAt.get(solution.id) ?? 0)}`,
  }))
}
