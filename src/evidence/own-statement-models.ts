import type { Member } from '../accounts/index.js'
import type { PageHead } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { listCoveredKinds } from './position-store.js'
import { statementContext } from './statement-context.js'
import { statementModel, UNCOUNTED_NOTICE, type StatementModel } from './statement-model.js'
import { listOwnStatements, listUncountedIds } from './statement-store.js'

/** One's own statement, with the name of the organisation that it was made for: one may have moved since. */
export interface OwnStatement extends StatementModel {
  readonly madeFor: string
  /** Why it is kept, and neither shown nor counted, where that is so. */
  readonly setAside: string | undefined
}

/** What a member said of a page themselves, newest first. */
export async function listOwnStatementModels(
  deps: EvidenceDeps,
  actor: Pick<Member, 'id'>,
  page: PageHead,
): Promise<readonly OwnStatement[]> {
  const own = await listOwnStatements(deps.db, actor.id, page.id, 20)
  if (own.length === 0) return []
  const showing = await statementContext(deps, page, own, await listCoveredKinds(deps.db))
  const setAside = await listUncountedIds(deps.db, own)
  return own.map(one => ({
    ...statementModel(one, showing),
    madeFor: one.organisationName,
    setAside: setAside.has(one.id) ? UNCOUNTED_NOTICE : undefined,
  }))
}
