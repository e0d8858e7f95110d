import { reader } from '../accounts/index.js'
import { routesOf, type Route } from '../platform/http/index.js'
import { allKinds } from '../pages/index.js'
import { showComparison } from './compare-page.js'
import { showHistory } from './history-page.js'
import type { RevisionDeps } from './revision-deps.js'
import { showRevision } from './revision-page.js'

/** Public pages for each kind: the history of a page, any of its revisions, and the comparison of any two. */
export const revisionRoutes = (deps: RevisionDeps): readonly Route[] =>
  routesOf(routes => {
    for (const definition of allKinds) {
      const page = `/${definition.path}/:slug`
      routes.get(`${page}/history`, reader, (req, res) => showHistory(deps, req, res, definition))
      routes.get(`${page}/revisions/:number`, reader, (req, res) => showRevision(deps, req, res, definition))
      routes.get(`${page}/compare`, reader, (req, res) => showComparison(deps, req, res, definition))
    }
  })
