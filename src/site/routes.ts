import { sql } from 'kysely'
import { anyone, FAILED_SIGN_INS_SECONDS, SUGGESTIONS_UNTIL_TRUSTED } from '../accounts/index.js'
import { ORGANISATIONS_FOR_COVER, ORGANISATIONS_FOR_PROOF } from '../evidence/index.js'
import { toInstant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, sessionCookie, show, view, type PageModel, type Route } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { showMarkdownHelp } from './markdown-help.js'

interface SiteModel extends PageModel {
  readonly cookieName: string
  /** How long an unused session lasts, in words, to begin a sentence. */
  readonly sessionLength: string
  /** Whether only members can read the pages. */
  readonly membersOnly: boolean
  readonly rules: typeof rules
}

/** The numbers of rules that the pages explain. */
const rules = {
  suggestionsUntilTrusted: SUGGESTIONS_UNTIL_TRUSTED,
  organisationsForProof: ORGANISATIONS_FOR_PROOF,
  organisationsForCover: ORGANISATIONS_FOR_COVER,
  signInMinutes: FAILED_SIGN_INS_SECONDS / 60,
} as const

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
          cookieName: sessionCookie(config.publicUrl),
          sessionLength: sessionLength(config.sessionHours),
          membersOnly: config.readAccess === 'members',
          rules,
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

/** A number of hours as a person would say it, to begin a sentence: `7 days`, `12 hours`. */
export const sessionLength = (hours: number): string =>
  hours % 24 === 0 ? pluralise(hours / 24, 'day') : pluralise(hours, 'hour')
