import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { isoDateOf } from '../platform/dates.js'
import type { Db, Reader } from '../platform/database/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { countOfKind, isOrganisationKind, kindPlural, type Member } from '../accounts/index.js'
import {
  addressOf,
  pageCard,
  listPagesByIds,
  type Kind,
  type LinkedPage,
  type PageCard,
  type PageHead,
} from '../pages/index.js'
import { getRevision } from '../revisions/index.js'
import { chartHtml, MAX_PERIODS, organisationChartLabels } from './over-time-html.js'
import { countOverTime } from './over-time.js'
import { bestProvenFirst, changedALot, isResolved } from './rules.js'
import {
  countByKind,
  getPageEvidence,
  listCoveredKinds,
  listEfforts,
  listMonthlyPositions,
  listOwnStatements,
  listPageEvidence,
  listUncountedIds,
  listPositions,
  listNewestByOrganisation,
  type KindCount,
  type PageEvidence,
  type Statement,
} from './store.js'
import {
  byOrganisation,
  effortText,
  evidenceModel,
  kindsText,
  outcomesByKind,
  UNCOUNTED_NOTICE,
  statementModel,
  positionModels,
  type KindOutcomes,
  type EvidenceModel,
  type StatementModel,
  type StatementContext,
} from './view-models.js'

type PanelDeps = Pick<Deps, 'db' | 'config' | 'clock'>

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
  deps: PanelDeps,
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
    chart: page.kind === 'barrier' && evidence.organisations > 0 ? await chartOf(db, evidence, today) : undefined,
    outcomes:
      page.kind === 'solution' && evidence.organisations > 1
        ? outcomesByKind(kinds.filter(one => one.pageId === page.id))
        : [],
    // What is proven comes first, whatever order the links were made in.
    linked: page.kind === 'barrier' ? [...rows].sort((a, b) => bestProvenFirst(a.raw, b.raw)) : rows,
  }
}

const drawn = new LRUCache<string, { readonly html: SafeHtml | undefined }>({ max: 1_000 })

/** A barrier's chart. To draw it is to read all that was said, so it is drawn anew only when more was said, or on another day. */
async function chartOf(
  db: Db,
  { pageId, ledgerChanges: said }: PageEvidence,
  today: string,
): Promise<SafeHtml | undefined> {
  const key = `${pageId} ${said} ${today}`
  const hit = drawn.get(key)
  if (hit) return hit.html
  const words = await listMonthlyPositions(db, pageId, said)
  // One word alone is no timeline.
  const html =
    words.length < 2
      ? undefined
      : chartHtml(
          countOverTime(
            words.map(one => ({ ...one, subjectId: one.organisationId })),
            today,
            MAX_PERIODS,
          ),
          organisationChartLabels,
        )
  drawn.set(key, { html })
  return html
}

/** The organisation of who looks: its kind is what is like it, and it is not itself among those. */
export interface ReaderOrganisation {
  readonly id: string
  readonly kind: string
}

/** What organisations like the reader's say of each of these pages, as their own pages have it: `at councils like yours: worked at 2 of 2`. By page. */
export async function peerTexts(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
  like: ReaderOrganisation | undefined,
): Promise<ReadonlyMap<string, string>> {
  const others =
    like === undefined
      ? []
      : await countByKind(
          db,
          pages.map(page => page.id),
          coveredKinds,
          like,
        )
  return new Map(
    pages.flatMap(page => {
      const text = peerText(page, others, like)
      return text === undefined ? [] : [[page.id, text] as const]
    }),
  )
}

function peerText(
  page: { readonly id: string; readonly kind: Kind },
  others: readonly KindCount[],
  like: ReaderOrganisation | undefined,
): string | undefined {
  if (like === undefined || !isOrganisationKind(like.kind)) return undefined
  const alike = others.filter(one => one.pageId === page.id && one.kind === like.kind)
  const total = alike.reduce((sum, one) => sum + one.organisations, 0)
  if (total === 0) return undefined
  const good = alike
    .filter(one => one.state === 'worked' || isResolved(one.state))
    .reduce((sum, one) => sum + one.organisations, 0)
  return page.kind === 'solution'
    ? `at ${kindPlural(like.kind)} like yours: worked at ${good} of ${total}`
    : `${countOfKind(like.kind, total)} like yours faced it, ${good} got past it`
}

