import { canManageMembers, type Actor, type Member } from '../accounts/index.js'

type Account = Pick<Member, 'role' | 'blockedAt'>

/** Says why `member` must keep their role, where `admins` is the number of all admins. Undefined if it can change. */
export const whyNotChangeRole = (member: Account, admins: number): string | undefined =>
  isLastAdmin(member, admins) ? 'This is the only admin. Make someone else an admin first.' : undefined

/**
 * Says why `actor` may not block `member`, where `admins` is the number of all admins. Undefined if they may. Only admins
 * block: it ends someone's work here, and whoever blocks the author of a text learns whose account wrote it.
 */
export function whyNotBlock(actor: Actor, member: Account & Pick<Member, 'id'>, admins: number): string | undefined {
  if (!canManageMembers(actor)) return 'Only admins can block members.'
  if (actor.id === member.id) return 'You cannot block yourself.'
  return isLastAdmin(member, admins) ? 'This is the only admin. Make someone else an admin first.' : undefined
}

const isLastAdmin = ({ role, blockedAt }: Account, admins: number): boolean =>
  role === 'admin' && blockedAt === undefined && admins === 1
