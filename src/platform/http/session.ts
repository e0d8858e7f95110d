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
    /** The key of a form that was saved, for the next page to name. */
    saved?: string
    /** Who signed in, as passport keeps it. */
    passport?: { user?: string }
  }
}

/** A session's expiry is moved on at most this often: it is a write to the disk. */
const PROLONG_MILLISECONDS = 3_600_000

const readSession = prepared((db, id: string) =>
  db.selectFrom('session').select(['data', 'expires_at']).where('id', '=', id),
)

/**
 * Sessions in the database, under the hash of their id: who reads the table cannot take one over. Using a session moves
 * its expiry on. The library's own way to that is a `touch` for each answer, which makes it send each body in two pieces.
 */
class DatabaseSessions extends Store {
  readonly #prolonged = new LRUCache<string, true>({ max: 20_000, ttl: PROLONG_MILLISECONDS })

  readonly #find: (hash: string) => Promise<{ readonly data: string; readonly expires_at: string } | undefined>

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    super()
    this.#find = cachedUntilCommit(db, 5_000, async hash => (await readSession(db, hash))[0])
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.#find(sha256(id)).then(row => {
      if (!row || row.expires_at <= this.clock.now()) return done(null, null)
      const data = JSON.parse(row.data) as SessionData
      if (!this.#prolonged.has(id)) this.#prolong(id, data)
      done(null, data)
    }, done)
  }

  override set(id: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    const row = { member_id: data.passport?.user ?? null, data: JSON.stringify(data), expires_at: expiryOf(data) }
    this.#prolonged.set(id, true)
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

  /** Nobody waits for it, and a database that cannot be written now turns no reader away: it is tried again in an hour. */
  #prolong(id: string, data: SessionData): void {
    this.#prolonged.set(id, true)
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

/** `__Host-` binds the cookie to this host and to https, where the site has it. */
export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-unblock' : 'unblock'

export interface SessionOptions {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: string
  readonly hours: number
}

/**
 * Sessions by cookie. `whenKnown` opens one only for who brings a cookie or posts, so that an anonymous reader costs
 * none; `always` also opens one for the pages where a visitor fills in a form.
 */
export function sessions({ db, clock, publicUrl, hours }: SessionOptions): {
  whenKnown: RequestHandler
  always: RequestHandler
} {
  const https = publicUrl.startsWith('https:')
  const name = sessionCookie(publicUrl)
  const open = session({
    name,
    // The id itself is 256 random bits: a signature over it guards nothing more, but the library wants a key.
    secret: 'unblock',
    genid: newSecret,
    store: new DatabaseSessions(db, clock),
    resave: false,
    rolling: true,
    saveUninitialized: false,
    proxy: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: hours * 3_600_000 },
  })
  const always: RequestHandler = (req, res, next) => {
    if (sessionOf(req)) return next()
    // The operator says by PUBLIC_URL that people arrive by https, whatever the last hop to this process is.
    if (https) req.headers['x-forwarded-proto'] = 'https'
    open(req, res, next)
  }
  return {
    always,
    whenKnown: (req, res, next) =>
      req.headers.cookie?.includes(`${name}=`) || !/^(GET|HEAD)$/.test(req.method) ? always(req, res, next) : next(),
  }
}
