import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterAbstract } from 'rate-limiter-flexible'
import type { Deps } from '../platform/deps.js'
import type { Db } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { normaliseEmail, type Member } from './rules.js'
import { findPassphraseHash, getMember, updateMember } from './members-store.js'
import { organisationIdForEmail } from './organisations-store.js'

/** Maximum number of failed sign-ins for an account, or from a network address, within `FAILED_SIGN_INS_SECONDS`. */
const MAX_FAILURES = 10
/** How long failed sign-ins count, in seconds. */
export const FAILED_SIGN_INS_SECONDS = 300

/** Limits failed sign-ins by account and by network address. */
export type SignInLimiter = RateLimiterAbstract

/** Creates a limiter that counts in memory on SQLite, which has one process, and in the database on PostgreSQL. */
export function createSignInLimiter(db: Db): SignInLimiter {
  const options = { points: MAX_FAILURES, duration: FAILED_SIGN_INS_SECONDS, keyPrefix: 'sign-in' }
  if (db.pool === undefined) return new RateLimiterMemory(options)
  return new RateLimiterPostgres({
    ...options,
    storeClient: db.pool,
    tableName: 'failed_attempt',
    tableCreated: true,
    clearExpiredByTimeout: true,
  })
}

/** The dependencies of `signIn`. */
export type SignInDeps = Pick<Deps, 'db' | 'passphrases'> & { readonly limiter: SignInLimiter }

/** What a person enters to sign in. */
export interface Credentials {
  readonly email: string
  readonly passphrase: string
}

/**
 * Returns the member with these credentials, or undefined. Neither the answer nor its timing reveals whether the account
 * exists.
 * @throws Refused (429) after too many failures for the account or from `ipAddress`.
 */
export async function signIn(
  { db, passphrases, limiter }: SignInDeps,
  credentials: Credentials,
  ipAddress: string,
): Promise<Member | undefined> {
  const email = normaliseEmail(credentials.email)
  const addressKey = sha256(`address ${ipAddress}`)
  const accountKey = sha256(`account ${email}`)
  // Count before comparing, so that simultaneous attempts count too, and undo it on success.
  // Count the network address first: once blocked, it must not be able to block accounts.
  await countAttempt(limiter, addressKey)
  await countAttempt(limiter, accountKey)
  const account = await findPassphraseHash(db, email)
  const matches = await passphrases.verify(account?.hash, credentials.passphrase)
  if (!account || !matches) return undefined
  await limiter.delete(accountKey)
  await limiter.reward(addressKey)
  const member = await getMember(db, account.id)
  return member.organisation ? member : joinOrganisation(db, member)
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

async function countAttempt(limiter: SignInLimiter, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (rejected) {
    // The library rejects with its own result when the limit is reached, and with an Error when counting failed.
    if (rejected instanceof Error) throw rejected
    throw tooManyFailures((rejected as { msBeforeNext: number }).msBeforeNext)
  }
}

function tooManyFailures(waitMilliseconds: number): Refused {
  const seconds = Math.ceil(waitMilliseconds / 1000)
  const minutes = Math.ceil(seconds / 60)
  return new Refused(
    `There were too many failed attempts. Wait ${minutes} ${minutes > 1 ? 'minutes' : 'minute'}, then try again.`,
    429,
    seconds,
  )
}
