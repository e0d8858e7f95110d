import type { Request, RequestHandler } from 'express'
import { remembered } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { sessionOf } from '../platform/http/index.js'
import { isAdmin, isModerator, type Member } from './rules.js'
import { findMember } from './store.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Who is signed in. Ask `actorOf(req)`. */
      member?: Member
    }
  }
}

/** Finds who asks by their session: `actorOf(req)` from then on. Without a session it costs nothing. */
export function authentication({ db }: Pick<Deps, 'db'>): RequestHandler {
  const memberAs = remembered(db, 5_000, id => findMember(db, id))
  return async (req, res, next) => {
    const id = sessionOf(req)?.memberId
    const member = id === undefined ? undefined : await memberAs(id)
    if (member) {
      req.member = member
      res.locals['actor'] = { name: member.name, isModerator: isModerator(member), isAdmin: isAdmin(member) }
    }
    next()
  }
}

/** Signs the request in, under a new session id: one that another person planted in this browser stays worthless. */
export const startSession = (req: Request, member: Member): Promise<void> =>
  new Promise((resolve, reject) => {
    req.session.regenerate(error => {
      if (error) return reject(error as Error)
      req.session.memberId = member.id
      req.member = member
      // Saved before the answer, so that the next page finds it.
      req.session.save(failure => (failure ? reject(failure as Error) : resolve()))
    })
  })

/** Signs out: the session ends on the server. */
export const endSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => req.session.destroy(error => (error ? reject(error as Error) : resolve())))
