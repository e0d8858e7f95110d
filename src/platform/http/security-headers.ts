import helmet from 'helmet'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * The security headers of every answer, from helmet. They are the same each time, so they are worked out once:
 * setting them one by one from helmet's middleware costs a tenth of a page view.
 */
export function securityHeaders(publicUrl: string): ReadonlyMap<string, string> {
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
    strictTransportSecurity: https ? { maxAge: 63_072_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  const headers = new Map<string, string>()
  const response = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => {} }
  middleware({} as unknown as IncomingMessage, response as unknown as ServerResponse, () => {})
  return headers
}
