import type { Route } from '../platform/http/index.js'
import { accountStatementsRoutes } from './account-statements-routes.js'
import type { EvidenceDeps } from './caches.js'
import { newStatementRoutes } from './new-statement-routes.js'
import { ownStatementRoutes } from './own-statement-routes.js'
import { removalRoutes } from './removal-routes.js'
import { statementListRoutes } from './statement-list-routes.js'

/** Making, reading, changing, withdrawing and removing statements. */
export const evidenceRoutes = (deps: EvidenceDeps): readonly Route[] => [
  ...statementListRoutes(deps),
  ...newStatementRoutes(deps),
  ...ownStatementRoutes(deps),
  ...removalRoutes(deps),
  ...accountStatementsRoutes(deps),
]
