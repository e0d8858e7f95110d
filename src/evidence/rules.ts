import type { Actor, Member } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
/** What somebody may do with a statement now. */
export type StatementOperation = 'change' | 'withdraw' | 'remove'

const none: ReadonlySet<StatementOperation> = new Set()

/** Its author may change it or take it back; a moderator may remove somebody else's. A statement that has ended stays so. */
export function actionsOnStatement(
  statement: { readonly memberId: string; readonly endedAt: Instant | null },
  actor: Actor,
): ReadonlySet<StatementOperation> {
  if (!actor || statement.endedAt !== null) return none
  if (statement.memberId === actor.id) return new Set(['change', 'withdraw'])
  return actor.role === 'member' ? none : new Set(['remove'])
}

export type OrganisationMember = Member & { readonly organisation: NonNullable<Member['organisation']> }

/** Whether this member can speak for an organisation. */
export const canMakeStatements = (actor: Actor): actor is OrganisationMember => actor?.organisation !== undefined
/** Why a moderator removed a statement. */
export const removalReasons = {
  'names-a-person': 'It names or describes a person',
  'not-evidence': 'It is not about this barrier or solution',
  'not-true': 'It is not true, as far as we can tell',
  'asked-to': 'The organisation asked us to',
  conduct: 'It breaks our rules for what may be said here',
} as const
export type RemovalReason = keyof typeof removalReasons
