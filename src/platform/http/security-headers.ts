import helmet from 'helmet'
import type { RequestHandler } from 'express'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Two years, as recommended for the preload lists of browsers. */
const STRICT_TRANSPORT_SECONDS = 63_072_000

/**
 * Sets the security headers of every answer. Computes them only once with Helmet, since they never change: running its
 * middleware for each request would take a tenth of the time of a page view.
 */
export function setSecurityHeaders(publicUrl: string): RequestHandler {
  const headers = securityHeaders(publicUrl)
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    next()
  }
}

function securityHeaders(publicUrl: string): ReadonlyMap<string, string> {
  const https = publicUrl.startsWith('https:')
  const middleware = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: STRICT_TRANSPORT_SECONDS } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  const headers = new Map<string, string>()
  const response = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => {} }
  middleware({} as unknown as IncomingMessage, response as unknown as ServerResponse, () => {})
  return headers
}
