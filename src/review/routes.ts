import type { Route } from '../platform/http/index.js'
import type { SearchDeps } from '../search/index.js'
import { amendRoutes } from './amend-routes.js'
import { archiveRoutes } from './archive-routes.js'
import { editRoutes } from './edit-routes.js'
import { moderationLogRoutes } from './moderation-log-routes.js'
import { newPageRoutes } from './new-page-routes.js'
import { ownSuggestionsRoutes } from './own-suggestions-routes.js'
import { queueRoutes } from './queue-routes.js'
import { resolveRoutes } from './resolve-routes.js'
import { suggestionReviewRoutes } from './review-routes.js'
import { suggestionRoutes } from './suggestion-routes.js'
import { unreviewedRoutes } from './unreviewed-routes.js'

/** Writing pages, following one's suggestions, and what moderators do. */
export const reviewRoutes = (deps: SearchDeps): readonly Route[] => [
  ...newPageRoutes(deps),
  ...editRoutes(deps),
  ...ownSuggestionsRoutes(deps),
  ...suggestionRoutes(deps),
  ...amendRoutes(deps),
  ...queueRoutes(deps),
  ...unreviewedRoutes(deps), // before `/review/:id`, which it would match
  ...suggestionReviewRoutes(deps),
  ...resolveRoutes(deps),
  ...moderationLogRoutes(deps),
  ...archiveRoutes(deps),
]
