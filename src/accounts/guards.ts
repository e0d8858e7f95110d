import type { Request, RequestHandler, Response } from 'express'
import { Forbidden, NotFound } from '../platform/errors.js'
import { localPath, type Guard } from '../platform/http/index.js'
import { canManageMembers, isModerator, type Actor, type Member } from './rules.js'

/** Returns the member who is signed in, or undefined. */
export const actorOf = (req: Request): Actor => req.user as Actor

/** Returns the member who is signed in, on a route that only members reach. @throws Forbidden when nobody is. */
export function memberOf(req: Request): Member {
  const actor = actorOf(req)
  if (!actor) throw new Forbidden('Sign in to do this.')
  return actor
}

/**
 * Sends a visitor to sign in, and then back to the page they requested. A post has no page to return to. Its text is not
 * lost: the token check, which runs before any guard, shows it on an error page.
 */
function sendToSignIn(req: Request, res: Response): void {
  const returnTo = req.method === 'GET' ? req.originalUrl : '/'
  res.redirect(303, `/sign-in?return=${encodeURIComponent(localPath(returnTo) ?? '/')}`)
}

const guard = (name: string, check: RequestHandler): Guard => ({ name, check, opensSession: false })

/** Lets everyone pass: for health, assets and the pages about the site. */
export const anyone = guard('anyone', (_req, _res, next) => next())

/** Lets readers pass: everyone, or only members where the operator has set READ_ACCESS=members. */
export const reader = guard('reader', (req, res, next) =>
  req.app.locals['readAccess'] === 'members' && !actorOf(req) ? sendToSignIn(req, res) : next(),
)

/** Lets everyone pass, and gives them a session: for the forms of people who are not signed in. */
export const visitor: Guard = {
  name: 'visitor',
  check: (req, res, next) => (req.app.locals['openSession'] as RequestHandler)(req, res, next),
  opensSession: true,
}

/** Lets members pass. */
export const member = guard('member', (req, res, next) => (actorOf(req) ? next() : sendToSignIn(req, res)))

/** Lets moderators and admins pass. For other members these pages do not exist, and forms sent to them are refused. */
export const moderator = guardWith('moderator', isModerator)

/** Lets admins pass. For other members these pages do not exist, and forms sent to them are refused. */
export const admin = guardWith('admin', canManageMembers)

function guardWith(name: string, isAllowed: (actor: Actor) => boolean): Guard {
  return guard(name, (req, res, next) => {
    const actor = actorOf(req)
    if (!actor) return sendToSignIn(req, res)
    // Who lost the role while a form was open should know why it is refused. The answer is the same for every address.
    if (!isAllowed(actor))
      throw req.method === 'POST' ? new Forbidden('You do not have permission to do this.') : new NotFound()
    next()
  })
}
