import type { Request, Response } from 'express'
import { memberOf, moderator } from '../accounts/index.js'
import { NotFound } from '../platform/errors.js'
import {
  notify,
  parseForm,
  routesOf,
  seeOther,
  show,
  view,
  type FieldError,
  type PageModel,
  type Route,
  type SelectItem,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { addressOf, getPageById } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { removalForm } from './forms.js'
import { listCoveredKinds } from './position-store.js'
import { removeStatement } from './remove-statement.js'
import { removalReasons } from './rules.js'
import { statementContext } from './statement-context.js'
import { allStatementKinds, statementPath, type StatementKindDefinition } from './statement-kinds.js'
import { statementAddress, statementModel, type StatementModel } from './statement-model.js'
import { getStatement, type Statement } from './statement-store.js'

/** Removing somebody else's statement, as a moderator. */
export const removalRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    for (const kind of allStatementKinds) {
      const address = `/${statementPath(kind)}/:id/remove`
      routes.get(address, moderator, (req, res) => showRemoval(deps, req, res, kind))
      routes.post(address, moderator, (req, res) => submitRemoval(deps, req, res, kind), {
        writesText: 'remove this report',
      })
    }
  })

interface RemovalModel extends PageModel {
  readonly title: string
  readonly pageHref: string
  readonly action: string
  readonly statement: StatementModel
  readonly reasonItems: readonly SelectItem[]
}

export const removalView = view<RemovalModel>('evidence/remove')

const reasonItems: readonly SelectItem[] = [
  { value: '', text: 'Choose a reason' },
  ...Object.entries(removalReasons).map(([value, text]) => ({ value, text })),
]

async function showRemoval(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const statement = await loadStatementToRemove(deps, req, kind)
  if (statement.memberId === memberOf(req).id) return seeOther(res, statementAddress(statement))
  await showRemovalForm(deps, req, res, statement)
}

async function showRemovalForm(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  statement: Statement,
  errors?: readonly FieldError[],
): Promise<void> {
  const page = await getPageById(deps.db, statement.pageId)
  const context = await statementContext(deps, page, [statement], await listCoveredKinds(deps.db))
  const model = {
    pageTitle: `Remove a report on “${page.title}”`,
    noindex: true,
    errors,
    title: page.title,
    pageHref: addressOf(page),
    action: `${statementAddress(statement)}/remove`,
    statement: statementModel(statement, context),
    reasonItems,
  }
  show(req, res, removalView, model, errors ? 422 : 200)
}

async function submitRemoval(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const statement = await loadStatementToRemove(deps, req, kind)
  const form = parseForm(removalForm, req.body)
  if (!form.ok) return showRemovalForm(deps, req, res, statement, form.errors)
  await removeStatement(deps, memberOf(req), statement.id, form.value.reason)
  notify(req, {
    heading: 'Report removed',
    text: 'We no longer show or count it. The moderation log shows that you removed it, and why.',
  })
  const page = await getPageById(deps.db, statement.pageId)
  seeOther(res, addressOf(page))
}

/** Loads the statement in the address. @throws NotFound also if it has ended. */
async function loadStatementToRemove(
  { db }: EvidenceDeps,
  req: Request,
  { kind }: StatementKindDefinition,
): Promise<Statement> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such statement.')
  const statement = await getStatement(db, id)
  if (statement.kind !== kind || statement.endedAt !== null) throw new NotFound('There is no such statement.')
  return statement
}
