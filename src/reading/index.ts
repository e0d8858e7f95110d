import type { Route } from '../platform/http/index.js'
import type { EvidenceDeps } from '../evidence/index.js'
import type { SearchDeps } from '../search/index.js'
import { activityRoutes } from './activity-routes.js'
import { blockedWhereRoutes } from './blocked-where-routes.js'
import { homeRoutes } from './home-routes.js'
import { listRoutes } from './list-routes.js'
import { organisationRoutes } from './organisation-routes.js'
import { pageRoutes } from './page-routes.js'

/** What a reader sees of all that is published: home, lists, pages with the evidence on them, organisations, and what changed. */
export const readingRoutes = (deps: SearchDeps & EvidenceDeps): readonly Route[] => [
  ...homeRoutes(deps),
  ...activityRoutes(deps),
  ...listRoutes(deps),
  ...pageRoutes(deps),
  ...organisationRoutes(deps),
  ...blockedWhereRoutes(deps),
]
