import type { Request } from 'express'
import { localPath, queryParam } from '../platform/http/index.js'

/** The page that the person came from, in `?return=`. Undefined without one on this site. */
export const returnPath = (req: Request): string | undefined => localPath(queryParam(req.query['return']))

/** The address of another form of this site, which carries on to `returnTo` afterwards. */
export const linkWithReturn = (path: string, returnTo: string): string =>
  returnTo === '' ? path : `${path}?return=${encodeURIComponent(returnTo)}`
