import { addSeconds, type Clock } from '../platform/clock.js'
import type { Reader } from '../platform/database/index.js'
import type { Config, Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { newSecret, sha256 } from '../platform/ids.js'
import { findMember } from './members-store.js'
import { addOneTimeLink, countOneTimeLinks, deleteOneTimeLinks, findOneTimeLink } from './one-time-links-store.js'
import { INVITATION_DAYS } from './one-time-links.js'
import { canManageMembers, type Member } from './rules.js'

/** How many invitations can wait to be used at a time. */
export const MAX_INVITATIONS = 100

const PURPOSE = 'invitation'

/**
 * Creates a link with which one person can create an account, and returns its secret, the last part of its address. It works
 * once, while `actor` is an admin.
 * @throws Refused when too many wait to be used.
 */
export async function createInvitation({ db, clock }: Pick<Deps, 'db' | 'clock'>, actor: Member): Promise<string> {
  const secret = newSecret()
  const now = clock.now()
  const expiresAt = addSeconds(now, INVITATION_DAYS * 86_400)
  await db.transaction(async tx => {
    if ((await countOneTimeLinks(tx, PURPOSE, now)) >= MAX_INVITATIONS)
      throw new Refused(`There are already ${MAX_INVITATIONS} invitations that nobody has used. Cancel them first.`)
    await addOneTimeLink(tx, { tokenHash: sha256(secret), purpose: PURPOSE, memberId: actor.id, expiresAt })
  })
  return secret
}

/** Counts the invitations that can still be used. */
export const countInvitations = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> =>
  countOneTimeLinks(db, PURPOSE, clock.now())

/** Cancels all invitations that nobody has used. */
export const cancelInvitations = ({ db }: Pick<Deps, 'db'>): Promise<unknown> =>
  db.transaction(tx => deleteOneTimeLinks(tx, PURPOSE))

/** Tells whether `secret` is that of an invitation that can be used now. */
export async function isInvitation(
  { clock, config }: { readonly clock: Clock; readonly config: Pick<Config, 'registration'> },
  reader: Reader,
  secret: string,
): Promise<boolean> {
  if (config.registration === 'closed') return false
  const link = await findOneTimeLink(reader, sha256(secret), clock.now())
  if (link?.purpose !== PURPOSE || link.memberId === null) return false
  const inviter = await findMember(reader, link.memberId)
  return canManageMembers(inviter) && inviter.blockedAt === undefined
}
