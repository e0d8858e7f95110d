import type { Config } from '../config.js'
import type { Clock } from './clock.js'
import type { Db } from './database/index.js'
import type { Log } from './log.js'

/** What commands and routes are given. */
export interface Deps {
  readonly db: Db
  readonly clock: Clock
  readonly config: Config
  readonly log: Log
}
