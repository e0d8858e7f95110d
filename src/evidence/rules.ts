import { isModerator, type Actor, type Member } from '../accounts/index.js'
import type { PageHead } from '../pages/index.js'
import type { Statement } from './statement.js'

/** What can be done with a statement. */
export type StatementOperation = 'change' | 'withdraw' | 'remove'

const none: ReadonlySet<StatementOperation> = new Set()

/**
 * What `actor` may do now with a statement on `page`: change or withdraw their own, or remove somebody else's. Nothing
 * can be done with a statement that has ended.
 */
export function actionsOnStatement(
  statement: Pick<Statement, 'memberId' | 'ended'>,
  page: Pick<PageHead, 'archivedAt'>,
  actor: Actor,
): ReadonlySet<StatementOperation> {
  if (!actor || statement.ended) return none
  if (statement.memberId === actor.id) return actionsOnOwnStatement(page)
  return canRemoveStatements(actor) ? new Set(['remove']) : none
}

/** What the author of a statement on `page` that has not ended may do with it. An archived page takes no changes. */
export const actionsOnOwnStatement = (page: Pick<PageHead, 'archivedAt'>): ReadonlySet<StatementOperation> =>
  new Set(page.archivedAt === null ? (['change', 'withdraw'] as const) : (['withdraw'] as const))

/** Whether `actor` may remove statements of other members. */
export const canRemoveStatements = (actor: Actor): boolean => isModerator(actor)

/** A member whose organisation is listed. */
export type OrganisationMember = Member & { readonly organisation: NonNullable<Member['organisation']> }

/** Whether `actor` can make statements: only members of a listed organisation can. */
export const canMakeStatements = (actor: Actor): actor is OrganisationMember => actor?.organisation !== undefined

/** Whether `actor` could make statements if their organisation were listed. */
export const lacksListing = (actor: Actor): boolean => actor !== undefined && !canMakeStatements(actor)

/** Why a moderator removed a statement: codes, as the moderation log keeps them, each with its text. */
export const removalReasons = {
  'names-a-person': 'It identifies a person',
  'not-evidence': 'It is not about this barrier or solution',
  'not-true': 'It is not true, as far as we can tell',
  'asked-to': 'The organisation asked us to',
  conduct: 'It is abusive or unlawful',
} as const

export type RemovalReason = keyof typeof removalReasons
