import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { byName, countAdmins, getMember, updateMember, type Member, type Role } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { whyNotChangeRole } from './rules.js'

/**
 * Changes a member's role, and returns whether they had another one before. `actor` is the admin who does this, or
 * undefined on the command line.
 * @throws NotFound when the member does not exist.
 * @throws Refused when no admin would be left.
 */
export async function changeRole(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member | undefined,
  memberId: string,
  role: Role,
): Promise<{ readonly member: Member; readonly hasChanged: boolean }> {
  return deps.db.transaction(async tx => {
    const member = await getMember(tx, memberId)
    if (member.role === role) return { member, hasChanged: false }
    const reason = whyNotChangeRole(member, await countAdmins(tx))
    if (reason !== undefined) throw new Refused(reason)
    await updateMember(tx, memberId, { role })
    await recordActivity(tx, {
      at: deps.clock.now(),
      verb: 'member.role',
      actorId: actor?.id ?? null,
      attribution: byName(actor?.name ?? 'The operator'),
    })
    return { member: { ...member, role }, hasChanged: true }
  })
}
