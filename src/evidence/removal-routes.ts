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
import { addressOf, getPageById, type PageHead } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { showEnded } from './ended-page.js'
import { removalForm } from './forms.js'
import { listCoveredKinds } from './position-store.js'
import { removeStatement } from './remove-statement.js'
import { removalReasons } from './rules.js'
import { statementContext } from './statement-context.js'
import { allStatementKinds, statementPath, type StatementKindDefinition } from './statement-kinds.js'
import { statementAddress, statementModel, type StatementModel } from './statement-model.js'
import { hasEnded, type Statement } from './statement.js'
import { getStatement } from './statement-store.js'

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
  const { statement, page } = await loadStatement(deps, req, kind)
  if (statement.memberId === memberOf(req).id) return seeOther(res, statementAddress(statement))
  if (hasEnded(statement)) return showEnded(deps, req, res, statement, page)
  await showRemovalForm(deps, req, res, statement, page)
}

async function showRemovalForm(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  statement: Statement,
  page: PageHead,
  errors?: readonly FieldError[],
): Promise<void> {
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
  const { statement, page } = await loadStatement(deps, req, kind)
  if (hasEnded(statement)) return showEnded(deps, req, res, statement, page)
  const form = parseForm(removalForm, req.body)
  if (!form.ok) return showRemovalForm(deps, req, res, statement, page, form.errors)
  const before = await removeStatement(deps, memberOf(req), statement.id, form.value.reason)
  if (hasEnded(before)) return showEnded(deps, req, res, before, page)
  notify(req, {
    heading: 'Report removed',
    text: 'We no longer show or count it. The moderation log shows that you removed it, and why.',
  })
  seeOther(res, addressOf(page))
}

/** Loads the statement in the address, and the page that it is about. @throws NotFound */
async function loadStatement(
  { db }: EvidenceDeps,
  req: Request,
  { kind }: StatementKindDefinition,
): Promise<{ readonly statement: Statement; readonly page: PageHead }> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such statement.')
  const statement = await getStatement(db, id)
  if (statement.kind !== kind) throw new NotFound('There is no such statement.')
  return { statement, page: await getPageById(db, statement.pageId) }
}
