import type { EvidenceDeps } from './caches.js'
import { addressOf, type LinkedPage, type PageHead } from '../pages/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { barrierChart } from './barrier-chart.js'
import { evidenceModel, type EvidenceModel } from './evidence-model.js'
import { kindsText, outcomesByKind, type KindOutcomes } from './kind-counts.js'
import { getPageEvidence, listPageEvidence, type PageEvidence } from './page-evidence-store.js'
import { peerText, type ReaderOrganisation } from './peers.js'
import { byOrganisation, positionModels } from './position-models.js'
import { countByKind, listCoveredKinds, listPositions } from './position-store.js'
import { bestProvenFirst } from './proof.js'
import { statementContext } from './statement-context.js'
import { effortText, type StatementModel } from './statement-model.js'
import { listEfforts, listNewestByOrganisation } from './statement-store.js'

/** Organisations whose word a page shows; the rest is a page of its own. */
const WORDS_SHOWN = 8

/** The newest statements of each that are read: for the word itself, and for a note that says the same. */
const STATEMENTS_EACH = 5

/** A linked page as the page it is linked to shows it. */
export interface LinkedWithEvidence {
  readonly id: string
  readonly href: string
  readonly title: string
  readonly summary: string
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked: `2 councils, 1 NHS body`. */
  readonly kinds: string
  /** What it took where it worked last: `approval: IT security, 2 weeks`. */
  readonly effort: string | undefined
  /** `for councils like yours: worked at 2 of 2`. */
  readonly peers: string | undefined
}

export interface EvidencePanel {
  readonly evidence: EvidenceModel
  readonly kinds: string
  readonly peers: string | undefined
  readonly positions: readonly StatementModel[]
  readonly hasMore: boolean
  /** How many organisations stood where over time; undefined of a solution, or where there is nothing to compare. */
  readonly chart: SafeHtml | undefined
  /** Of a solution: how it went, by kind of organisation. */
  readonly outcomes: readonly KindOutcomes[]
  readonly linked: readonly LinkedWithEvidence[]
}

/**
 * What a page shows of the evidence on it and on those it is linked to, as of today. `like` is the
 * organisation of who looks, for what is said of "councils like yours".
 */
export async function evidencePanel(
  deps: EvidenceDeps,
  page: PageHead,
  linked: readonly LinkedPage[],
  like: ReaderOrganisation | undefined,
): Promise<EvidencePanel> {
  const { db } = deps
  const today = isoDateOf(deps.clock.now())
  const coveredKinds = await listCoveredKinds(db)
  const evidence = await getPageEvidence(db, page.id)
  const standings = evidence.organisations === 0 ? [] : await listPositions(db, page.id, WORDS_SHOWN + 1)
  const shown = standings.slice(0, WORDS_SHOWN)
  const statements = await listNewestByOrganisation(
    db,
    page.id,
    shown.map(one => one.organisationId),
    STATEMENTS_EACH,
  )
  const showing = await statementContext(
    deps,
    page,
    [...byOrganisation(statements).values()].flatMap(group => group[0] ?? []),
    coveredKinds,
  )
  const ids = linked.map(one => one.id)
  // Thousands may have faced a barrier: its own are counted by kind only where that is shown.
  const counted = page.kind === 'solution' || like !== undefined ? [page.id, ...ids] : ids
  const [ofLinked, kinds, efforts] = [
    await listPageEvidence(db, ids),
    await countByKind(db, counted, coveredKinds),
    await listEfforts(db, ids),
  ]
  const others = like === undefined ? [] : await countByKind(db, counted, coveredKinds, like)
  const workedAt = (pageId: string): string =>
    kindsText(kinds.filter(one => one.pageId === pageId && one.state === 'worked'))
  const rows = linked.map((one): LinkedWithEvidence & { readonly raw: PageEvidence } => {
    const raw = ofLinked.get(one.id)!
    const effort = efforts.get(one.id)
    return {
      id: one.id,
      href: addressOf(one),
      title: one.title,
      summary: one.summary,
      raw,
      evidence: evidenceModel(one.kind, raw, today),
      kinds: workedAt(one.id),
      effort: effort && effortText(effort),
      peers: peerText(one, others, like),
    }
  })
  return {
    evidence: evidenceModel(page.kind, evidence, today),
    kinds: page.kind === 'solution' ? workedAt(page.id) : '',
    peers: peerText(page, others, like),
    positions: positionModels(shown, statements, showing),
    hasMore: standings.length > WORDS_SHOWN,
    chart:
      page.kind === 'barrier' && evidence.organisations > 0 ? await barrierChart(deps, evidence, today) : undefined,
    outcomes:
      page.kind === 'solution' && evidence.organisations > 1
        ? outcomesByKind(kinds.filter(one => one.pageId === page.id))
        : [],
    // What is proven comes first, whatever order the links were made in.
    linked: page.kind === 'barrier' ? [...rows].sort((a, b) => bestProvenFirst(a.raw, b.raw)) : rows,
  }
}
