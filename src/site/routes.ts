import type { Request, Response } from 'express'
import { sql } from 'kysely'
import { anyone } from '../accounts/index.js'
import { toInstant } from '../platform/clock.js'
import type { Config, Deps } from '../platform/deps.js'
import { routesOf, show, view, type Route } from '../platform/http/index.js'
import { showMarkdownHelp } from './markdown-help.js'
import { siteModel, type SiteModel } from './site-model.js'

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

/** The pages about the site itself, and the health checks. */
export const siteRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { config } = deps
    for (const page of pages)
      routes.get(page.path, anyone, (req, res) => show(req, res, page.view, siteModel(config, page.pageTitle)))

    routes.get('/help/markdown', anyone, (req, res) => showMarkdownHelp(deps, req, res))

    routes.get('/robots.txt', anyone, (_req, res) => {
      res.type('text/plain').send(robotsTxt(config))
    })

    routes.get('/.well-known/security.txt', anyone, (_req, res) => {
      res.type('text/plain').send(securityTxt(deps))
    })

    routes.get(
      '/health/live',
      anyone,
      (_req, res) => {
        res.set('Cache-Control', 'no-store').json({ status: 'live' })
      },
      { answersAlways: true },
    )
    routes.get('/health/ready', anyone, (req, res) => showReadiness(deps, req, res), { answersAlways: true })
  })

/** How long the contact for security problems is valid. Counted from each answer, since a site that answers has one. */
const SECURITY_CONTACT_MILLISECONDS = 30 * 24 * 3_600_000

/** Whom to tell about a security problem, in the format of RFC 9116. */
function securityTxt({ clock, config }: Pick<Deps, 'clock' | 'config'>): string {
  const expires = toInstant(Date.parse(clock.now()) + SECURITY_CONTACT_MILLISECONDS)
  return [
    `Contact: mailto:${config.operatorEmail}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${config.publicUrl}/.well-known/security.txt`,
    '',
  ].join('\n')
}

/** What search engines may not visit. */
function robotsTxt({ readAccess }: Pick<Config, 'readAccess'>): string {
  const disallowed = readAccess === 'members' ? ['/'] : ['/search', '/sign-in', '/register']
  return ['User-agent: *', ...disallowed.map(path => `Disallow: ${path}`), ''].join('\n')
}

/** Answers whether requests can be sent here: not while the service is stopping, nor without its database. */
async function showReadiness({ db, log }: Pick<Deps, 'db' | 'log'>, req: Request, res: Response): Promise<void> {
  res.set('Cache-Control', 'no-store')
  if (req.app.locals['stopping'] === true) {
    res.status(503).json({ status: 'stopping' })
    return
  }
  try {
    await sql`select 1 from migration limit 1`.execute(db)
    res.json({ status: 'ready' })
  } catch (error) {
    log.error({ err: error }, 'not ready')
    res.status(503).json({ status: 'no database' })
  }
}
