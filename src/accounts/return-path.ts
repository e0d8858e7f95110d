import type { Request } from 'express'
import { localPath, queryParam } from '../platform/http/index.js'

/** Reads from `?return=` the page that the person came from. Undefined unless it is on this site. */
export const returnPath = (req: Request): string | undefined => localPath(queryParam(req.query['return']))

/** Adds `returnTo` to the address of another form, which then returns the person there. */
export const linkWithReturn = (path: string, returnTo: string): string =>
  returnTo === '' ? path : `${path}?return=${encodeURIComponent(returnTo)}`
