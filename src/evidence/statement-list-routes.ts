import type { Request, Response } from 'express'
import { actorOf, reader } from '../accounts/index.js'
import { isoDateOf } from '../platform/dates.js'
import {
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  view,
  withQuery,
  type Link,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import { actionsOffered, addressOf, archivedDate, findPageOrRedirect, kinds, type DisplayDate } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { evidenceModel, type EvidenceModel } from './evidence-model.js'
import { statementTableLabels, type StatementTableLabels } from './labels.js'
import { getPageEvidence } from './page-evidence-store.js'
import { listCoveredKinds } from './position-store.js'
import { statementContext } from './statement-context.js'
import { statementBreadcrumbs } from './statement-form.js'
import { allStatementKinds, statementPath, type StatementKindDefinition } from './statement-kinds.js'
import { statementActions, statementModel, type StatementActions, type StatementModel } from './statement-model.js'
import { statementOrder, type StatementCursor } from './statement-order.js'
import { listStatements } from './counted-statement-store.js'

/** Statements on one page of the list. */
const PAGE_SIZE = 40

/** The list of all statements on a page that count. */
export const statementListRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    for (const kind of allStatementKinds)
      routes.get(`/${kinds[kind.on].path}/:slug/${statementPath(kind)}`, reader, (req, res) =>
        showStatements(deps, req, res, kind),
      )
  })

interface StatementsModel extends PageModel, PagingLinks {
  readonly heading: string
  readonly archived: DisplayDate | undefined
  readonly evidence: EvidenceModel
  readonly labels: StatementTableLabels
  readonly statements: readonly (StatementModel & {
    readonly actions: StatementActions
  })[]
  /** The form for a new statement. Undefined if the page is archived. */
  readonly add: Link | undefined
}

export const statementsView = view<StatementsModel>('evidence/statements')

async function showStatements(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind.on)
  if (!page) return
  const paging = pagingFrom<StatementCursor>(req.query, PAGE_SIZE, statementOrder.length)
  const { rows, next } = await listStatements(deps.db, page.id, paging)
  const context = await statementContext(deps, page, rows, await listCoveredKinds(deps.db))
  const evidence = await getPageEvidence(deps.db, page.id)
  const href = `${addressOf(page)}/${statementPath(kind)}`
  const heading = `${kind.text.listHeading} “${page.title}”`
  show(req, res, statementsView, {
    pageTitle: heading,
    section: kinds[kind.on].path,
    breadcrumbs: statementBreadcrumbs(page),
    noindex: true,
    heading,
    archived: archivedDate(page),
    evidence: evidenceModel(kind.on, evidence, isoDateOf(deps.clock.now())),
    labels: statementTableLabels[kind.on],
    statements: rows.map(statement => ({
      ...statementModel(statement, context),
      actions: statementActions(statement, page, actorOf(req)),
    })),
    add: actionsOffered(page, actorOf(req)).has('record-statement')
      ? { text: kinds[kind.on].statements.button, href: `${href}/new` }
      : undefined,
    ...pagingLinks(paging, next, after => withQuery(href, { after })),
  })
}
