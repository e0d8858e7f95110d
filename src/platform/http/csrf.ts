import type { Request, RequestHandler } from 'express'
import { csrfSync } from 'csrf-sync'
import { sessionOf } from './current-session.js'

/** A posted form did not carry the session's token: the session ended, or another site sent it. Shown as 403 with what was typed. */
export class TokenMismatch extends Error {
  override readonly name = 'TokenMismatch'
}

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: req => (req.body as Record<string, unknown> | undefined)?.['_csrf'] as string | undefined,
})

/** The token for forms on this page; undefined for a reader without a session. */
export const csrfToken = (req: Request): string | undefined => (sessionOf(req) ? generateToken(req) : undefined)

/** @throws TokenMismatch */
export const requireToken: RequestHandler = (req, _res, next) => {
  const sent = (req.body as Record<string, unknown> | undefined)?.['_csrf']
  next(typeof sent === 'string' && sessionOf(req) && isRequestValid(req) ? undefined : new TokenMismatch())
}
