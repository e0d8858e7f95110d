import type { RequestHandler } from 'express'
import { Refused } from '../errors.js'

/** Longest headers of a request that we accept, all together, in characters: twice what common servers accept. */
const MAX_HEADERS_LENGTH = 16_384

/**
 * Refuses a request with very long headers. Node's own limit cannot do this: it also counts the address, which can be
 * far longer on this site, because a search may be.
 */
export const limitHeaders: RequestHandler = (req, _res, next) => {
  let length = 0
  for (const part of req.rawHeaders) length += part.length
  if (length > MAX_HEADERS_LENGTH)
    throw new Refused(
      'Your browser sent too much data with this request. Clear the cookies of this site and try again.',
      431,
    )
  next()
}
