import type { Instant } from '../platform/clock.js'
import type { CountableStatement } from './positions.js'
import type { StatementKind } from './states.js'

/** What a solution needed, as far as it was reported. */
export interface Effort {
  /** A role or a team. Empty if not reported. */
  readonly approvedBy: string
  readonly weeks: number | null
  /** Whole pounds. */
  readonly cost: number | null
}

/** A statement that is about to be recorded. */
export interface NewStatement extends Omit<CountableStatement, 'id'>, Effort {
  readonly kind: StatementKind
  readonly pageId: string
  readonly organisationId: string
  /** The number of the solution's revision that was tried; null in a report. */
  readonly revisionNumber: number | null
  readonly note: string
}

/** A recorded statement, with the names of its author and organisation. */
export interface Statement extends NewStatement {
  readonly id: string
  readonly ended: EndOfStatement | null
  readonly memberName: string
  readonly organisationName: string
  readonly organisationKind: string
  readonly organisationSlug: string
}

/** How a statement ended: its author withdrew it or corrected it, or a moderator removed it. */
export type StatementEnding = 'withdrawn' | 'replaced' | 'removed'

/** When and how a statement ended. */
export interface EndOfStatement {
  readonly at: Instant
  readonly how: StatementEnding
}

/** A statement that has ended. */
export type EndedStatement = Statement & { readonly ended: EndOfStatement }

/** Whether a statement has ended. */
export const hasEnded = (statement: Statement): statement is EndedStatement => statement.ended !== null
