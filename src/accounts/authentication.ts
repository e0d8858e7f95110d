import type { Request, RequestHandler } from 'express'
import passport from 'passport'
import { cachedUntilCommit } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { sessionOf } from '../platform/http/index.js'
import { sha256 } from '../platform/ids.js'
import { isAdmin, isModerator, type Member } from './rules.js'
import { findMember } from './store.js'

/**
 * Who is signed in, as the layout knows them. Under `draftsOf` their browser keeps what they type: it tells accounts
 * apart on a computer that several people use. It names nobody, but who knows a member's id can work it out.
 */
export const shownActor = (member: Member) => ({
  name: member.name,
  isModerator: isModerator(member),
  isAdmin: isAdmin(member),
  draftsOf: sha256(`drafts of ${member.id}`).slice(0, 16),
})

/** Finds who asks by their session: `actorOf(req)` from then on. Without a session it costs nothing. */
export function authentication({ db }: Pick<Deps, 'db'>): RequestHandler {
  const memberAs = cachedUntilCommit(db, 5_000, id => findMember(db, id))
  const authenticator = new passport.Passport()
  authenticator.serializeUser((user, done) => done(null, (user as Member).id))
  authenticator.deserializeUser((id: string, done) => {
    memberAs(id).then(member => done(null, member ?? false), done)
  })
  const bySession = authenticator.session() as RequestHandler
  return (req, res, next) => {
    if (!sessionOf(req)) return next()
    bySession(req, res, (error?: unknown) => {
      if (error) return next(error)
      const member = req.user as Member | undefined
      if (member) res.locals['actor'] = shownActor(member)
      next()
    })
  }
}

/** Signs the request in, under a new session id: one that another person planted in this browser stays worthless. */
export const startSession = (req: Request, member: Member): Promise<void> =>
  new Promise((resolve, reject) => req.logIn(member, error => (error ? reject(error as Error) : resolve())))

/** Signs out: the session ends on the server. */
export const endSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => req.session.destroy(error => (error ? reject(error as Error) : resolve())))
