import type { Request, Response } from 'express'
import { actorOf, reader } from '../accounts/index.js'
import { listActivity } from '../activity/index.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import { routesOf, show, view, withQuery, type Link, type PageModel, type Route } from '../platform/http/index.js'
import { firstRows } from '../platform/paging.js'
import type { SearchDeps } from '../search/index.js'
import { activityEntries, changeVerbs, type ActivityEntry } from './activity-entry-model.js'
import { loadHomeSections, type HomeSections } from './home-model.js'

const CHANGES_SHOWN = 6

/** The sections change with the day as well as with each commit: a few days' worth is enough. */
const DAYS_CACHED = 4

/** Searches to try. Each is a link with these very words. */
const EXAMPLE_SEARCHES = ['video blocked', 'sharing files with another body', 'too many signatures']

interface HomeModel extends PageModel, HomeSections {
  readonly examples: readonly Link[]
  readonly changes: readonly ActivityEntry[]
  /** The kind of the reader's own organisation, to begin the form with. */
  readonly organisationKind: string | undefined
}

export const homeView = view<HomeModel>('reading/home')

/** The home page: search, what is newly proven, what most organisations face, and what waits for a workaround. */
export const homeRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    const sectionsOn = cachedUntilCommit(deps.db, DAYS_CACHED, () => loadHomeSections(deps))
    routes.get('/', reader, (req, res) => showHome(deps, sectionsOn, req, res))
  })

async function showHome(
  deps: SearchDeps,
  sectionsOn: (date: string) => Promise<HomeSections | undefined>,
  req: Request,
  res: Response,
): Promise<void> {
  const { rows: changes } = await listActivity(deps.db, changeVerbs, firstRows(CHANGES_SHOWN))
  const sections = (await sectionsOn(isoDateOf(deps.clock.now()))) ?? (await loadHomeSections(deps))
  const kind = actorOf(req)?.organisation?.kind
  show(req, res, homeView, {
    pageTitle: 'Find a way round what blocks your work',
    hideSearch: true,
    examples: EXAMPLE_SEARCHES.map(text => ({ text, href: withQuery('/search', { q: text }) })),
    ...sections,
    changes: await activityEntries(deps, changes),
    organisationKind: sections.organisationKinds.some(item => item.value === kind) ? kind : undefined,
  })
}
