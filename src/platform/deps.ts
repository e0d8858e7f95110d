import type { Clock } from './clock.js'
import type { Db } from './database/index.js'
import { createLog, type Log } from './log.js'
import { createPassphrases, type PassphraseHashCost, type Passphrases } from './passphrases.js'
import { createRateLimiters, type RateLimiters } from './rate-limits.js'
import { createRenderer, type Renderer } from './rendering.js'
import { createSigner, readSigningSecret, type Signer } from './signing.js'

/** A theme that pages belong to. */
export interface Theme {
  readonly slug: string
  readonly name: string
}

/** The operator's settings. `config.ts` reads them; `.env.example` says what each means. */
export interface Config {
  readonly production: boolean
  readonly demonstration: boolean
  readonly port: number
  readonly host: string
  /** The address at which people reach the site, without a trailing slash. */
  readonly publicUrl: string
  readonly databaseUrl: string
  readonly logLevel: string
  readonly siteName: string
  readonly operatorName: string | undefined
  readonly operatorEmail: string
  readonly contentLicence: string
  readonly contentLicenceUrl: string
  /** Where to get the source code of this software, if the operator has set it. */
  readonly sourceUrl: string | undefined
  readonly readAccess: 'public' | 'members'
  /** Who can create an account: see `whyNotRegister`. */
  readonly registration: 'open' | 'domains' | 'invitation' | 'closed'
  readonly themes: readonly Theme[]
  readonly trustProxy: number
  readonly sessionHours: number
  readonly passphraseHashCost: PassphraseHashCost
  /** We mark a statement older than this many months as ageing, and ask its author to confirm it. */
  readonly evidenceAgesAfterMonths: number
}

/** What commands and routes work with. Built once, when the process starts, and passed to each of them. */
export interface Deps {
  readonly db: Db
  readonly clock: Clock
  readonly config: Config
  readonly log: Log
  readonly renderer: Renderer
  readonly passphrases: Passphrases
  readonly signer: Signer
  readonly rateLimiters: RateLimiters
}

/** Builds what commands and routes work with on an open database that is up to date. */
export async function createDeps(config: Config, db: Db, clock: Clock): Promise<Deps> {
  const secret = await readSigningSecret(db)
  return {
    db,
    clock,
    config,
    log: createLog(config.logLevel),
    renderer: createRenderer(),
    passphrases: createPassphrases(config.passphraseHashCost),
    signer: createSigner(secret),
    rateLimiters: createRateLimiters(db),
  }
}

/** Ends the worker threads and closes the database, so that the process can end. */
export async function closeDeps({ db, renderer }: Deps): Promise<void> {
  await renderer.stop()
  await db.close()
}
