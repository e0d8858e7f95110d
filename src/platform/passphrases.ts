import { hash, verify } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { characterCount } from './text.js'
import { limitConcurrency } from './concurrency.js'

/** Minimum length of a new passphrase, in characters. */
export const MIN_PASSPHRASE_LENGTH = 15
/** Maximum length of a new passphrase, in characters. */
export const MAX_PASSPHRASE_LENGTH = 256

/** How many leading characters we estimate the strength of. The cost of an estimate grows with the square of its length. */
const ESTIMATED_LENGTH = 32

/** The highest of zxcvbn's scores from 0 to 4: safe even if the hashes are stolen. */
const REQUIRED_SCORE = 4

/** Words of a person's details that are shorter than this may occur in any passphrase. */
const MIN_DETAIL_LENGTH = 4

const TOO_EASY =
  'This passphrase is too easy to guess: it is common, repetitive or based on your own details. Choose another'

/**
 * How much work it takes to hash a passphrase. `standard` is the first Argon2id setting that OWASP recommends: 19 MiB
 * of memory and 2 passes. `low` makes tests fast; the configuration refuses it in production.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const argon2Options = {
  standard: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  low: { memoryCost: 8, timeCost: 1, parallelism: 1 },
} as const

/** How much work it takes to hash a passphrase. `low` is for tests only. */
export type PassphraseHashCost = keyof typeof argon2Options

/** How many passphrases are hashed at a time, each in a thread of Node's pool of four, which reads files too. */
const HASHES_AT_ONCE = 2

/** How many wait. The last of them waits for about two seconds. */
const MAX_WAITING_HASHES = 64

/** Checks, hashes and verifies passphrases. */
export interface Passphrases {
  /**
   * Returns why `passphrase` is refused, or undefined. We ask only for length, and refuse passphrases that are common,
   * repetitive, keyboard patterns, or little more than the person's own `details` (their name, their email).
   * @see https://pages.nist.gov/800-63-4/sp800-63b.html (memorised secrets)
   */
  problem(passphrase: string, details?: readonly string[]): string | undefined
  /** Returns a salted Argon2id hash in PHC string format. @throws Unavailable when too many passphrases wait. */
  hash(passphrase: string): Promise<string>
  /** Returns a hash that no passphrase matches. Comparing with it takes as long as with any other hash. */
  unusableHash(): string
  /**
   * Tells whether `passphrase` matches `storedHash`. Takes as long when there is no account, and so no hash.
   * @throws Unavailable when too many passphrases wait.
   */
  verify(storedHash: string | undefined, passphrase: string): Promise<boolean>
}

/** Creates the passphrase functions, which hash new passphrases at `cost`. */
export function createPassphrases(cost: PassphraseHashCost): Passphrases {
  const options = argon2Options[cost]
  let estimator: ZxcvbnFactory | undefined
  const inTurn = limitConcurrency(HASHES_AT_ONCE, MAX_WAITING_HASHES)

  const isGuessable = (passphrase: string): boolean => {
    estimator ??= loadEstimator()
    return estimator.check(passphrase.slice(0, ESTIMATED_LENGTH)).score < REQUIRED_SCORE
  }

  function unusableHash(): string {
    const { memoryCost, timeCost, parallelism } = options
    const salt = unpaddedBase64(randomBytes(16))
    const digest = unpaddedBase64(randomBytes(32))
    return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${digest}`
  }

  return {
    problem(passphrase, details = []) {
      if (passphrase === '') return 'Enter a passphrase'
      const length = characterCount(passphrase)
      if (length < MIN_PASSPHRASE_LENGTH) return `Passphrase must be at least ${MIN_PASSPHRASE_LENGTH} characters`
      if (length > MAX_PASSPHRASE_LENGTH) return `Passphrase must be ${MAX_PASSPHRASE_LENGTH} characters or fewer`
      return isGuessable(passphrase) ? TOO_EASY : personalDetailsProblem(passphrase, details)
    },
    hash: passphrase => inTurn(() => hash(normalise(passphrase), options)),
    unusableHash,
    verify: (storedHash, passphrase) => inTurn(() => verify(storedHash ?? unusableHash(), normalise(passphrase))),
  }
}

/** Returns why `passphrase` is refused when it is little more than the person's own `details`, or undefined. */
export function personalDetailsProblem(passphrase: string, details: readonly string[]): string | undefined {
  const words = details
    .flatMap(detail => [detail, ...detail.split(/[^\p{L}\p{N}]+/u)])
    .map(word => word.toLowerCase())
    .filter(word => word.length >= MIN_DETAIL_LENGTH)
    .sort((a, b) => b.length - a.length)
  let rest = passphrase.toLowerCase()
  for (const word of words) rest = rest.replaceAll(word, '')
  const requiredRest = Math.min(MIN_PASSPHRASE_LENGTH, characterCount(passphrase)) / 2
  return characterCount(rest) < requiredRest ? TOO_EASY : undefined
}

/** Loads the estimator when the first new passphrase is checked: its dictionaries take longer to load than the service. */
function loadEstimator(): ZxcvbnFactory {
  const load = createRequire(import.meta.url)
  const core = load('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core')
  const common = load('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common')
  return new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs })
}

/** The same letter can be typed as one code point or as two. */
const normalise = (passphrase: string): string => passphrase.normalize('NFC')

/** Base64 as PHC strings have it: without padding. */
const unpaddedBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
