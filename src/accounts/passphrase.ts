import { hash, verify } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { characterCount } from '../platform/text.js'

export const SHORTEST_PASSPHRASE = 15
export const LONGEST_PASSPHRASE = 256

/** Guessing is estimated on this many first characters: the estimate's cost grows with their square. */
const ESTIMATED = 32

let estimator: ZxcvbnFactory | undefined

/** Its dictionaries take longer to load than all the rest of the service: they wait for the first new passphrase. */
function loadEstimator(): ZxcvbnFactory {
  const load = createRequire(import.meta.url)
  const core = load('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core')
  const { adjacencyGraphs, dictionary } = load(
    '@zxcvbn-ts/language-common',
  ) as typeof import('@zxcvbn-ts/language-common')
  return new core.ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}

const TOO_EASY =
  'This passphrase is too easy to guess: it is common, repeats itself, or is made of your own details. Choose another'

/** Why `passphrase` is refused when it is little more than the person's own details; undefined when it is not. */
export function personalProblem(passphrase: string, details: readonly string[]): string | undefined {
  const words = details
    .flatMap(detail => [detail, ...detail.split(/[\s@.]+/)])
    .map(word => word.toLowerCase())
    .filter(word => word.length > 3)
    .sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), passphrase.toLowerCase())
  return characterCount(rest) < Math.min(SHORTEST_PASSPHRASE, characterCount(passphrase)) / 2 ? TOO_EASY : undefined
}

/**
 * Why `passphrase` is refused, or undefined. Length is the only rule of form; common ones, repeats and keyboard runs
 * are refused, and with `details` what is little more than those. @see https://pages.nist.gov/800-63-4/sp800-63b.html (memorised secrets)
 */
export function passphraseProblem(passphrase: string, details: readonly string[] = []): string | undefined {
  const length = characterCount(passphrase)
  if (length < SHORTEST_PASSPHRASE)
    return `Enter a passphrase of ${SHORTEST_PASSPHRASE} characters or more; four random words do well`
  if (length > LONGEST_PASSPHRASE) return `The passphrase can have at most ${LONGEST_PASSPHRASE} characters`
  estimator ??= loadEstimator()
  return estimator.check(passphrase.slice(0, ESTIMATED)).score < 4 ? TOO_EASY : personalProblem(passphrase, details)
}

/** OWASP's first recommended Argon2id settings: 19 MiB, 2 passes. @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassphrase = (passphrase: string): Promise<string> => hash(passphrase.normalize('NFC'), cost)

/** A hash in the same form that no passphrase is behind: comparing with it fails, and takes as long as with any other. */
export function hashOfNoPassphrase(): string {
  const random = (bytes: number): string => randomBytes(bytes).toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${random(16)}$${random(32)}`
}

let hashOfNothing: Promise<string> | undefined

/** Whether `passphrase` is the one behind `stored`. Takes as long when there is no account to compare with. */
export async function verifyPassphrase(stored: string | undefined, passphrase: string): Promise<boolean> {
  hashOfNothing ??= hashPassphrase('no account has this one')
  const matches = await verify(stored ?? (await hashOfNothing), passphrase.normalize('NFC'))
  return stored !== undefined && matches
}
