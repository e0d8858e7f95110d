import type { Member } from '../accounts/index.js'
import type { PageHead } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { listCoveredKinds } from './position-store.js'
import { actionsOnOwnStatement } from './rules.js'
import { statementContext } from './statement-context.js'
import { changeText, statementModel, UNCOUNTED_NOTICE, type StatementModel } from './statement-model.js'
import { listUncountedIds } from './counted-statement-store.js'
import { listOwnStatements } from './own-statement-store.js'

/** Statements of one member on one page that are listed: far more than anybody makes. */
const MAX_OWN_STATEMENTS = 20

/** A member's own statement, as the page that it is about shows it to them. */
export interface OwnStatement extends StatementModel {
  /** The name of the organisation that it was made for. The member may have moved since. */
  readonly madeFor: string
  /** Says that the statement is not counted, and why. Undefined if it is counted. */
  readonly uncountedNotice: string | undefined
  /** `Correct or withdraw`: the text of the link that leads to where they do so. */
  readonly changeText: string
}

/** A member's own statements on a page, newest first. */
export async function listOwnStatementModels(
  deps: EvidenceDeps,
  actor: Pick<Member, 'id'>,
  page: PageHead,
): Promise<readonly OwnStatement[]> {
  const statements = await listOwnStatements(deps.db, actor.id, page.id, MAX_OWN_STATEMENTS)
  if (statements.length === 0) return []
  const context = await statementContext(deps, page, statements, await listCoveredKinds(deps.db))
  const uncounted = await listUncountedIds(deps.db, statements)
  return statements.map(statement => ({
    ...statementModel(statement, context),
    madeFor: statement.organisationName,
    uncountedNotice: uncounted.has(statement.id) ? UNCOUNTED_NOTICE : undefined,
    changeText: changeText(actionsOnOwnStatement(page)),
  }))
}
