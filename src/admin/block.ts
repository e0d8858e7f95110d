import type { Deps } from '../platform/deps.js'
import { Forbidden, Refused } from '../platform/errors.js'
import {
  byName,
  canManageMembers,
  countAdmins,
  deleteSessions,
  findMember,
  getMember,
  updateMember,
  type BlockReason,
  type Member,
} from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import type { Tx } from '../platform/database/index.js'
import { whyNotBlock } from './rules.js'

type BlockDeps = Pick<Deps, 'db' | 'clock'>

/** Why a member is blocked, and the suggestion that was the reason, if there was one. */
export interface Block {
  readonly reason: BlockReason
  readonly note: string
  readonly suggestionId?: string
}

/**
 * Blocks a member: ends their sessions, and lets them sign in no more. What they have sent stays with the moderators. Blocking a
 * member who is blocked does nothing. Returns whether anything changed.
 * @throws NotFound when the member does not exist.
 * @throws Refused when `actor` may not block them.
 */
export async function blockMember(
  { db, clock }: BlockDeps,
  actor: Member,
  memberId: string,
  { reason, note, suggestionId }: Block,
): Promise<{ readonly member: Member; readonly hasChanged: boolean }> {
  return db.transaction(async tx => {
    const member = await getMember(tx, memberId)
    const refusal = whyNotBlock(await currentAdmin(tx, actor), member, await countAdmins(tx))
    if (refusal !== undefined) throw new Refused(refusal)
    if (member.blockedAt !== undefined) return { member, hasChanged: false }
    const now = clock.now()
    await updateMember(tx, memberId, { blocked_at: now })
    await deleteSessions(tx, memberId)
    await recordActivity(tx, {
      at: now,
      verb: 'member.blocked',
      actorId: actor.id,
      attribution: byName(actor.name),
      subjectId: memberId,
      reasonCode: reason,
      ...(note === '' ? {} : { detail: note }),
      ...(suggestionId === undefined ? {} : { suggestionId }),
    })
    return { member: { ...member, blockedAt: now }, hasChanged: true }
  })
}

/** Lets a blocked member sign in again. Returns whether anything changed. @throws NotFound when the member does not exist. */
export async function unblockMember(
  { db, clock }: BlockDeps,
  actor: Member,
  memberId: string,
): Promise<{ readonly member: Member; readonly hasChanged: boolean }> {
  return db.transaction(async tx => {
    const member = await getMember(tx, memberId)
    await currentAdmin(tx, actor)
    if (member.blockedAt === undefined) return { member, hasChanged: false }
    await updateMember(tx, memberId, { blocked_at: null })
    await recordActivity(tx, {
      at: clock.now(),
      verb: 'member.unblocked',
      actorId: actor.id,
      attribution: byName(actor.name),
      subjectId: memberId,
    })
    return { member, hasChanged: true }
  })
}

/**
 * Returns `actor` as they are now: two admins may block or demote each other at the same time.
 * @throws Forbidden when they are no longer an admin.
 */
export async function currentAdmin(tx: Tx, actor: Member): Promise<Member> {
  const current = await findMember(tx, actor.id)
  if (!current || !canManageMembers(current) || current.blockedAt !== undefined)
    throw new Forbidden('You are no longer an admin.')
  return current
}
