import helmet from 'helmet'
import type { RequestHandler } from 'express'
import { VIOLATION_REPORTS_PATH } from './violation-reports.js'

/** Two years, as recommended for the preload lists of browsers. */
const STRICT_TRANSPORT_SECONDS = 63_072_000

/** Features of browsers that no page of ours uses. See https://www.w3.org/TR/permissions-policy/. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

const permissionsPolicy = UNUSED_FEATURES.map(feature => `${feature}=()`).join(', ')

/** Sets the security headers of every answer. `publicUrl` decides whether browsers must use https. */
export function securityHeaders(publicUrl: string): RequestHandler {
  const https = publicUrl.startsWith('https:')
  const setHelmetHeaders = helmet({
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
        reportUri: [VIOLATION_REPORTS_PATH],
        reportTo: ['csp'],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: STRICT_TRANSPORT_SECONDS } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  return (req, res, next) => {
    // They are about documents. Styles, scripts and images would only be larger.
    if (!req.path.startsWith('/assets/')) {
      res.setHeader('Permissions-Policy', permissionsPolicy)
      res.setHeader('Reporting-Endpoints', `csp="${VIOLATION_REPORTS_PATH}"`)
    }
    // Most answers are about the person who asks. `no-store` would make the Back button lose what the person entered.
    res.setHeader('Cache-Control', 'private, no-cache')
    setHelmetHeaders(req, res, next)
  }
}
