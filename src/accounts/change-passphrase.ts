import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { personalDetailsProblem } from '../platform/passphrases.js'
import { deleteSessions, getMember, updateMember } from './members-store.js'
import { deleteOneTimeLink, findOneTimeLink } from './one-time-links-store.js'
import { spentLink } from './one-time-links.js'
import type { Member } from './rules.js'

/** Changes the passphrase of `actor`, and signs them out everywhere except in the session with `keepSessionId`. */
export async function changePassphrase(
  { db, passphrases }: Pick<Deps, 'db' | 'passphrases'>,
  actor: Member,
  { passphrase, keepSessionId }: { readonly passphrase: string; readonly keepSessionId: string },
): Promise<void> {
  const passphraseHash = await passphrases.hash(passphrase)
  await db.transaction(async tx => {
    await updateMember(tx, actor.id, { passphrase_hash: passphraseHash })
    await deleteSessions(tx, actor.id, keepSessionId)
  })
}

/**
 * Sets a new passphrase by a one-time link from the operator, and signs the member out everywhere. Returns their id.
 * @throws Refused (410) when the link was used or has expired.
 * @throws Refused when the passphrase is little more than the member's own details.
 */
export async function resetPassphrase(
  { db, clock, passphrases, config }: Pick<Deps, 'db' | 'clock' | 'passphrases' | 'config'>,
  secret: string,
  passphrase: string,
): Promise<string> {
  const memberIdOfLink = async (reader: Reader): Promise<string> => {
    const link = await findOneTimeLink(reader, sha256(secret), clock.now())
    if (link?.purpose !== 'passphrase' || link.memberId === null) throw spentLink('passphrase', config)
    return link.memberId
  }
  // Look before hashing, which is slow, and again when it is certain that nobody else uses the link in between.
  const member = await getMember(db, await memberIdOfLink(db))
  const problem = personalDetailsProblem(passphrase, [member.name, member.email])
  if (problem !== undefined) throw new Refused(`${problem}.`)
  const passphraseHash = await passphrases.hash(passphrase)
  return db.transaction(async tx => {
    const memberId = await memberIdOfLink(tx)
    await deleteOneTimeLink(tx, sha256(secret))
    await updateMember(tx, memberId, { passphrase_hash: passphraseHash })
    await deleteSessions(tx, memberId)
    return memberId
  })
}
