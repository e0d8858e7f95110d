import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { newId } from '../platform/ids.js'
import type { ReasonCode, Verdict } from './rules.js'

/** What a moderator decided about a suggestion. */
export interface Decision {
  readonly suggestionId: string
  readonly moderatorId: string
  readonly moderatorLabel: string
  readonly verdict: Verdict
  readonly reason: ReasonCode | undefined
  /** For the author and the moderators only. */
  readonly message: string
  /** The hash of the proposal that was on the moderator's screen. */
  readonly seenHash: string
  readonly at: Instant
}

export const insertDecision = (tx: Tx, decision: Decision): Promise<unknown> =>
  tx
    .insertInto('decision')
    .values({
      id: newId(),
      suggestion_id: decision.suggestionId,
      moderator_id: decision.moderatorId,
      moderator_label: decision.moderatorLabel,
      verdict: decision.verdict,
      reason_code: decision.reason ?? null,
      message: decision.message,
      seen_hash: decision.seenHash,
      at: decision.at,
    })
    .execute()

/** The decisions about a suggestion, oldest first. */
export const listDecisions = (db: Reader, suggestionId: string): Promise<readonly Decision[]> =>
  listDecisionsOfAll(db, [suggestionId])

/** The newest decision about a suggestion. */
export async function findLastDecision(db: Reader, suggestionId: string): Promise<Decision | undefined> {
  const decisions = await listDecisions(db, suggestionId)
  return decisions.at(-1)
}

/** The decisions about any of these suggestions, oldest first. */
export async function listDecisionsOfAll(db: Reader, suggestionIds: readonly string[]): Promise<readonly Decision[]> {
  if (suggestionIds.length === 0) return []
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .where('suggestion_id', 'in', suggestionIds)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    suggestionId: row.suggestion_id,
    moderatorId: row.moderator_id,
    moderatorLabel: row.moderator_label,
    verdict: row.verdict as Verdict,
    reason: (row.reason_code ?? undefined) as ReasonCode | undefined,
    message: row.message,
    seenHash: row.seen_hash,
    at: row.at,
  }))
}

/** When a decision was made, and when the author had last sent the version it is about. */
export interface DecisionTiming {
  readonly suggestionId: string
  readonly sentAt: Instant
  readonly at: Instant
}

/** The timing of the newest decisions, newest first. It tells nothing about what was decided. */
export async function listDecisionTimings(db: Reader, limit: number): Promise<readonly DecisionTiming[]> {
  const newest = db.selectFrom('decision').select(['id', 'suggestion_id', 'at']).orderBy('id', 'desc').limit(limit)
  const rows = await db
    .selectFrom(newest.as('newest'))
    .innerJoin('suggestion_version', 'suggestion_version.suggestion_id', 'newest.suggestion_id')
    .select(['newest.suggestion_id', 'newest.at', ({ fn }) => fn.max('suggestion_version.created_at').as('sent_at')])
    .where('suggestion_version.resolver_label', 'is', null)
    .whereRef('suggestion_version.created_at', '<=', 'newest.at')
    .groupBy(['newest.id', 'newest.suggestion_id', 'newest.at'])
    .orderBy('newest.id', 'desc')
    .execute()
  return rows.map(row => ({ suggestionId: row.suggestion_id, sentAt: row.sent_at, at: row.at }))
}
