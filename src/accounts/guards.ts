import type { Request, RequestHandler, Response } from 'express'
import { Forbidden, NotFound } from '../platform/errors.js'
import { localPath, type Guard } from '../platform/http/index.js'
import { isAdmin, isModerator, type Actor, type Member } from './rules.js'

/** Who asks. */
export const actorOf = (req: Request): Actor => req.user as Actor

/** Who asks, on a route that only members reach. */
export function memberOf(req: Request): Member {
  const actor = actorOf(req)
  if (!actor) throw new Forbidden('do this without signing in')
  return actor
}

/** A visitor who may go further after signing in is sent to do so, and comes back; a post keeps its text on an error page before it gets here. */
function sendToSignIn(req: Request, res: Response): void {
  const back = req.method === 'GET' ? req.originalUrl : '/'
  res.redirect(303, `/sign-in?return=${encodeURIComponent(localPath(back) ?? '/')}`)
}

const guard = (name: string, check: RequestHandler): Guard => ({ name, check })

/** Health, assets, the pages about the site. */
export const anyone = guard('anyone', (_req, _res, next) => next())

/** Who may read: everyone, or members where the operator says so. */
export const reader = guard('reader', (req, res, next) =>
  req.app.locals['readAccess'] === 'members' && !actorOf(req) ? sendToSignIn(req, res) : next(),
)

/** Someone who is not signed in and fills in a form: gets a session to do it in. */
export const visitor = guard('visitor', (req, res, next) =>
  (req.app.locals['openSession'] as RequestHandler)(req, res, next),
)

export const member = guard('member', (req, res, next) => (actorOf(req) ? next() : sendToSignIn(req, res)))

export const moderator = guard('moderator', (req, res, next) => {
  const actor = actorOf(req)
  if (!actor) return sendToSignIn(req, res)
  // To a member who does not moderate, these pages do not exist.
  if (!isModerator(actor)) throw new NotFound()
  next()
})

export const admin = guard('admin', (req, res, next) => {
  const actor = actorOf(req)
  if (!actor) return sendToSignIn(req, res)
  if (!isAdmin(actor)) throw new NotFound()
  next()
})
