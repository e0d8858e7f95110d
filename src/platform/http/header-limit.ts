import type { RequestHandler } from 'express'
import { Refused } from '../errors.js'

/** Maximum total length of a request's headers, in characters: twice what common servers accept. */
const MAX_HEADERS_LENGTH = 16_384

/**
 * Refuses requests with very long headers. Node's own limit cannot do this, because it also counts the address, which is
 * long on this site when a search is.
 */
export const limitHeaders: RequestHandler = (req, _res, next) => {
  let length = 0
  for (const part of req.rawHeaders) length += part.length
  if (length > MAX_HEADERS_LENGTH) throw new Refused('Clear the cookies of this site, then try again.', 431)
  next()
}
