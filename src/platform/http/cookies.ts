import cookieParser from 'cookie-parser'
import type { CookieOptions, Request } from 'express'

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:')

/** Returns the name of one of our cookies. On a site with https, `__Host-` binds it to this host and to https. */
export const cookieName = (publicUrl: string, name: string): string => (isHttps(publicUrl) ? `__Host-${name}` : name)

/** Options of all our cookies: no script reads them, and they go to this site only. */
export const cookieOptions = (publicUrl: string): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: isHttps(publicUrl),
  path: '/',
})

const parseHeader = cookieParser()

/** Returns the cookies of a request, and stores them in `req.cookies` for libraries that read it. */
export function readCookies(req: Request): Readonly<Record<string, unknown>> {
  // It only reads a header, and calls back before it returns.
  parseHeader(req, req.res!, () => {})
  return req.cookies as Record<string, unknown>
}
