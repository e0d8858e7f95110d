import { kindHeadings } from '../accounts/index.js'
import {
  evidenceCards,
  listCoveredKinds,
  listMostFaced,
  listNewlyProven,
  listWaitingBarriers,
  type EvidenceCard,
} from '../evidence/index.js'
import {
  addressOf,
  countPagesByTheme,
  kinds,
  listLinkedPages,
  listNewestPages,
  loadPagesById,
  type KindDefinition,
} from '../pages/index.js'
import { addSeconds } from '../platform/clock.js'
import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { withQuery, type Link, type SelectItem } from '../platform/http/index.js'
import { firstRows } from '../platform/paging.js'
import { pluralise } from '../platform/text.js'
import { browse, type SearchDeps } from '../search/index.js'

/** How far back the most faced barriers are counted. */
const RECENT_MONTHS = 3

/** A month on average: a year has 365.25 days. */
const MONTH_SECONDS = 2_629_800

/** Cards in each section. */
const CARDS_SHOWN = 5

/** Barriers that a newly proven solution names. */
const BARRIERS_NAMED = 2

/** What the home page shows to everyone. */
export interface HomeSections {
  readonly isEmpty: boolean
  /** `12 barriers` */
  readonly barriers: string
  /** `8 solutions` */
  readonly solutions: string
  readonly themes: readonly {
    readonly name: string
    readonly href: string
    readonly barriers: number
    /** `barriers`, or `barrier` for one. */
    readonly noun: string
  }[]
  readonly proven: readonly (EvidenceCard & { readonly barriers: readonly Link[] })[]
  /** `Most faced in the last 3 months` */
  readonly facedHeading: string
  /** `reportedBy` counts only the organisations of that time: `reported by 3 organisations`. */
  readonly faced: readonly (EvidenceCard & { readonly reportedBy: string })[]
  readonly waiting: readonly EvidenceCard[]
  readonly newest: readonly EvidenceCard[]
  /** The kinds of organisation at which a solution worked. */
  readonly organisationKinds: readonly SelectItem[]
}

/** Loads the sections of the home page. They change with each commit, and with the day. */
export async function loadHomeSections(deps: SearchDeps): Promise<HomeSections> {
  const { db, config } = deps
  const counts = await countPagesByTheme(db)
  const ofKind = ({ kind }: KindDefinition) => counts.filter(count => count.kind === kind)
  const totalText = (definition: KindDefinition): string =>
    pluralise(totalPages(ofKind(definition)), definition.singular, definition.plural)
  return {
    isEmpty: counts.length === 0,
    barriers: totalText(kinds.barrier),
    solutions: totalText(kinds.solution),
    themes: config.themes.map(theme => {
      const barriers = totalPages(ofKind(kinds.barrier).filter(count => count.theme === theme.slug))
      const noun = barriers === 1 ? kinds.barrier.singular : kinds.barrier.plural
      return { name: theme.name, href: withQuery('/barriers', { theme: theme.slug }), barriers, noun }
    }),
    proven: await loadNewlyProven(deps),
    facedHeading: `Most faced in the last ${RECENT_MONTHS} months`,
    faced: await loadMostFaced(deps),
    waiting: await loadCards(deps, await listWaitingBarriers(db, CARDS_SHOWN)),
    newest: await evidenceCards(deps, await listNewestPages(db, kinds.barrier.kind, CARDS_SHOWN)),
    organisationKinds: await listKindsWithSolutions(deps),
  }
}

/** The kinds of organisation that the list of solutions finds something for. */
async function listKindsWithSolutions({ db, searcher }: SearchDeps): Promise<readonly SelectItem[]> {
  const { kind } = kinds.solution
  const coveredKinds = await listCoveredKinds(db)
  const { facets } = await browse(searcher, { kind, filters: {}, sort: 'proof', paging: firstRows(1), coveredKinds })
  const found = new Set(facets.organisationKind.map(facet => facet.value))
  return Object.entries(kindHeadings).flatMap(([value, text]) => (found.has(value) ? [{ value, text }] : []))
}

const totalPages = (counts: readonly { readonly pages: number }[]): number =>
  counts.reduce((total, count) => total + count.pages, 0)

async function loadNewlyProven(deps: Deps): Promise<HomeSections['proven']> {
  const cards = await loadCards(deps, await listNewlyProven(deps.db, CARDS_SHOWN))
  return Promise.all(cards.map(async card => ({ ...card, barriers: await loadBarrierLinks(deps.db, card.id) })))
}

async function loadBarrierLinks(db: Reader, solutionId: string): Promise<readonly Link[]> {
  const barriers = await listLinkedPages(db, solutionId)
  return barriers.slice(0, BARRIERS_NAMED).map(barrier => ({ text: barrier.title, href: addressOf(barrier) }))
}

async function loadMostFaced(deps: Deps): Promise<HomeSections['faced']> {
  const since = addSeconds(deps.clock.now(), -RECENT_MONTHS * MONTH_SECONDS)
  const faced = await listMostFaced(deps.db, since, CARDS_SHOWN)
  const organisations = new Map(faced.map(row => [row.pageId, row.organisations]))
  const cards = await loadCards(deps, [...organisations.keys()])
  return cards.map(card => ({
    ...card,
    reportedBy: `reported by ${pluralise(organisations.get(card.id) ?? 0, 'organisation')}`,
  }))
}

/** Cards of the pages with these ids, in this order. */
async function loadCards(deps: Deps, ids: readonly string[]): Promise<readonly EvidenceCard[]> {
  const pages = await loadPagesById(deps.db, ids)
  return evidenceCards(
    deps,
    ids.flatMap(id => pages.get(id) ?? []),
  )
}
