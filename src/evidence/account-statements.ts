import type { Member } from '../accounts/index.js'
import { addressOf, loadPagesById } from '../pages/index.js'
import { isoDateOf, subtractMonths } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { withQuery } from '../platform/http/index.js'
import { listCoveredKinds } from './position-store.js'
import { actionsOnOwnStatement } from './rules.js'
import { changeText, statementModel, UNCOUNTED_NOTICE, type StatementModel } from './statement-model.js'
import { statementKinds, statementPath } from './statement-kinds.js'
import { listUncountedIds } from './counted-statement-store.js'
import { listOldReports, listOwnStatements } from './own-statement-store.js'
import type { Statement } from './statement.js'

type AccountStatementDeps = Pick<Deps, 'db' | 'config' | 'clock'>

/** Statements that the list of a member's own shows: nearly all members have fewer. */
const MAX_OWN_STATEMENTS = 200

/** Old reports that a member is asked to confirm at a time: as many as one would work through in one go. */
const MAX_REPORTS_TO_CONFIRM = 20

/** A member's own statement, with the page that it is about. */
export interface AccountStatement extends StatementModel {
  readonly title: string
  readonly pageHref: string
  /** Says that the statement is not counted, and why. Undefined if it is counted. */
  readonly uncountedNotice: string | undefined
  /** `Correct or withdraw`: the text of the link that leads to where they do so. */
  readonly changeText: string
  /** Whether it is so old that its author is asked to confirm it. */
  readonly isToConfirm: boolean
}

/** A member's old report, with what the form sends that makes the same report again, as of today. */
export interface ReportToConfirm extends AccountStatement {
  readonly confirmation: {
    readonly action: string
    readonly state: string
    readonly other: string
    readonly shownAs: string
  }
}

/** A member's own statements on all pages, newest first. */
export async function listAccountStatements(
  deps: AccountStatementDeps,
  actor: Member,
): Promise<readonly AccountStatement[]> {
  const statements = await listOwnStatements(deps.db, actor.id, undefined, MAX_OWN_STATEMENTS)
  const toConfirm = await listReportsToConfirm(deps, actor)
  return accountStatementModels(deps, statements, new Set(toConfirm.map(report => report.id)))
}

/** A member's old reports, oldest first, for the account page to ask whether they are still true. */
export async function listStatementsToConfirm(
  deps: AccountStatementDeps,
  actor: Member,
): Promise<readonly ReportToConfirm[]> {
  const reports = await listReportsToConfirm(deps, actor)
  const byId = new Map(reports.map(report => [report.id, report]))
  const models = await accountStatementModels(deps, reports, new Set(byId.keys()))
  return models.map(model => ({ ...model, confirmation: confirmationOf(byId.get(model.id)!, model.pageHref) }))
}

function listReportsToConfirm(
  { db, config, clock }: AccountStatementDeps,
  actor: Member,
): Promise<readonly Statement[]> {
  const before = subtractMonths(isoDateOf(clock.now()), config.evidenceAgesAfterMonths)
  return listOldReports(db, actor.id, before, MAX_REPORTS_TO_CONFIRM)
}

const confirmationOf = ({ kind, state, linkedPageId, shownAs }: Statement, pageHref: string) => ({
  action: withQuery(`${pageHref}/${statementPath(statementKinds[kind])}`, { confirms: 'yes' }),
  state,
  other: linkedPageId ?? '',
  shownAs,
})

async function accountStatementModels(
  deps: AccountStatementDeps,
  statements: readonly Statement[],
  idsToConfirm: ReadonlySet<string>,
): Promise<readonly AccountStatement[]> {
  const { db, config } = deps
  const pages = await loadPagesById(db, pageIdsIn(statements))
  const uncounted = await listUncountedIds(db, statements)
  const context = { config, coveredKinds: await listCoveredKinds(db), today: isoDateOf(deps.clock.now()), pages }
  return statements.map(statement => {
    const page = pages.get(statement.pageId)!
    return {
      ...statementModel(statement, context),
      title: page.title,
      pageHref: addressOf(page),
      uncountedNotice: uncounted.has(statement.id) ? UNCOUNTED_NOTICE : undefined,
      changeText: changeText(actionsOnOwnStatement(page)),
      isToConfirm: idsToConfirm.has(statement.id),
    }
  })
}

/** The ids of the pages that statements are about or name. */
const pageIdsIn = (statements: readonly Statement[]): readonly string[] =>
  statements.flatMap(({ pageId, linkedPageId }) => [pageId, ...(linkedPageId === null ? [] : [linkedPageId])])
