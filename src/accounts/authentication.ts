import type { Request, RequestHandler } from 'express'
import passport from 'passport'
import { cachedUntilCommit } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { beginSession, sessionOf, type SignedIn } from '../platform/http/index.js'
import { sha256 } from '../platform/ids.js'
import { findMember } from './members-store.js'
import { canManageMembers, isModerator, type Member } from './rules.js'

/** How many members stay in memory. Each page view of a signed-in member looks them up. */
const MAX_CACHED_MEMBERS = 5_000

/**
 * Builds the layout's view of the signed-in member. The browser stores drafts under `draftsOf`, which separates accounts on
 * a shared computer. It does not identify anyone, except to a person who knows the member's id.
 */
export const shownActor = (member: Member): SignedIn => ({
  name: member.name,
  canReview: isModerator(member),
  canManageMembers: canManageMembers(member),
  draftsOf: sha256(`drafts of ${member.id}`).slice(0, 16),
})

/** Creates middleware that finds the member of the request's session, for `actorOf(req)`. */
export function authentication({ db, clock }: Pick<Deps, 'db' | 'clock'>): RequestHandler {
  const findCachedMember = cachedUntilCommit(db, MAX_CACHED_MEMBERS, id => findMember(db, id))
  const authenticator = new passport.Passport()
  authenticator.serializeUser((req: Request, user: unknown, done: (error: unknown, id?: string) => void) => {
    beginSession(req)
    req.session.confirmedAt = clock.now()
    done(null, (user as Member).id)
  })
  authenticator.deserializeUser((id: string, done) => {
    // The sessions of a blocked member have been deleted. This is for one that begins while they are being blocked.
    findCachedMember(id).then(member => done(null, member && !member.blockedAt ? member : false), done)
  })
  const authenticate = authenticator.session() as RequestHandler
  return (req, res, next) => {
    if (!sessionOf(req)) return next()
    authenticate(req, res, (error?: unknown) => {
      if (error) return next(error)
      const member = req.user as Member | undefined
      if (member) res.locals['actor'] = shownActor(member)
      next()
    })
  }
}

/** Signs the member in under a new session id, so that an id planted by an attacker is worthless. */
export const startSession = (req: Request, member: Member): Promise<void> =>
  new Promise((resolve, reject) => req.logIn(member, error => (error ? reject(error as Error) : resolve())))

/** Signs out by ending the session on the server. */
export const endSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => req.session.destroy(error => (error ? reject(error as Error) : resolve())))
