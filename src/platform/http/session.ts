import session, { Store, type SessionData } from 'express-session'
import type { Request, RequestHandler } from 'express'
import { LRUCache } from 'lru-cache'
import { instantOf, type Clock } from '../clock.js'
import type { Db } from '../database/index.js'
import { newSecret, sha256 } from '../ids.js'
import type { Notice } from './page.js'

declare module 'express-session' {
  interface SessionData {
    notice?: Notice
    passport?: { user?: string }
  }
}

/** A session's expiry is moved on at most this often: a touch is a write to the disk. */
const TOUCH_MILLISECONDS = 3_600_000

/** Sessions in the database, under the hash of their id: who reads the table cannot take one over. */
class DatabaseSessions extends Store {
  readonly #touched = new LRUCache<string, true>({ max: 20_000, ttl: TOUCH_MILLISECONDS })

  constructor(private readonly db: Db, private readonly clock: Clock) {
    super()
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.db.selectFrom('session').select('data').where('id', '=', sha256(id)).where('expires_at', '>', this.clock.now()).executeTakeFirst()
      .then(row => done(null, row ? (JSON.parse(row.data) as SessionData) : null), done)
  }

  override set(id: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    const row = { member_id: data.passport?.user ?? null, data: JSON.stringify(data), expires_at: expiryOf(data) }
    this.#touched.set(id, true)
    this.db.transaction(tx =>
      tx.insertInto('session').values({ id: sha256(id), ...row }).onConflict(conflict => conflict.column('id').doUpdateSet(row)).execute(),
    ).then(() => done(), done)
  }

  override touch(id: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
    if (this.#touched.has(id)) return done()
    this.#touched.set(id, true)
    this.db.transaction(tx => tx.updateTable('session').set({ expires_at: expiryOf(data) }).where('id', '=', sha256(id)).execute()).then(() => done(), done)
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    this.db.transaction(tx => tx.deleteFrom('session').where('id', '=', sha256(id)).execute()).then(() => done(), done)
  }
}

const expiryOf = (data: SessionData): string => instantOf(data.cookie.expires ? new Date(data.cookie.expires).getTime() : Date.now() + 86_400_000)

/** Ends every session of a member, save the one of `keep`. */
export const endSessions = (db: Db, memberId: string, keep?: Request): Promise<unknown> =>
  db.transaction(tx =>
    tx.deleteFrom('session').where('member_id', '=', memberId)
      .$if(keep !== undefined, query => query.where('id', '!=', sha256(keep?.sessionID ?? ''))).execute(),
  )

/** Deletes sessions that have expired. */
export const sweepSessions = (db: Db, clock: Clock): Promise<unknown> =>
  db.transaction(tx => tx.deleteFrom('session').where('expires_at', '<=', clock.now()).execute())

/** `__Host-` binds the cookie to this host and to https, where the site has it. */
export const sessionCookie = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-unblock' : 'unblock')

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
export function sessions({ db, clock, publicUrl, hours }: SessionOptions): { whenKnown: RequestHandler; always: RequestHandler } {
  const https = publicUrl.startsWith('https:')
  const name = sessionCookie(publicUrl)
  const open = session({
    name,
    // The id itself is 256 random bits: a signature over it guards nothing more, but the library wants a key.
    secret: 'unblock',
    genid: newSecret,
    store: new DatabaseSessions(db, clock),
    resave: false,
    saveUninitialized: false,
    proxy: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: hours * 3_600_000 },
  })
  const always: RequestHandler = (req, res, next) => {
    if (req.session !== undefined) return next()
    // The operator says by PUBLIC_URL that people arrive by https, whatever the last hop to this process is.
    if (https) req.headers['x-forwarded-proto'] = 'https'
    open(req, res, next)
  }
  return {
    always,
    whenKnown: (req, res, next) => (req.headers.cookie?.includes(`${name}=`) || !/^(GET|HEAD)$/.test(req.method) ? always(req, res, next) : next()),
  }
}
