import type { Request, RequestHandler } from 'express'

/**
 * Where a request comes from, as the browser says: `own` from a page of this site, `foreign` from another site or host, and
 * `unknown` from a browser that does not say, or from a program.
 */
export type RequestOrigin = 'own' | 'foreign' | 'unknown'

/**
 * Returns where a request comes from, by the headers that browsers set and scripts of other sites cannot change. See
 * https://www.w3.org/TR/fetch-metadata/ and https://fetch.spec.whatwg.org/#origin-header.
 */
export function originOfRequest({ headers }: Pick<Request, 'headers'>, publicUrl: string): RequestOrigin {
  const site = headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return 'foreign'
  const { origin } = headers
  // Browsers send `null` where a page may not say where it is. Only the other header then shows that it is ours.
  if (origin === undefined || (origin === 'null' && site === 'same-origin'))
    return site === 'same-origin' ? 'own' : 'unknown'
  if (origin === publicUrl) return 'own'
  // Someone who tries the site at another of its addresses, such as 127.0.0.1 for localhost.
  const isOfHost = origin === `http://${headers.host}` || origin === `https://${headers.host}`
  return site === 'same-origin' && isOfHost ? 'own' : 'foreign'
}

/** A form that a page of another site sent. Shown as 403. Nothing of it is kept. */
export class ForeignForm extends Error {
  override readonly name = 'ForeignForm'
}

/** Refuses forms that pages of other sites send, before anything reads or sets a cookie. @throws ForeignForm */
export const refuseForeignForms =
  (publicUrl: string): RequestHandler =>
  (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const origin = originOfRequest(req, publicUrl)
    res.locals['formOrigin'] = origin
    next(origin === 'foreign' ? new ForeignForm() : undefined)
  }
