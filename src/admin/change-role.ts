import type { Deps } from '../platform/deps.js'
import { Conflict, Refused } from '../platform/errors.js'
import {
  byName,
  countAdmins,
  getMember,
  roleLabels,
  trustAfterRoleChange,
  updateMember,
  type Member,
  type Role,
} from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { currentAdmin } from './block.js'
import { whyNotChangeRole } from './rules.js'

/**
 * Changes a member's role, and with it their trust. Returns the member with that role, and whether they had another one
 * before. `actor` is the admin who does this, or undefined on the command line.
 * @param shownRole the role that the admin saw when they chose the new one
 * @throws Conflict when the member has another role than `shownRole` by now.
 * @throws NotFound when the member does not exist.
 * @throws Refused when no admin would be left.
 */
export async function changeRole(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member | undefined,
  memberId: string,
  role: Role,
  shownRole?: string,
): Promise<{ readonly member: Member; readonly hasChanged: boolean }> {
  return deps.db.transaction(async tx => {
    if (actor) await currentAdmin(tx, actor)
    const member = await getMember(tx, memberId)
    if (member.role === role) return { member, hasChanged: false }
    if (shownRole !== undefined && shownRole !== member.role) throw roleConflict(member)
    const reason = whyNotChangeRole(member, await countAdmins(tx))
    if (reason !== undefined) throw new Refused(reason)
    const trust = trustAfterRoleChange(member, role)
    await updateMember(tx, memberId, { role, trust })
    await recordActivity(tx, {
      at: deps.clock.now(),
      verb: 'member.role',
      actorId: actor?.id ?? null,
      attribution: byName(actor?.name ?? 'The operator'),
      subjectId: memberId,
      detail: `${member.role} → ${role}`,
    })
    return { member: { ...member, role, trust }, hasChanged: true }
  })
}

const roleConflict = ({ name, role }: Member): Conflict =>
  new Conflict(
    `Somebody changed the role of ${name} to ${roleLabels[role].toLowerCase()} after you opened the page. ` +
      'We have not changed it again.',
    { text: 'See the members and their roles', href: '/admin/members' },
  )
