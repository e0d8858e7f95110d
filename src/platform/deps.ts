import type { Clock } from './clock.js'
import type { Db } from './database/index.js'
import type { Log } from './log.js'

/** A theme that pages are filed under. */
export interface Theme {
  readonly slug: string
  readonly name: string
}

/** What the operator chose; read by `config.ts`, which says what each means. */
export interface Config {
  readonly production: boolean
  readonly demonstration: boolean
  readonly port: number
  readonly host: string
  /** Where people reach the site, without a slash at the end. */
  readonly publicUrl: string
  readonly databaseUrl: string
  readonly logLevel: string
  readonly siteName: string
  readonly operatorName: string
  readonly operatorEmail: string
  readonly contentLicence: string
  readonly contentLicenceUrl: string
  /** Where the source of the software can be had, if the operator says so. */
  readonly sourceUrl: string | undefined
  readonly readAccess: 'public' | 'members'
  readonly themes: readonly Theme[]
  readonly trustProxy: number
  readonly sessionHours: number
  /** A statement older than this many months is marked as ageing, and its author asked again. */
  readonly evidenceAgesAfterMonths: number
}

/** What commands and routes are given. */
export interface Deps {
  readonly db: Db
  readonly clock: Clock
  readonly config: Config
  readonly log: Log
}
