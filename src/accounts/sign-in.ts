import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterAbstract } from 'rate-limiter-flexible'
import type { Deps } from '../platform/deps.js'
import type { Db } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { verifyPassphrase } from './passphrase.js'
import { normaliseEmail, type Member } from './rules.js'
import { findPassphraseHash, getMember, organisationIdForEmail, updateMember } from './store.js'

/** Failed sign-ins within the window, for an account or for an address, after which one has to wait. */
const ATTEMPTS = 10
const WINDOW_SECONDS = 300

const limiters = new WeakMap<Db, RateLimiterAbstract>()

/** Counted in memory for the one process that SQLite serves; in the database where several share PostgreSQL. */
function limiterFor(db: Db): RateLimiterAbstract {
  const known = limiters.get(db)
  if (known) return known
  const options = { points: ATTEMPTS, duration: WINDOW_SECONDS, keyPrefix: 'sign-in' }
  const made =
    db.pool === undefined
      ? new RateLimiterMemory(options)
      : new RateLimiterPostgres({
          ...options,
          storeClient: db.pool,
          tableName: 'failed_attempt',
          tableCreated: true,
          clearExpiredByTimeout: true,
        })
  limiters.set(db, made)
  return made
}

export interface Credentials {
  readonly email: string
  readonly passphrase: string
}

/**
 * The member with these credentials, or undefined. The answer and its time are the same whether the account exists.
 * @throws Refused (429) after too many failures for the account or from `address`.
 */
export async function signIn(
  deps: Pick<Deps, 'db'>,
  { email: typed, passphrase }: Credentials,
  address: string,
): Promise<Member | undefined> {
  const email = normaliseEmail(typed)
  const limiter = limiterFor(deps.db)
  // The address first: one that is blocked must not go on blocking accounts.
  const keys = [sha256(`address ${address}`), sha256(`account ${email}`)]
  // Counted before the comparison, so that attempts sent all at once are counted too; given back on success.
  for (const key of keys) await consume(limiter, key)
  const known = await findPassphraseHash(deps.db, email)
  if (!(await verifyPassphrase(known?.hash, passphrase)) || !known) return undefined
  await limiter.delete(keys[1]!)
  await limiter.reward(keys[0]!)
  const member = await getMember(deps.db, known.id)
  return member.organisation ? member : joinOrganisation(deps, member)
}

/** The organisation may have been listed since the member registered. */
async function joinOrganisation({ db }: Pick<Deps, 'db'>, member: Member): Promise<Member> {
  const organisationId = await organisationIdForEmail(db, member.email)
  if (organisationId === null) return member
  return db.transaction(async tx => {
    await updateMember(tx, member.id, { organisation_id: organisationId })
    return getMember(tx, member.id)
  })
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (rejected) {
    if (rejected instanceof Error) throw rejected
    const seconds = Math.ceil((rejected as { msBeforeNext: number }).msBeforeNext / 1000)
    throw new Refused(
      `There were too many failed attempts. Wait ${Math.ceil(seconds / 60)} ${seconds > 60 ? 'minutes' : 'minute'}, then try again.`,
      429,
      seconds,
    )
  }
}
