import { sql } from 'kysely'
import type { Instant } from '../platform/clock.js'
import { prepared, type Reader, type Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import type { Kind } from '../pages/index.js'
import type { PageState, StatementState } from './states.js'

/** The evidence on a page: its state and totals, derived from the positions of organisations. */
export interface PageEvidence {
  readonly pageId: string
  readonly state: PageState
  readonly organisations: number
  readonly people: number
  /** Organisations that resolved a barrier, or where a solution worked. */
  readonly resolvedCount: number
  readonly organisationsByState: Readonly<Partial<Record<StatementState, number>>>
  /** The lower bound of a solution's Wilson score interval, in millionths. */
  readonly proofScore: number
  /** The day of the newest statement that counts, `2026-03-04`. */
  readonly newestOn: string | null
  readonly provenSince: Instant | null
  /**
   * Statements made on the page plus statements ended. The ledger only grows and an ended statement stays ended, so
   * everything derived from the ledger stays the same while this number does.
   */
  readonly ledgerChanges: number
}

const evidenceColumns = [
  'page_id',
  'state',
  'organisations',
  'people',
  'resolved_count',
  'organisations_by_state',
  'proof_score',
  'newest_on',
  'proven_since',
  'ledger_changes',
] as const

interface EvidenceRow {
  page_id: string
  state: string
  organisations: number
  people: number
  resolved_count: number
  organisations_by_state: string
  proof_score: number
  newest_on: string | null
  proven_since: string | null
  ledger_changes: number
}

const evidenceFrom = (row: EvidenceRow): PageEvidence => ({
  pageId: row.page_id,
  state: row.state as PageState,
  organisations: row.organisations,
  people: row.people,
  resolvedCount: row.resolved_count,
  organisationsByState: JSON.parse(row.organisations_by_state) as PageEvidence['organisationsByState'],
  proofScore: row.proof_score,
  newestOn: row.newest_on,
  provenSince: row.proven_since,
  ledgerChanges: row.ledger_changes,
})

const readEvidence = prepared((db, id: string) =>
  db.selectFrom('page_evidence').select(evidenceColumns).where('page_id', '=', id),
)

/** @throws NotFound if there is no such page. */
export async function getPageEvidence(db: Reader, pageId: string): Promise<PageEvidence> {
  const [row] = await readEvidence(db, pageId)
  if (!row) throw new NotFound()
  return evidenceFrom(row)
}

/** The evidence on each of these pages, by page id. */
export async function listPageEvidence(
  db: Reader,
  pageIds: readonly string[],
): Promise<ReadonlyMap<string, PageEvidence>> {
  if (pageIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('page_evidence')
    .select(evidenceColumns)
    .where('page_id', 'in', [...new Set(pageIds)])
    .execute()
  return new Map(rows.map(row => [row.page_id, evidenceFrom(row)]))
}

/** Writes the evidence on a page. @param seq the page's number: see `AuthoredPage`. */
export async function savePageEvidence(tx: Tx, seq: number, evidence: PageEvidence): Promise<void> {
  const row = {
    state: evidence.state,
    organisations: evidence.organisations,
    people: evidence.people,
    resolved_count: evidence.resolvedCount,
    organisations_by_state: JSON.stringify(evidence.organisationsByState),
    proof_score: evidence.proofScore,
    newest_on: evidence.newestOn,
    proven_since: evidence.provenSince,
    ledger_changes: evidence.ledgerChanges,
  }
  await tx
    .insertInto('page_evidence')
    .values({ seq, page_id: evidence.pageId, ...row })
    .onConflict(conflict => conflict.column('page_id').doUpdateSet({ seq, ...row }))
    .execute()
}

/** A page with the organisation of its first author, whose own trials do not prove a solution. */
export interface AuthoredPage {
  readonly id: string
  /** The page's number, by which the search index and `page_evidence` know it. */
  readonly seq: number
  readonly kind: Kind
  /** The organisation of the author of the first revision. */
  readonly authorOrganisationId: string | null
}

/** @throws NotFound */
export async function getAuthoredPage(db: Reader, pageId: string): Promise<AuthoredPage> {
  const row = await db
    .selectFrom('page')
    .leftJoin('revision', join => join.onRef('revision.page_id', '=', 'page.id').on('revision.number', '=', 1))
    .select(['page.id', 'page.seq', 'page.kind', 'revision.organisation_id'])
    .where('page.id', '=', pageId)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return { id: row.id, seq: row.seq, kind: row.kind as Kind, authorOrganisationId: row.organisation_id }
}

/** The derived rows of a page, to compare them with what a rebuild makes. */
export async function evidenceRows(db: Reader, pageId: string): Promise<unknown> {
  const positions = await db
    .selectFrom('organisation_position')
    .selectAll()
    .where('page_id', '=', pageId)
    .orderBy('organisation_id')
    .execute()
  const summary = await db.selectFrom('page_evidence').selectAll().where('page_id', '=', pageId).executeTakeFirst()
  return { positions, summary }
}

/** The ids of the solutions that were proven most recently, newest first. Archived pages are left out. */
export async function listNewlyProven(db: Reader, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('proven_since', 'is not', null)
    .where('page.archived_at', 'is', null)
    .orderBy('proven_since', 'desc')
    .orderBy('page_id')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}

/** The ids of barriers in the state `waiting`, those that most organisations faced first. Archived pages are left out. */
export async function listWaitingBarriers(db: Reader, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('state', '=', 'waiting')
    .where('page.archived_at', 'is', null)
    .orderBy('organisations', 'desc')
    .orderBy('page_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}

/**
 * The ids of the barriers that organisations faced, those that most organisations faced first. Archived pages are left
 * out.
 * @param theme a theme's slug; undefined for all themes.
 * @param after the number of organisations and the page id of the last barrier before.
 */
export async function listFacedBarriers(
  db: Reader,
  theme: string | undefined,
  after: readonly [number, string] | undefined,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page_evidence')
    .innerJoin('page', 'page.id', 'page_id')
    .select('page_id')
    .where('organisations', '>', 0)
    .where('page.kind', '=', 'barrier')
    .where('page.archived_at', 'is', null)
    .$if(theme !== undefined, query => query.where('page.theme', '=', theme ?? ''))
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(organisations, page_id) < (${after?.[0]}, ${after?.[1]})`),
    )
    .orderBy('organisations', 'desc')
    .orderBy('page_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => row.page_id)
}
