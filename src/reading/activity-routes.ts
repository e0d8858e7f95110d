import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { listPageActivity, listActivity } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { pagingFrom, pagingLinks, routesOf, show, withQuery, type Route } from '../platform/http/index.js'
import { addressOf, allKinds, findPageOrRedirect, type KindDefinition } from '../pages/index.js'
import { entriesOf, pageVerbs } from './entries.js'

const PAGE_SIZE = 40

/** What changed: everywhere, and on one page. */
export const activityRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db } = deps

    routes.get('/activity', reader, async (req, res) => {
      const paging = pagingFrom(req.query, PAGE_SIZE)
      const { rows, next } = await listActivity(db, pageVerbs, paging)
      show(req, res, 'reading/activity', {
        pageTitle: 'Recent changes',
        section: 'activity',
        heading: 'Recent changes',
        breadcrumbs: undefined,
        entries: await entriesOf(deps, rows),
        ...pagingLinks(paging, next, after => withQuery('/activity', { after })),
      })
    })

    for (const definition of allKinds)
      routes.get(`/${definition.path}/:slug/activity`, reader, (req, res) => showPageActivity(req, res, definition))

    async function showPageActivity(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, definition.kind)
      if (!page) return
      const rows = await listPageActivity(db, page.id, pageVerbs, 200)
      show(req, res, 'reading/activity', {
        pageTitle: `Activity: ${page.title}`,
        section: definition.path,
        heading: `Activity on “${page.title}”`,
        noindex: true,
        breadcrumbs: [
          { text: definition.heading, href: `/${definition.path}` },
          { text: page.title, href: addressOf(page) },
        ],
        entries: await entriesOf(deps, rows),
        next: undefined,
        first: undefined,
      })
    }
  })
