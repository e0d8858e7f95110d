import type { Member } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { Tx } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { actionsOnPage, kinds, listLinkedPages, type PageHead } from '../pages/index.js'
import type { StatementInput } from './forms.js'
import { canMakeStatements } from './rules.js'
import { statementKindOn } from './statement-kinds.js'
import { listUncountedIds } from './counted-statement-store.js'
import type { NewStatement, Statement } from './statement.js'

/**
 * The statement that `actor` makes on `page` with this input.
 * @param previousLink the page that the statement named before it was corrected: it may stay, even if no longer linked.
 * @throws Refused (403) if the actor's organisation is not listed, or (409) if the page is archived, and NotLinked (422)
 *   if the other page is not linked to this one.
 */
export async function newStatement(
  tx: Tx,
  actor: Member,
  page: PageHead,
  input: StatementInput,
  madeAt: Instant,
  previousLink: string | null = null,
): Promise<NewStatement> {
  if (!canMakeStatements(actor))
    throw new Refused(
      'You cannot report this yet, because your organisation is not listed. ' +
        'Ask the people who run this site to list it.',
      403,
    )
  if (!actionsOnPage(page, actor).has('record-statement')) throw archivedRefusal(page)
  if (input.other !== null && input.other !== previousLink) await requireLink(tx, page, input.other)
  const kind = statementKindOn(page.kind)
  return {
    kind: kind.kind,
    pageId: page.id,
    organisationId: actor.organisation.id,
    memberId: actor.id,
    state: input.state,
    linkedPageId: input.other,
    revisionNumber: kind.namesRevision ? page.number : null,
    approvedBy: input.approvedBy,
    weeks: input.weeks,
    cost: input.cost,
    note: input.note,
    happenedOn: input.day,
    shownAs: input.shownAs,
    madeAt,
  }
}

/** The refusal (409) of a statement about a page that has been archived in the meantime. */
export const archivedRefusal = (page: PageHead): Refused =>
  new Refused(`This ${kinds[page.kind].singular} is archived, so you cannot add to it.`, 409)

/** The refusal (422) of a statement that names a page that is not linked to the page that it is about. */
export class NotLinked extends Refused {}

async function requireLink(tx: Tx, page: PageHead, linkedPageId: string): Promise<void> {
  const linked = await listLinkedPages(tx, page.id)
  if (linked.some(other => other.id === linkedPageId)) return
  const { singular, linksTo } = kinds[page.kind]
  throw new NotLinked(
    `That ${kinds[linksTo].singular} is not linked to this ${singular}. Choose one from the list, or link it first.`,
  )
}

const comparedFields = [
  'organisationId',
  'state',
  'linkedPageId',
  'approvedBy',
  'weeks',
  'cost',
  'note',
  'happenedOn',
  'shownAs',
] as const

/** Whether two statements of one member on one page state the same. */
export const isSameStatement = (a: NewStatement, b: NewStatement): boolean =>
  comparedFields.every(field => a[field] === b[field])

/** Whether a statement is kept without being counted or shown: see `publiclyCountable`. */
export const isUncounted = async (tx: Tx, statement: Pick<Statement, 'id'>): Promise<boolean> =>
  (await listUncountedIds(tx, [statement])).has(statement.id)
