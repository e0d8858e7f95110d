import type { Config, Deps } from '../platform/deps.js'
import { addSeconds } from '../platform/clock.js'
import { Refused } from '../platform/errors.js'
import { newSecret, sha256 } from '../platform/ids.js'
import { findOneTimeLink, replaceOneTimeLink } from './one-time-links-store.js'

/** How many days an invitation can be used. */
export const INVITATION_DAYS = 7

/** How long any other one-time link works: a day. */
const LINK_SECONDS = 86_400

/** What a link lets a person do: create the first admin account, or choose a new passphrase. */
export type LinkPurpose = 'first-admin' | 'passphrase'

/**
 * Creates a one-time link and returns its secret, the last part of its address. It works once, within 24 hours. An older
 * link for the same purpose and member stops working.
 */
export async function createOneTimeLink(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  purpose: LinkPurpose,
  memberId: string | null,
): Promise<string> {
  const secret = newSecret()
  const expiresAt = addSeconds(clock.now(), LINK_SECONDS)
  await db.transaction(tx => replaceOneTimeLink(tx, { tokenHash: sha256(secret), purpose, memberId, expiresAt }))
  return secret
}

/** Finds a link by its secret. Undefined when it does not exist, was used or has expired. */
export const findOneTimeLinkBySecret = (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  secret: string,
): ReturnType<typeof findOneTimeLink> => findOneTimeLink(db, sha256(secret), clock.now())

/** Creates the answer (410) to a link that does not exist, was used or has expired. It does not reveal which. */
export const spentLink = (
  purpose: LinkPurpose | 'invitation',
  { operatorEmail }: Pick<Config, 'operatorEmail'>,
): Refused => new Refused(waysToNewLink(operatorEmail)[purpose], 410)

const waysToNewLink = (operatorEmail: string): Readonly<Record<LinkPurpose | 'invitation', string>> => ({
  'first-admin': 'It works once, within 24 hours. Restart the service to get a new one.',
  passphrase: `It works once, within 24 hours. Email ${operatorEmail} for a new one.`,
  invitation: `It works once, within ${INVITATION_DAYS} days. Ask the admin who sent it for a new one.`,
})
