import type { Request, RequestHandler } from 'express'
import { csrfSync } from 'csrf-sync'
import { sessionOf } from './current-session.js'

/**
 * A posted form does not have the session's token: the session has ended, or another site sent the form. Shown as 403
 * with what the person entered.
 */
export class TokenMismatch extends Error {
  override readonly name = 'TokenMismatch'
}

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: req => (req.body as Record<string, unknown> | undefined)?.['_csrf'] as string | undefined,
})

/** Returns the token for forms on this page. Undefined for a reader without a session. */
export const csrfToken = (req: Request): string | undefined => (sessionOf(req) ? generateToken(req) : undefined)

/** Checks the token of a posted form. @throws TokenMismatch when it is missing or wrong. */
export const requireToken: RequestHandler = (req, _res, next) => {
  const token = (req.body as Record<string, unknown> | undefined)?.['_csrf']
  next(typeof token === 'string' && sessionOf(req) && isRequestValid(req) ? undefined : new TokenMismatch())
}
