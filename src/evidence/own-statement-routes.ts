import type { Request, Response } from 'express'
import { member, memberOf, type Member } from '../accounts/index.js'
import { NotFound } from '../platform/errors.js'
import {
  notify,
  routesOf,
  seeOther,
  type FieldError,
  type FormValues,
  type Notice,
  type Route,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { actionsOffered, addressOf, getPageById, type PageHead } from '../pages/index.js'
import { showArchivedStatement } from './archived-page.js'
import type { EvidenceDeps } from './caches.js'
import { correctStatement } from './correct-statement.js'
import { showEnded } from './ended-page.js'
import { typedDay } from './forms.js'
import { actionsOnStatement } from './rules.js'
import { endingText } from './statement-ending.js'
import { parseStatement, runOrShowErrors, showStatementForm } from './statement-form.js'
import { allStatementKinds, statementKinds, statementPath, type StatementKindDefinition } from './statement-kinds.js'
import { statementAddress, UNCOUNTED_NOTICE } from './statement-model.js'
import { listUncountedIds } from './counted-statement-store.js'
import { hasEnded, type EndedStatement, type Statement } from './statement.js'
import { getStatement } from './statement-store.js'
import { withdrawStatement } from './withdraw-statement.js'

/** Changing and withdrawing one's own statement. */
export const ownStatementRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    for (const kind of allStatementKinds) {
      const base = `/${statementPath(kind)}/:id`
      routes.get(base, member, (req, res) => showOwnStatement(deps, req, res, kind))
      routes.post(base, member, (req, res) => submitChange(deps, req, res, kind), {
        writesText: 'correct your report',
        limit: 'reports',
      })
      routes.post(`${base}/withdraw`, member, (req, res) => submitWithdrawal(deps, req, res, kind))
    }
  })

async function showOwnStatement(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const { statement, page } = await loadOwnStatement(deps, req, kind)
  if (hasEnded(statement)) return showEnded(deps, req, res, statement, page)
  if (!actionsOnStatement(statement, page, memberOf(req)).has('change'))
    return showArchivedStatement(req, res, page, withdrawAddress(statement))
  const options = await changeFormOptions(deps, statement, page)
  await showStatementForm(deps, req, res, page, { ...options, values: valuesOf(statement) })
}

async function submitChange(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const { statement, page } = await loadOwnStatement(deps, req, kind)
  const actor = memberOf(req)
  if (!hasEnded(statement) && !actionsOnStatement(statement, page, actor).has('change'))
    return showArchivedStatement(req, res, page, withdrawAddress(statement))
  const parsed = parseStatement(deps, req, kind.kind)
  if (!parsed.ok) return showErrors(parsed.errors)
  const corrected = await runOrShowErrors(() => correctStatement(deps, actor, statement.id, parsed.value), showErrors)
  if (!corrected) return
  notify(req, {
    heading: 'Report saved',
    text: corrected.isUncounted ? UNCOUNTED_NOTICE : 'We have updated your report.',
  })
  seeOther(res, addressOf(page))

  async function showErrors(errors: readonly FieldError[]): Promise<void> {
    const options = await changeFormOptions(deps, statement, page)
    const values = { ...valuesOf(statement), ...parsed.values }
    await showStatementForm(deps, req, res, page, { ...options, values, errors })
  }
}

async function submitWithdrawal(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const actor = memberOf(req)
  const { statement, page } = await loadOwnStatement(deps, req, kind)
  const before = await withdrawStatement(deps, actor, statement.id)
  if (hasEnded(before) && before.ended.how !== 'withdrawn') return showEnded(deps, req, res, before, page)
  const notice = hasEnded(before) ? await withdrawnBeforeNotice(deps, before, actor) : withdrawnNotice
  const links = actionsOffered(page, actor).has('record-statement')
    ? [{ text: 'Make a new report', href: `${addressOf(page)}/${statementPath(kind)}/new` }]
    : []
  notify(req, { ...notice, links })
  seeOther(res, addressOf(page))
}

const withdrawnNotice: Notice = { heading: 'Report withdrawn', text: 'We no longer show or count this report.' }

/** Answers a second request to withdraw the same statement. */
const withdrawnBeforeNotice = async (
  { db }: EvidenceDeps,
  statement: EndedStatement,
  actor: Member,
): Promise<Notice> => ({
  type: 'neutral',
  heading: 'Already withdrawn',
  text: await endingText(db, statement, actor),
})

/** Loads the statement in the address. Its author alone can open it: for others it does not exist. @throws NotFound */
async function loadOwnStatement(
  { db }: EvidenceDeps,
  req: Request,
  { kind }: StatementKindDefinition,
): Promise<{ readonly statement: Statement; readonly page: PageHead }> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such statement.')
  const statement = await getStatement(db, id)
  if (statement.kind !== kind || statement.memberId !== memberOf(req).id)
    throw new NotFound('There is no such statement.')
  return { statement, page: await getPageById(db, statement.pageId) }
}

const valuesOf = (statement: Statement): FormValues => ({
  state: statement.state,
  other: statement.linkedPageId ?? '',
  day: typedDay(statement.happenedOn),
  note: statement.note,
  approvedBy: statement.approvedBy,
  weeks: statement.weeks === null ? '' : String(statement.weeks),
  cost: statement.cost === null ? '' : String(statement.cost),
  shownAs: statement.shownAs,
})

const withdrawAddress = (statement: Statement): string => `${statementAddress(statement)}/withdraw`

async function changeFormOptions(deps: EvidenceDeps, statement: Statement, page: PageHead) {
  const isUncounted = (await listUncountedIds(deps.db, [statement])).has(statement.id)
  const action = statementAddress(statement)
  return {
    heading: `${statementKinds[statement.kind].text.changeHeading} “${page.title}”`,
    action,
    submitText: 'Save changes',
    cancelText: 'Keep it as it is',
    previousLink: statement.linkedPageId,
    organisation: { name: statement.organisationName, kind: statement.organisationKind },
    changed: {
      uncountedNotice: isUncounted ? UNCOUNTED_NOTICE : undefined,
      withdrawAction: withdrawAddress(statement),
    },
  }
}
