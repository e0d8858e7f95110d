import { sql } from 'kysely'
import { anyone } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, sessionCookie, show, type Route } from '../platform/http/index.js'

/** The pages about the site itself, by address. */
const pages = {
  '/about': 'About',
  '/accessibility': 'Accessibility statement',
  '/privacy': 'Privacy',
  '/cookies': 'Cookies',
  '/contact': 'Contact',
  '/help/markdown': 'How to write in Markdown',
} as const

/** What the site says of itself, and whether it is well. */
export const siteRoutes = ({ db, config, log }: Deps): readonly Route[] =>
  routesOf(routes => {
    for (const [path, title] of Object.entries(pages)) {
      routes.get(path, anyone, (req, res) =>
        show(req, res, `site/${path.split('/').at(-1)}`, {
          pageTitle: title,
          themes: config.themes,
          cookieName: sessionCookie(config.publicUrl),
          sessionLength: sessionLength(config.sessionHours),
          membersOnly: config.readAccess === 'members',
        }),
      )
    }

    routes.get('/robots.txt', anyone, (_req, res) => {
      const everything =
        config.readAccess === 'members'
          ? 'Disallow: /\n'
          : 'Disallow: /search\nDisallow: /sign-in\nDisallow: /register\n'
      res.type('text/plain').send(`User-agent: *\n${everything}`)
    })

    routes.get('/health/live', anyone, (_req, res) => {
      res.set('Cache-Control', 'no-store').json({ status: 'live' })
    })

    // Ready to be sent requests: not while it is stopping, nor without its database.
    routes.get('/health/ready', anyone, async (req, res) => {
      res.set('Cache-Control', 'no-store')
      if (req.app.locals['stopping'] === true) return void res.status(503).json({ status: 'stopping' })
      try {
        await sql`select 1 from migration limit 1`.execute(db)
        res.json({ status: 'ready' })
      } catch (error) {
        log.error({ err: error }, 'not ready')
        res.status(503).json({ status: 'no database' })
      }
    })
  })

/** How long a session lasts, as a person would say it. */
export function sessionLength(hours: number): string {
  const days = Math.round(hours / 24)
  if (days < 1) return 'less than a day'
  return days === 1 ? '1 day' : `${days} days`
}
