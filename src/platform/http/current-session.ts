import type { Request } from 'express'
import type { Session, SessionData } from 'express-session'

/** The request's session. The library's types promise one always; here a reader who brings no cookie has none. */
export const sessionOf = (req: Request): (Session & Partial<SessionData>) | undefined => req.session
