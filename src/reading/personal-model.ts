import type { Actor, Member } from '../accounts/index.js'
import {
  canRemoveStatements,
  listOwnStatementModels,
  statementAction,
  type EvidenceDeps,
  type OwnStatement,
  type StatementAction,
} from '../evidence/index.js'
import { actionsOffered, statementObstacle, type PageAction, type PageHead } from '../pages/index.js'
import type { Link } from '../platform/http/index.js'
import { canSee, listPendingOn } from '../review/index.js'

/** What a page shows to one reader. */
export interface PersonalModel {
  readonly offered: ReadonlySet<PageAction>
  /** Undefined if the reader cannot report on the page. */
  readonly statementAction: StatementAction | undefined
  /** Whether the reader could report on the page if their organisation were listed. */
  readonly lacksListing: boolean
  /** The reader's newest statement on the page. */
  readonly ownStatement: OwnStatement | undefined
  /** Pending suggestions for the page that the reader may see. */
  readonly suggestions: readonly Link[]
  readonly mayRemoveStatements: boolean
}

/** What a member's model is made from. */
export interface MemberRecords {
  readonly ownStatements: readonly OwnStatement[]
  readonly pending: Awaited<ReturnType<typeof listPendingOn>>
}

const noRecords: MemberRecords = { ownStatements: [], pending: [] }

/** Loads what only this member sees on a page. */
export const loadMemberRecords = async (
  deps: EvidenceDeps,
  member: Pick<Member, 'id'>,
  page: PageHead,
): Promise<MemberRecords> => ({
  ownStatements: await listOwnStatementModels(deps, member, page),
  pending: await listPendingOn(deps.db, page.id),
})

/** @param records the member's; left out for a visitor. */
export function personalModel(page: PageHead, actor: Actor, records: MemberRecords = noRecords): PersonalModel {
  const [ownStatement] = records.ownStatements
  const visible = records.pending.filter(suggestion => canSee(suggestion, actor))
  return {
    offered: actionsOffered(page, actor),
    statementAction: statementAction(actor, page, ownStatement !== undefined),
    lacksListing: statementObstacle(page, actor) === 'unlisted',
    ownStatement,
    suggestions: visible.map(({ id, authorId }, index) => ({
      text: suggestionText(index, visible.length, authorId === actor?.id),
      href: `/suggestions/${id}`,
    })),
    mayRemoveStatements: canRemoveStatements(actor),
  }
}

function suggestionText(index: number, count: number, isOwn: boolean): string {
  if (count > 1) return `suggestion ${index + 1}${isOwn ? ' (yours)' : ''}`
  return isOwn ? 'your suggestion' : 'one suggestion'
}
