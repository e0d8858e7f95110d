import type { Request, Response } from 'express'
import { sql } from 'kysely'
import { anyone } from '../accounts/index.js'
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

    routes.get('/health/live', anyone, (_req, res) => {
      res.set('Cache-Control', 'no-store').json({ status: 'live' })
    })
    routes.get('/health/ready', anyone, (req, res) => showReadiness(deps, req, res))
  })

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
