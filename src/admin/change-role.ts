import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { countAdmins, getMember, updateMember, type Member, type Role } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'

/**
 * Changes a member's role, and returns the member. `actor` is the admin who does this, or undefined on the command line.
 * @throws NotFound when the member does not exist.
 * @throws Refused when no admin would be left.
 */
export async function changeRole(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member | undefined,
  memberId: string,
  role: Role,
): Promise<Member> {
  return deps.db.transaction(async tx => {
    const member = await getMember(tx, memberId)
    if (member.role === role) return member
    if (member.role === 'admin' && (await countAdmins(tx)) === 1)
      throw new Refused('This is the only admin. Make someone else an admin first.')
    await updateMember(tx, memberId, { role })
    await recordActivity(tx, {
      at: deps.clock.now(),
      verb: 'member.role',
      actorId: actor?.id ?? null,
      actorLabel: actor?.name ?? 'The operator',
    })
    return { ...member, role }
  })
}
