import type { Config, Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import type { Db } from '../platform/database/index.js'
import { normaliseEmail } from './email-address.js'
import type { Member } from './rules.js'
import { findPassphraseHash, getMember, updateMember } from './members-store.js'
import { organisationIdForEmail } from './organisations-store.js'
import { countAttempt, countConfirmation, type AttemptOrigin, type SignInLimits } from './sign-in-limits.js'

/** The dependencies of `signIn`. */
export type SignInDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'passphrases' | 'signer'> & {
  readonly limits: SignInLimits
}

/** What a person enters to sign in. */
export interface Credentials {
  readonly email: string
  readonly passphrase: string
}

/**
 * Returns the member with these credentials, or undefined. Neither the answer nor its timing reveals whether the account
 * exists.
 * @throws Refused (429) after too many failures.
 * @throws Refused (403) when the passphrase is right and the member is blocked.
 */
export async function signIn(
  { db, clock, config, passphrases, signer, limits }: SignInDeps,
  credentials: Credentials,
  origin: AttemptOrigin,
): Promise<Member | undefined> {
  const email = normaliseEmail(credentials.email)
  const account = await findPassphraseHash(db, email)
  const now = Date.parse(clock.now())
  const attempt = await countAttempt(limits, signer, { email, memberId: account?.id, origin, now })
  const matches = await passphrases.verify(account?.hash, credentials.passphrase)
  if (!account || !matches) return undefined
  await attempt.succeed()
  const member = await getMember(db, account.id)
  if (member.blockedAt !== undefined) throw blocked(config)
  return member.organisation ? member : joinOrganisation(db, member)
}

/** Only someone who knows the passphrase learns that an account is blocked. */
const blocked = ({ operatorEmail }: Pick<Config, 'operatorEmail'>): Refused =>
  new Refused(`Your account is blocked. Email ${operatorEmail} if you think that this is a mistake.`, 403)

/**
 * Tells whether `passphrase` is that of `actor`, who is signed in.
 * @throws Refused (429) after too many failures.
 */
export async function isOwnPassphrase(
  { db, passphrases, limits }: Pick<SignInDeps, 'db' | 'passphrases' | 'limits'>,
  actor: Member,
  passphrase: string,
): Promise<boolean> {
  const attempt = await countConfirmation(limits, actor.id)
  const account = await findPassphraseHash(db, actor.email)
  const matches = await passphrases.verify(account?.hash, passphrase)
  if (matches) await attempt.succeed()
  return matches
}

/** Adds a member to the organisation with their email domain, in case it was listed after they registered. */
async function joinOrganisation(db: Db, member: Member): Promise<Member> {
  const organisationId = await organisationIdForEmail(db, member.email)
  if (organisationId === null) return member
  return db.transaction(async tx => {
    await updateMember(tx, member.id, { organisation_id: organisationId })
    return getMember(tx, member.id)
  })
}
