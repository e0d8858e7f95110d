import session, { Store, type SessionData } from 'express-session'
import type { Request, RequestHandler } from 'express'
import type { Selectable } from 'kysely'
import { LRUCache } from 'lru-cache'
import { toInstant, type Clock } from '../clock.js'
import { prepared, cachedUntilCommit, type Db, type Schema } from '../database/index.js'
import { newSecret, sha256 } from '../ids.js'
import { cookieName, cookieOptions } from './cookies.js'
import { createSessionToken } from './csrf.js'
import { sessionOf } from './current-session.js'
import type { Notice } from './page-model.js'

declare module 'express-session' {
  interface SessionData {
    notice?: Notice
    /** The key of a form that was saved, for the next page. */
    saved?: string
    /** The id of the member who signed in, as passport stores it. */
    passport?: { user?: string }
    /** When the member last entered their passphrase in this session. */
    confirmedAt?: string
    /** Whether the session begins with this request. Never stored. */
    isNew?: boolean
  }
}

/** Minimum time between two extensions of a session. Each one writes to the disk. */
const EXTEND_MILLISECONDS = 3_600_000

/** How many sessions stay in memory. A page view reads its session. */
const MAX_CACHED_SESSIONS = 5_000

/** How many sessions we remember as extended. One that is forgotten is only extended once more. */
const MAX_TRACKED_SESSIONS = 20_000

/** How many days a session lasts in all, however much it is used. NIST SP 800-63B-4 recommends at most 30 for AAL1. */
export const MAX_SESSION_DAYS = 30
const MAX_SESSION_MILLISECONDS = MAX_SESSION_DAYS * 24 * 3_600_000

const readSession = prepared((db, id: string) =>
  db.selectFrom('session').select(['data', 'created_at', 'expires_at']).where('id', '=', id),
)

type StoredSession = Pick<Selectable<Schema['session']>, 'data' | 'created_at' | 'expires_at'>

/**
 * Stores the sessions of members in the database under the hash of their id, so that nobody who reads the table can take over
 * a session. Only a sign-in adds one: a request that is still running when its session ends must not bring it back. Using a
 * session extends it. We do not implement `touch` for this: the library would call it for each answer, and then
 * send each body in two parts.
 */
class DatabaseSessions extends Store {
  readonly #extended = new LRUCache<string, true>({ max: MAX_TRACKED_SESSIONS, ttl: EXTEND_MILLISECONDS })

  readonly #find: (hash: string) => Promise<StoredSession | undefined>

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    super()
    this.#find = cachedUntilCommit(db, MAX_CACHED_SESSIONS, async hash => (await readSession(db, hash))[0])
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.#find(sha256(id)).then(row => {
      if (!row || this.#hasEnded(row)) return done(null, null)
      const data = JSON.parse(row.data) as SessionData
      if (!this.#extended.has(id)) this.#extend(id, data)
      done(null, data)
    }, done)
  }

  #hasEnded({ created_at, expires_at }: StoredSession): boolean {
    const now = this.clock.now()
    return expires_at <= now || toInstant(Date.parse(created_at) + MAX_SESSION_MILLISECONDS) <= now
  }

  override set(id: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    const { isNew, ...data } = session
    const memberId = data.passport?.user
    // Nothing needs the session of a visitor after the answer.
    if (memberId === undefined) return done()
    this.#extended.set(id, true)
    const row = { data: JSON.stringify(data), expires_at: expiryOf(data) }
    // The same request may save it again.
    Reflect.deleteProperty(session, 'isNew')
    const save = isNew === true ? this.#add(id, memberId, row) : this.#update(id, row)
    save.then(() => done(), done)
  }

  #add(id: string, memberId: string, row: Pick<StoredSession, 'data' | 'expires_at'>): Promise<unknown> {
    const session = { id: sha256(id), member_id: memberId, created_at: this.clock.now(), ...row }
    return this.db.transaction(tx => tx.insertInto('session').values(session).execute())
  }

  #update(id: string, row: Partial<StoredSession>): Promise<unknown> {
    return this.db.transaction(tx => tx.updateTable('session').set(row).where('id', '=', sha256(id)).execute())
  }

  /** Extends a session without waiting. Ignores failures: readers must not suffer when the database cannot be written. */
  #extend(id: string, data: SessionData): void {
    this.#extended.set(id, true)
    this.#update(id, { expires_at: expiryOf(data) }).catch(() => {})
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    this.db.transaction(tx => tx.deleteFrom('session').where('id', '=', sha256(id)).execute()).then(() => done(), done)
  }
}

const expiryOf = ({ cookie }: SessionData): string => toInstant(Date.now() + (cookie.originalMaxAge ?? 0))

/**
 * Begins the session of a member who signs in, with the token for its forms. Otherwise pages that are loaded at the same
 * time would each create one, and only the last would be valid.
 */
export function beginSession(req: Request): void {
  // Not enumerable: the library would take the change after saving for one more change to save.
  Object.defineProperty(req.session, 'isNew', { value: true, configurable: true })
  createSessionToken(req)
}

/** Deletes sessions that have expired. */
export const sweepSessions = (db: Db, clock: Clock): Promise<unknown> =>
  db.transaction(tx =>
    tx
      .deleteFrom('session')
      .where(({ eb, or }) =>
        or([
          eb('expires_at', '<=', clock.now()),
          eb('created_at', '<=', toInstant(Date.parse(clock.now()) - MAX_SESSION_MILLISECONDS)),
        ]),
      )
      .execute(),
  )

/** Returns the name of the session cookie. */
export const sessionCookie = (publicUrl: string): string => cookieName(publicUrl, 'unblock')

/** Settings for sessions. `hours` is how long an unused session lasts. */
export interface SessionOptions {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: string
  readonly hours: number
}

/** Middleware that gives a request its session. */
export interface Sessions {
  /** Opens the session of a request that has its cookie, or posts a form, which may sign someone in. */
  readonly resume: RequestHandler
  /** Opens a session for any request, for forms that sign people in. It is stored only if they do. */
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
    cookie: { ...cookieOptions(publicUrl), maxAge: hours * 3_600_000 },
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
