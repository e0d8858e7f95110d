import { isModerator, type Actor, type Member } from '../accounts/index.js'
import type { PageHead } from './store.js'

/**
 * What can be done with a page. `restore` brings back the text of an earlier revision; `bring-back` ends the archiving
 * of the page itself; `record-statement` says for an organisation how it fared with the barrier or solution.
 */
export type PageAction = 'edit' | 'restore' | 'record-statement' | 'archive' | 'bring-back'

/** A member whose organisation is listed. */
export type OrganisationMember = Member & { readonly organisation: NonNullable<Member['organisation']> }

/** Why somebody cannot record a statement on a page. A visitor has to sign in first. */
export type StatementObstacle = 'archived' | 'signed-out' | 'unlisted'

/** What stops `actor` from recording a statement on `page` now; undefined when nothing does. */
export function statementObstacle(page: Pick<PageHead, 'archivedAt'>, actor: Actor): StatementObstacle | undefined {
  if (page.archivedAt !== null) return 'archived'
  if (!actor) return 'signed-out'
  // A statement says how an organisation fared, so it needs one that can be counted.
  return actor.organisation ? undefined : 'unlisted'
}

/** Whether `actor` may record a statement on `page` now. */
export const canRecordStatement = (page: Pick<PageHead, 'archivedAt'>, actor: Actor): actor is OrganisationMember =>
  statementObstacle(page, actor) === undefined

/** What `actor` may do with `page` now. Commands enforce exactly these; an archived page is for moderators alone. */
export function actionsOnPage(page: Pick<PageHead, 'archivedAt'>, actor: Actor): ReadonlySet<PageAction> {
  const actions = new Set<PageAction>()
  if (!actor) return actions
  const isArchived = page.archivedAt !== null
  if (!isArchived || isModerator(actor)) actions.add('edit').add('restore')
  if (canRecordStatement(page, actor)) actions.add('record-statement')
  if (isModerator(actor)) actions.add(isArchived ? 'bring-back' : 'archive')
  return actions
}

/** What the page offers `actor`: what they may do, and to a visitor what they may do once they have signed in. */
export function actionsOffered(page: Pick<PageHead, 'archivedAt'>, actor: Actor): ReadonlySet<PageAction> {
  if (!actor && page.archivedAt === null) return new Set<PageAction>(['edit', 'record-statement'])
  return actionsOnPage(page, actor)
}
