import session, { Store, type SessionData } from 'express-session'
import type { RequestHandler } from 'express'
import { LRUCache } from 'lru-cache'
import { toInstant, type Clock } from '../clock.js'
import { prepared, cachedUntilCommit, type Db } from '../database/index.js'
import { newSecret, sha256 } from '../ids.js'
import { sessionOf } from './current-session.js'
import type { Notice } from './page-model.js'

declare module 'express-session' {
  interface SessionData {
    notice?: Notice
    /** The key of a form that was saved, for the next page. */
    saved?: string
    /** The id of the member who signed in, as passport stores it. */
    passport?: { user?: string }
  }
}

/** Minimum time between two extensions of a session. Each one writes to the disk. */
const EXTEND_MILLISECONDS = 3_600_000

/** How many sessions stay in memory. A page view reads its session. */
const MAX_CACHED_SESSIONS = 5_000

/** How many sessions we remember as extended. One that is forgotten is only extended once more. */
const MAX_TRACKED_SESSIONS = 20_000

const readSession = prepared((db, id: string) =>
  db.selectFrom('session').select(['data', 'expires_at']).where('id', '=', id),
)

/**
 * Stores sessions in the database under the hash of their id, so that nobody who reads the table can take over a session.
 * Using a session extends it. We do not implement `touch` for this: the library would call it for each answer, and then
 * send each body in two parts.
 */
class DatabaseSessions extends Store {
  readonly #extended = new LRUCache<string, true>({ max: MAX_TRACKED_SESSIONS, ttl: EXTEND_MILLISECONDS })

  readonly #find: (hash: string) => Promise<{ readonly data: string; readonly expires_at: string } | undefined>

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    super()
    this.#find = cachedUntilCommit(db, MAX_CACHED_SESSIONS, async hash => (await readSession(db, hash))[0])
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.#find(sha256(id)).then(row => {
      if (!row || row.expires_at <= this.clock.now()) return done(null, null)
      const data = JSON.parse(row.data) as SessionData
      if (!this.#extended.has(id)) this.#extend(id, data)
      done(null, data)
    }, done)
  }

  override set(id: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    const row = { member_id: data.passport?.user ?? null, data: JSON.stringify(data), expires_at: expiryOf(data) }
    this.#extended.set(id, true)
    this.db
      .transaction(tx =>
        tx
          .insertInto('session')
          .values({ id: sha256(id), ...row })
          .onConflict(conflict => conflict.column('id').doUpdateSet(row))
          .execute(),
      )
      .then(() => done(), done)
  }

  /** Extends a session without waiting. Ignores failures: readers must not suffer when the database cannot be written. */
  #extend(id: string, data: SessionData): void {
    this.#extended.set(id, true)
    this.db
      .transaction(tx =>
        tx
          .updateTable('session')
          .set({ expires_at: expiryOf(data) })
          .where('id', '=', sha256(id))
          .execute(),
      )
      .catch(() => {})
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    this.db.transaction(tx => tx.deleteFrom('session').where('id', '=', sha256(id)).execute()).then(() => done(), done)
  }
}

const expiryOf = ({ cookie }: SessionData): string => toInstant(Date.now() + (cookie.originalMaxAge ?? 0))

/** Deletes sessions that have expired. */
export const sweepSessions = (db: Db, clock: Clock): Promise<unknown> =>
  db.transaction(tx => tx.deleteFrom('session').where('expires_at', '<=', clock.now()).execute())

/** Returns the name of the session cookie. On a site with https, `__Host-` binds it to this host and to https. */
export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-unblock' : 'unblock'

/** Settings for sessions. `hours` is how long an unused session lasts. */
export interface SessionOptions {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: string
  readonly hours: number
}

/** Middleware that gives a request its session. */
export interface Sessions {
  /** Opens the session of a request that has a cookie or posts a form. Other readers get none. */
  readonly resume: RequestHandler
  /** Opens a session for any request, for pages where a visitor fills in a form. */
  readonly open: RequestHandler
}

/** Creates the middleware. Stores sessions in the database, and their ids in a cookie. */
export function sessions({ db, clock, publicUrl, hours }: SessionOptions): Sessions {
  const https = publicUrl.startsWith('https:')
  const name = sessionCookie(publicUrl)
  const libraryMiddleware = session({
    name,
    // The library requires a key to sign the id. With 256 random bits, a signature adds no safety.
    secret: 'unblock',
    genid: newSecret,
    store: new DatabaseSessions(db, clock),
    resave: false,
    rolling: true,
    saveUninitialized: false,
    proxy: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: hours * 3_600_000 },
  })
  const open: RequestHandler = (req, res, next) => {
    if (sessionOf(req)) return next()
    // Trust PUBLIC_URL, not the last proxy, about whether people use https.
    if (https) req.headers['x-forwarded-proto'] = 'https'
    libraryMiddleware(req, res, next)
  }
  const resume: RequestHandler = (req, res, next) => {
    const hasCookie = req.headers.cookie?.includes(`${name}=`) === true
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    if (hasCookie || !isRead) open(req, res, next)
    else next()
  }
  return { resume, open }
}
