import { doubleCsrf } from 'csrf-csrf'
import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler, Response } from 'express'
import type { Signer } from '../signing.js'
import { cookieName, cookieOptions, readCookies } from './cookies.js'
import { sessionOf } from './current-session.js'

/**
 * A posted form does not have a valid token: the session has ended, or another site sent the form. Shown as 403 with what
 * the person entered.
 */
export class TokenMismatch extends Error {
  override readonly name = 'TokenMismatch'
}

/** How many hours a visitor may take over a form. */
export const VISITOR_TOKEN_HOURS = 24

/** Tokens that prove that a form comes from our own page. */
export interface FormTokens {
  /** Returns the token for the forms on a page. */
  create(req: Request, res: Response): string
  /** Tells whether a posted form has a valid token. */
  isValid(req: Request): boolean
}

const tokenIn = (req: Request): string | undefined => {
  const token = (req.body as Record<string, unknown> | undefined)?.['_csrf']
  return typeof token === 'string' ? token : undefined
}

const memberTokens = csrfSync({ getTokenFromRequest: tokenIn })

/** Creates the token of a session that begins. Pages that are loaded at the same time then find the same one. */
export const createSessionToken = (req: Request): void => void memberTokens.generateToken(req, true)

/** Returns the name of the cookie with a visitor's token. */
export const visitorCookie = (publicUrl: string): string => cookieName(publicUrl, 'unblock-form')

/**
 * Creates the tokens of a site. A member's token is in their session. A visitor has no session: their token is in a cookie,
 * signed by us, so that opening a form stores nothing.
 */
export function createFormTokens(signer: Signer, publicUrl: string): FormTokens {
  const visitorTokens = doubleCsrf({
    getSecret: () => signer.secret,
    getSessionIdentifier: () => 'visitor',
    getCsrfTokenFromRequest: tokenIn,
    cookieName: visitorCookie(publicUrl),
    cookieOptions: { ...cookieOptions(publicUrl), maxAge: VISITOR_TOKEN_HOURS * 3_600_000 },
  })
  return {
    create(req, res) {
      if (isMember(req)) return memberTokens.generateToken(req)
      readCookies(req)
      return visitorTokens.generateCsrfToken(req, res)
    },
    isValid(req) {
      if (isMember(req)) return memberTokens.isRequestValid(req)
      readCookies(req)
      return visitorTokens.validateRequest(req)
    },
  }
}

const isMember = (req: Request): boolean => sessionOf(req)?.passport?.user !== undefined

const formTokensOf = (req: Request): FormTokens => req.app.locals['formTokens'] as FormTokens

/** Returns the token for forms on this page. */
export const csrfToken = (req: Request, res: Response): string => formTokensOf(req).create(req, res)

/** Checks the token of a posted form. @throws TokenMismatch when it is missing or wrong. */
export const requireToken: RequestHandler = (req, res, next) => {
  const isValid = formTokensOf(req).isValid(req)
  res.locals['hasValidToken'] = isValid
  next(isValid ? undefined : new TokenMismatch())
}
