import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import { routesOf, show, view, type PageModel, type Route } from '../platform/http/index.js'
import { listAccountStatements, type AccountStatement } from './account-statements.js'
import type { EvidenceDeps } from './caches.js'

/** The list of a member's own statements, in their account. */
export const accountStatementsRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/account/evidence', member, (req, res) => showAccountStatements(deps, req, res))
  })

interface AccountStatementsModel extends PageModel {
  /** Whether the member cannot make statements until their organisation is listed. */
  readonly lacksListing: boolean
  readonly statements: readonly AccountStatement[]
}

export const accountStatementsView = view<AccountStatementsModel>('evidence/own')

async function showAccountStatements(deps: EvidenceDeps, req: Request, res: Response): Promise<void> {
  show(req, res, accountStatementsView, {
    pageTitle: 'My reports',
    section: 'account',
    noindex: true,
    breadcrumbs: [{ text: 'Your account', href: '/account' }],
    lacksListing: memberOf(req).organisation === undefined,
    statements: await listAccountStatements(deps, memberOf(req)),
  })
}
