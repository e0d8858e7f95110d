import { reader } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, show, single, singleOf, type Route } from '../platform/http/index.js'
import { cardOf, kindList } from '../pages/index.js'
import { searchPages } from './search.js'

const MOST_RESULTS = 50
const LONGEST_QUERY = 500

/** One box over all that is published. */
export const searchRoutes = ({ db, config, clock }: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/search', reader, async (req, res) => {
      const typed = single(req.query['q'])?.trim() ?? ''
      const kind = singleOf(req.query['kind'], kindList.map(one => one.kind))
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