/** How statements on a page are shown: the pages that they name, and which revisions are much unlike today's. */
export async function statementContext(
  deps: PanelDeps,
  page: PageHead,
  statements: readonly Statement[],
  coveredKinds: readonly string[],
): Promise<StatementContext> {
  const others = await listPagesByIds(
    deps.db,
    statements.flatMap(one => one.linkedPageId ?? []),
  )
  const proofs = await proofsOf(deps.db, others, coveredKinds)
  const pages = new Map(others.map(one => [one.id, { ...one, proof: proofs.get(one.id) }]))
  const unlike = new Set<number>()
  for (const number of new Set(statements.flatMap(one => one.revisionNumber ?? [])))
    if (number !== page.number && (await isUnlike(deps.db, page, number))) unlike.add(number)
  return {
    config: deps.config,
    coveredKinds,
    today: isoDateOf(deps.clock.now()),
    pages,
    isEarlier: number => unlike.has(number),
    about: page,
  }
}

/** What stands beside the name of each of these solutions that is proven: `worked at 3: 2 councils, 1 NHS body`. */
export async function proofsOf(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const evidence = await listPageEvidence(
    db,
    pages.filter(one => one.kind === 'solution').map(one => one.id),
  )
  const proven = [...evidence.values()].filter(one => one.state === 'proven')
  const worked = (
    await countByKind(
      db,
      proven.map(one => one.pageId),
      coveredKinds,
    )
  ).filter(one => one.state === 'worked')
  return new Map(
    proven.map(one => [
      one.pageId,
      `worked at ${one.resolvedCount}: ${kindsText(worked.filter(row => row.pageId === one.pageId))}`,
    ]),
  )
}

const known = new LRUCache<string, { readonly unlike: boolean }>({ max: 2_000 })

/** Whether a published revision is much unlike the one that stands. Both are immutable, so it is found out once. */
async function isUnlike(db: Reader, page: PageHead, number: number): Promise<boolean> {
  const key = `${page.revisionId} ${number}`
  const hit = known.get(key)
  if (hit) return hit.unlike
  const [then, now] = [await getRevision(db, page.id, number), await getRevision(db, page.id, page.number)]
  const unlike = changedALot(then.content.body, now.content.body)
  known.set(key, { unlike })
  // Comparing two long texts takes some 30 ms: others have a turn before the next two.
  await yieldToEventLoop()
  return unlike
}

/** One's own statement, with the name of the organisation that it was made for: one may have moved since. */
export interface OwnStatement extends StatementModel {
  readonly madeFor: string
  /** Why it is kept, and neither shown nor counted, where that is so. */
  readonly setAside: string | undefined
}

/** What a member said of a page themselves, newest first. */
export async function listOwnStatementModels(
  deps: PanelDeps,
  actor: Pick<Member, 'id'>,
  page: PageHead,
): Promise<readonly OwnStatement[]> {
  const own = await listOwnStatements(deps.db, actor.id, page.id, 20)
  if (own.length === 0) return []
  const showing = await statementContext(deps, page, own, await listCoveredKinds(deps.db))
  const setAside = await listUncountedIds(deps.db, own)
  return own.map(one => ({
    ...statementModel(one, showing),
    madeFor: one.organisationName,
    setAside: setAside.has(one.id) ? UNCOUNTED_NOTICE : undefined,
  }))
}

/** A page as a list shows it, with what organisations say of it. */
export interface EvidenceCard extends PageCard {
  readonly id: string
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked. */
  readonly kinds: string
}

/** Cards of these pages, in their order. */
export async function evidenceCards(deps: PanelDeps, pages: readonly PageHead[]): Promise<readonly EvidenceCard[]> {
  const { db, config, clock } = deps
  const now = clock.now()
  const evidence = await listPageEvidence(
    db,
    pages.map(page => page.id),
  )
  const worked = (
    await countByKind(
      db,
      pages.filter(page => page.kind === 'solution').map(page => page.id),
      await listCoveredKinds(db),
    )
  ).filter(one => one.state === 'worked')
  return pages.map(page => ({
    ...pageCard(config, page, now),
    id: page.id,
    evidence: evidenceModel(page.kind, evidence.get(page.id)!, isoDateOf(now)),
    kinds: kindsText(worked.filter(one => one.pageId === page.id)),
  }))
}
