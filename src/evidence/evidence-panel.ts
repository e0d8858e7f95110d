import { addressOf, kinds, type LinkedPage, type PageHead } from '../pages/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { barrierChart } from './barrier-chart.js'
import type { EvidenceDeps } from './caches.js'
import { evidenceModel, type EvidenceModel } from './evidence-model.js'
import { kindsText, outcomesByKind, type KindOutcomes } from './kind-counts.js'
import { getPageEvidence, listPageEvidence, type PageEvidence } from './page-evidence-store.js'
import { peerText, type ReaderOrganisation } from './peers.js'
import { byOrganisation, positionModels, type PositionModel } from './position-model.js'
import { countByKind, listCoveredKinds, listPositions, type KindCount } from './position-store.js'
import { bestProvenFirst } from './proof.js'
import { statementContext } from './statement-context.js'
import { effortText } from './statement-model.js'
import { listEfforts, listNewestByOrganisation } from './counted-statement-store.js'

/** Organisations that a page shows. A list of its own shows the others. */
const MAX_POSITIONS = 8

/** The newest statements that are read for each organisation, to find a note that goes with its state. */
const STATEMENTS_PER_ORGANISATION = 5

/** A linked page, with its evidence. */
export interface LinkedWithEvidence {
  readonly id: string
  readonly href: string
  readonly title: string
  readonly summary: string
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked: `2 councils and 1 NHS body`. */
  readonly kinds: string
  /** What was needed where it worked last: `approval from IT security, 2 weeks`. */
  readonly effort: string | undefined
  /** How the reader's peers fared: `worked at 2 of the 3 councils like yours that tried it`. */
  readonly peers: string | undefined
}

/** The evidence of a page and of its linked pages, as the page shows it. */
export interface EvidencePanel {
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked. Empty for a barrier. */
  readonly kinds: string
  readonly peers: string | undefined
  /** One row for each organisation, newest first. */
  readonly positions: readonly PositionModel[]
  /** Whether there are more organisations than `positions` has. */
  readonly hasMore: boolean
  /** A barrier's chart over time; undefined for a solution, or if there is nothing to compare. */
  readonly chart: SafeHtml | undefined
  /** How a solution went, by kind of organisation. Empty for a barrier. */
  readonly outcomes: readonly KindOutcomes[]
  /** A barrier's solutions, best proven first; a solution's barriers, in the order of the links. */
  readonly linked: readonly LinkedWithEvidence[]
}

/**
 * Loads the evidence of a page and of its linked pages, as of today.
 * @param reader the reader's organisation, if any, for the texts about its peers.
 */
export async function evidencePanel(
  deps: EvidenceDeps,
  page: PageHead,
  linked: readonly LinkedPage[],
  reader: ReaderOrganisation | undefined,
): Promise<EvidencePanel> {
  const { db } = deps
  const today = isoDateOf(deps.clock.now())
  const { canProve, hasChart } = kinds[page.kind].statements
  const coveredKinds = await listCoveredKinds(db)
  const evidence = await getPageEvidence(db, page.id)
  const linkedIds = linked.map(({ id }) => id)
  // Thousands may have faced a barrier, so we count its own organisations by kind only where the page shows it.
  const countedIds = canProve || reader !== undefined ? [page.id, ...linkedIds] : linkedIds
  const counts = await countByKind(db, countedIds, coveredKinds)
  const peerCounts = reader === undefined ? [] : await countByKind(db, countedIds, coveredKinds, reader)
  return {
    evidence: evidenceModel(page.kind, evidence, today),
    kinds: canProve ? workedAt(page.id, counts) : '',
    peers: peerText(page, peerCounts, reader),
    ...(await loadPositions(deps, page, evidence, coveredKinds)),
    chart: hasChart && evidence.organisations > 0 ? await barrierChart(deps, evidence, today) : undefined,
    outcomes:
      canProve && evidence.organisations > 1 ? outcomesByKind(counts.filter(count => count.pageId === page.id)) : [],
    linked: await loadLinked(deps, page, linked, today, { counts, peerCounts, reader }),
  }
}

const workedAt = (pageId: string, counts: readonly KindCount[]): string =>
  kindsText(counts.filter(count => count.pageId === pageId && count.state === 'worked'))

async function loadPositions(
  deps: EvidenceDeps,
  page: PageHead,
  { organisations }: PageEvidence,
  coveredKinds: readonly string[],
): Promise<Pick<EvidencePanel, 'positions' | 'hasMore'>> {
  if (organisations === 0) return { positions: [], hasMore: false }
  const positions = await listPositions(deps.db, page.id, MAX_POSITIONS + 1)
  const shown = positions.slice(0, MAX_POSITIONS)
  const organisationIds = shown.map(position => position.organisationId)
  const statements = await listNewestByOrganisation(deps.db, page.id, organisationIds, STATEMENTS_PER_ORGANISATION)
  const newest = [...byOrganisation(statements).values()].flatMap(group => group[0] ?? [])
  const context = await statementContext(deps, page, newest, coveredKinds)
  return { positions: positionModels(shown, statements, context), hasMore: positions.length > shown.length }
}

/** What the texts about kinds of organisation are made from. */
interface Counts {
  readonly counts: readonly KindCount[]
  /** Without the reader's own organisation. */
  readonly peerCounts: readonly KindCount[]
  readonly reader: ReaderOrganisation | undefined
}

async function loadLinked(
  { db }: EvidenceDeps,
  page: PageHead,
  linked: readonly LinkedPage[],
  today: string,
  { counts, peerCounts, reader }: Counts,
): Promise<readonly LinkedWithEvidence[]> {
  const linkedIds = linked.map(({ id }) => id)
  const evidence = await listPageEvidence(db, linkedIds)
  const efforts = await listEfforts(db, linkedIds)
  const evidenceOf = ({ id }: LinkedPage): PageEvidence => evidence.get(id)!
  const sorted = kinds[page.kind].areLinksRanked
    ? [...linked].sort((a, b) => bestProvenFirst(evidenceOf(a), evidenceOf(b)))
    : linked
  return sorted.map(linkedPage => {
    const effort = efforts.get(linkedPage.id)
    return {
      id: linkedPage.id,
      href: addressOf(linkedPage),
      title: linkedPage.title,
      summary: linkedPage.summary,
      evidence: evidenceModel(linkedPage.kind, evidenceOf(linkedPage), today),
      kinds: workedAt(linkedPage.id, counts),
      effort: effort && effortText(effort),
      peers: peerText(linkedPage, peerCounts, reader),
    }
  })
}
