import { sql } from 'kysely'
import { anyone, KNOWN_DEVICE_DAYS, knownDeviceCookie } from '../accounts/index.js'
import { toInstant } from '../platform/clock.js'
import type { Config, Deps } from '../platform/deps.js'
import {
  routesOf,
  sessionCookie,
  show,
  view,
  visitorCookie,
  type PageModel,
  type Route,
} from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { showMarkdownHelp } from './markdown-help.js'

/** A cookie that the site sets, in words. */
interface Cookie {
  readonly heading: string
  readonly name: string
  readonly purpose: string
  readonly expiry: string
}

interface SiteModel extends PageModel {
  readonly cookies: readonly Cookie[]
  /** Whether only members can read the pages. */
  readonly membersOnly: boolean
}

export const aboutView = view<SiteModel>('site/about')
export const accessibilityView = view<SiteModel>('site/accessibility')
export const privacyView = view<SiteModel>('site/privacy')
export const cookiesView = view<SiteModel>('site/cookies')
export const contactView = view<SiteModel>('site/contact')

/** The pages about the site itself. */
const pages = [
  { path: '/about', pageTitle: 'About', view: aboutView },
  { path: '/accessibility', pageTitle: 'Accessibility statement', view: accessibilityView },
  { path: '/privacy', pageTitle: 'Privacy', view: privacyView },
  { path: '/cookies', pageTitle: 'Cookies', view: cookiesView },
  { path: '/contact', pageTitle: 'Contact', view: contactView },
]

/** How long the contact for security problems is said to be valid: counted from each answer, while the site runs. */
const SECURITY_CONTACT_MILLISECONDS = 30 * 24 * 3_600_000

/** The pages about the site itself, and the health checks. */
export const siteRoutes = ({ db, clock, config, log, renderer }: Deps): readonly Route[] =>
  routesOf(routes => {
    for (const page of pages) {
      routes.get(page.path, anyone, (req, res) =>
        show(req, res, page.view, {
          pageTitle: page.pageTitle,
          cookies: cookiesOf(config),
          membersOnly: config.readAccess === 'members',
        }),
      )
    }

    routes.get('/help/markdown', anyone, (req, res) => showMarkdownHelp({ renderer }, req, res))

    routes.get('/robots.txt', anyone, (_req, res) => {
      const everything =
        config.readAccess === 'members'
          ? 'Disallow: /\n'
          : 'Disallow: /search\nDisallow: /sign-in\nDisallow: /register\n'
      res.type('text/plain').send(`User-agent: *\n${everything}`)
    })

    // https://www.rfc-editor.org/rfc/rfc9116
    routes.get('/.well-known/security.txt', anyone, (_req, res) => {
      const expires = toInstant(Date.parse(clock.now()) + SECURITY_CONTACT_MILLISECONDS)
      res
        .type('text/plain')
        .send(
          `Contact: mailto:${config.operatorEmail}\nExpires: ${expires}\nPreferred-Languages: en\n` +
            `Canonical: ${config.publicUrl}/.well-known/security.txt\n`,
        )
    })

    routes.get(
      '/health/live',
      anyone,
      (_req, res) => {
        res.set('Cache-Control', 'no-store').json({ status: 'live' })
      },
      { answersAlways: true },
    )

    // Ready to be sent requests: not while it is stopping, nor without its database.
    routes.get(
      '/health/ready',
      anyone,
      async (req, res) => {
        res.set('Cache-Control', 'no-store')
        if (req.app.locals['stopping'] === true) return void res.status(503).json({ status: 'stopping' })
        try {
          await sql`select 1 from migration limit 1`.execute(db)
          res.json({ status: 'ready' })
        } catch (error) {
          log.error({ err: error }, 'not ready')
          res.status(503).json({ status: 'no database' })
        }
      },
      { answersAlways: true },
    )
  })

/** Lists every cookie that the site sets. */
const cookiesOf = ({ publicUrl, sessionHours }: Config): readonly Cookie[] => [
  {
    heading: 'Your session',
    name: sessionCookie(publicUrl),
    purpose: 'It is a random key. It keeps you signed in, and shows that a form you send comes from you.',
    expiry: `${sessionLength(sessionHours)} after you last opened a page, or when you sign out`,
  },
  {
    heading: 'Forms before you sign in',
    name: visitorCookie(publicUrl),
    purpose: 'It is a random key. It shows that a form you send comes from you.',
    expiry: '1 day after you opened the form',
  },
  {
    heading: 'Devices you have signed in on',
    name: knownDeviceCookie(publicUrl),
    purpose:
      'It proves that you have signed in on this device. If others try to guess your passphrase, you can still sign in here. ' +
      'It does not sign you in by itself and does not say who you are.',
    expiry: `${KNOWN_DEVICE_DAYS} days after you last signed in. Signing out keeps it`,
  },
]

/** A number of hours as a person would say it, to begin a sentence: `7 days`, `12 hours`. */
export const sessionLength = (hours: number): string =>
  hours % 24 === 0 ? pluralise(hours / 24, 'day') : pluralise(hours, 'hour')
