import type { Request, RequestHandler, Response } from 'express'
import { isId } from '../ids.js'
import { localPath } from './local-path.js'
import { routeOfPage } from './nearest-page.js'
import type { Route } from './routes.js'

/** What ends a sentence or a quotation, and is taken for the end of an address: as it is or percent-encoded. */
const endings = /(?:[.,;:!'")\]}>’”»…]|%(?:22|27|29|2c|3b|3e|5d|7d|e2%80%99|e2%80%9d|c2%bb|e2%80%a6)){1,20}\/?$/i

/**
 * Redirects from an address with a full stop or another mark at its end, or with an id in capitals, to the page without
 * it. Only to an address that a route has, which this leaves alone, so that there is no circle.
 */
export const tidyAddresses =
  (routes: readonly Route[]): RequestHandler =>
  (req, res, next) => {
    if (!/^(?:GET|HEAD)$/.test(req.method)) return next()
    const tidy = req.path
      .replace(endings, '')
      .split('/')
      .map(part => (isId(part.toLowerCase()) ? part.toLowerCase() : part))
      .join('/')
    if (tidy === req.path || localPath(tidy) === undefined || !routeOfPage(routes, tidy)) return next()
    redirect(res, tidy + queryOf(req))
  }

/** Redirects to the same address with another second part: `/barriers/new-name/edit?x` for `/barriers/old-name/edit?x`. */
export function redirectToSegment(req: Request, res: Response, segment: string): void {
  const [, first = '', , ...below] = req.path.split('/')
  redirect(res, `/${[first, encodeURIComponent(segment), ...below].join('/')}${queryOf(req)}`)
}

const queryOf = (req: Request): string => /\?.*$/s.exec(req.originalUrl)?.[0] ?? ''

/** A page can get an old name back. A redirect that the browser had cached would then lead in a circle. */
function redirect(res: Response, address: string): void {
  res.setHeader('Cache-Control', 'no-cache')
  res.redirect(308, address)
}
