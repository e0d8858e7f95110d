import type { Request } from 'express'
import type { Session, SessionData } from 'express-session'

/** Returns the request's session. Undefined for a reader without a cookie, unlike the library's types say. */
export const sessionOf = (req: Request): (Session & Partial<SessionData>) | undefined => req.session
