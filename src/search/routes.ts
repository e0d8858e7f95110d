import { reader } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, show, single, type Route } from '../platform/http/index.js'
import { cardOf, isKind } from '../pages/index.js'
import { searchPages } from './store.js'

const MOST_RESULTS = 50
const LONGEST_QUERY = 500

/** One box over all that is published. */
export const searchRoutes = ({ db, config, clock }: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/search', reader, async (req, res) => {
      const typed = single(req.query['q'])?.trim() ?? ''
      const wanted = single(req.query['kind'])
      const kind = wanted !== undefined && isKind(wanted) ? wanted : undefined
      const tooLong = typed.length > LONGEST_QUERY
      const found = tooLong ? [] : await searchPages(db, typed, kind, MOST_RESULTS)
      const now = clock.now()
      show(req, res, 'search/results', {
        pageTitle: typed === '' ? 'Search' : `Search: ${typed.slice(0, 100)}`, noindex: true, hideSearch: true, query: typed, kind, most: MOST_RESULTS,
        errors: tooLong ? [{ field: 'q', message: `Search for at most ${LONGEST_QUERY} characters` }] : undefined,
        results: found.map(page => cardOf(config, page, now)),
      }, tooLong ? 422 : 200)
    })
  })
