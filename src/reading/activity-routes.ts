import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { listActivity, listPageActivity } from '../activity/index.js'
import { addressOf, allKinds, findPageOrRedirect, type KindDefinition } from '../pages/index.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import { activityEntries, changeVerbs, type ActivityEntry } from './activity-entry-model.js'

const PAGE_SIZE = 40

interface ActivityModel extends PageModel, PagingLinks {
  readonly heading: string
  readonly entries: readonly ActivityEntry[]
}

export const activityView = view<ActivityModel>('reading/activity')

/** The changes of all pages, and those of each page. */
export const activityRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/activity', reader, (req, res) => showActivity(deps, req, res))
    for (const definition of allKinds)
      routes.get(`/${definition.path}/:slug/activity`, reader, (req, res) =>
        showPageActivity(deps, req, res, definition),
      )
  })

async function showActivity(deps: Deps, req: Request, res: Response): Promise<void> {
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listActivity(deps.db, changeVerbs, paging)
  show(req, res, activityView, {
    pageTitle: 'Recent changes',
    section: 'activity',
    heading: 'Recent changes',
    entries: await activityEntries(deps, rows),
    ...pagingLinks(paging, next, after => withQuery('/activity', { after })),
  })
}

async function showPageActivity(deps: Deps, req: Request, res: Response, definition: KindDefinition): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (!page) return
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listPageActivity(deps.db, page.id, changeVerbs, paging)
  show(req, res, activityView, {
    pageTitle: `Changes to “${page.title}”`,
    section: definition.path,
    heading: `Changes to “${page.title}”`,
    noindex: true,
    breadcrumbs: [
      { text: definition.heading, href: `/${definition.path}` },
      { text: page.title, href: addressOf(page) },
    ],
    entries: await activityEntries(deps, rows),
    ...pagingLinks(paging, next, after => withQuery(`${addressOf(page)}/activity`, { after })),
  })
}
