import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { networkOf, waitInWords, type Limit, type RateLimiter } from '../platform/rate-limits.js'
import { findKnownDevice } from './known-device.js'
import type { Signer } from '../platform/signing.js'

/**
 * How many sign-ins may fail. An attacker on one network cannot reach the limit of an account over all networks: 10 in 15
 * minutes are 960 a day. Against passphrases that nobody can guess in 10,000,000,000 attempts, 1,000 a day are no help.
 */
const limits = {
  /** Of one account, from one network. */
  accountOnNetwork: { events: 10, seconds: 900 },
  /** From one network, with any accounts: far more, since an office or a mobile provider may share an address. */
  network: { events: 200, seconds: 900 },
  /** Of one account, from all networks together. */
  account: { events: 1000, seconds: 86_400 },
  /** Of one account, on a device where its owner has signed in before. */
  knownDevice: { events: 10, seconds: 900 },
  /** Of someone who is signed in and confirms with their passphrase that it is them. */
  confirmation: { events: 10, seconds: 900 },
} as const satisfies Readonly<Record<string, Limit>>

/** Counts failed sign-ins. */
export type SignInLimits = Readonly<Record<keyof typeof limits, RateLimiter>>

/** Creates the counters. */
export function createSignInLimits({ rateLimiters }: Pick<Deps, 'rateLimiters'>): SignInLimits {
  const create = (name: keyof typeof limits) => rateLimiters(`sign-in-${name}`, limits[name])
  return {
    accountOnNetwork: create('accountOnNetwork'),
    network: create('network'),
    account: create('account'),
    knownDevice: create('knownDevice'),
    confirmation: create('confirmation'),
  }
}

/** Where an attempt to sign in comes from. */
export interface AttemptOrigin {
  readonly ipAddress: string | undefined
  /** The passes of the device: see `createDevicePass`. */
  readonly passes: readonly string[]
}

/** The attempt to sign in to an account, which may not exist. */
interface Attempt {
  /** The normalised email address. */
  readonly email: string
  readonly memberId: string | undefined
  readonly origin: AttemptOrigin
  /** The time in milliseconds. */
  readonly now: number
}

/** A counted attempt. */
export interface CountedAttempt {
  /** Takes the attempt back, after the passphrase was right. */
  succeed(): Promise<void>
}

/**
 * Counts an attempt before its passphrase is compared, so that simultaneous attempts count too.
 * @throws Refused (429) after too many failures.
 */
export async function countAttempt(limits: SignInLimits, signer: Signer, attempt: Attempt): Promise<CountedAttempt> {
  const { email, memberId, origin, now } = attempt
  // Look for a pass also when there is no account, so that the time it takes does not tell.
  const device = findKnownDevice(signer, origin.passes, memberId ?? 'nobody', now)
  if (device !== undefined) return countOn(limits.knownDevice, `device ${device}`)
  const network = networkOf(origin.ipAddress)
  const networkKey = `network ${network}`
  const pairKey = `account ${email} on ${network}`
  const accountKey = `account ${email}`
  // From the widest origin to the account: a network that is refused can no longer use up the limits of accounts.
  await count(limits.network, networkKey)
  await count(limits.accountOnNetwork, pairKey)
  await count(limits.account, accountKey)
  return {
    async succeed() {
      await limits.accountOnNetwork.forget(pairKey)
      await limits.network.takeBack(networkKey)
      await limits.account.takeBack(accountKey)
    },
  }
}

/**
 * Counts an attempt of someone who is signed in to confirm their passphrase. Nobody else can use this limit up.
 * @throws Refused (429) after too many failures.
 */
export const countConfirmation = ({ confirmation }: SignInLimits, memberId: string): Promise<CountedAttempt> =>
  countOn(confirmation, `member ${memberId}`)

/** Counts an attempt with one limiter only. Success forgets all earlier failures. */
async function countOn(limiter: RateLimiter, key: string): Promise<CountedAttempt> {
  await count(limiter, key)
  return { succeed: () => limiter.forget(key) }
}

async function count(limiter: RateLimiter, key: string): Promise<void> {
  const seconds = await limiter.count(key)
  if (seconds === undefined) return
  throw new Refused(`There were too many failed attempts. Wait ${waitInWords(seconds)}, then try again.`, 429, seconds)
}
