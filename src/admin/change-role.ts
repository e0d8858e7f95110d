import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { countAdmins, getMember, updateMember, type Member, type Role } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'

/**
 * Makes someone a member, a moderator or an admin. `by` is who does it; undefined on the command line.
 * @throws NotFound for no such member; Refused when it would leave no admin.
 */
export const changeRole = (
  deps: Pick<Deps, 'db' | 'clock'>,
  by: Member | undefined,
  memberId: string,
  role: Role,
): Promise<Member> =>
  deps.db.transaction(async tx => {
    const member = await getMember(tx, memberId)
    if (member.role === role) return member
    if (member.role === 'admin' && (await countAdmins(tx)) === 1)
      throw new Refused('This is the only admin. Make someone else an admin first.')
    await updateMember(tx, memberId, { role })
    await recordActivity(tx, {
      at: deps.clock.now(),
      verb: 'member.role',
      actorId: by?.id ?? null,
      actorLabel: by?.name ?? 'The operator',
    })
    return { ...member, role }
  })
