import {
  actionsOnStatement,
  canMakeStatements,
  MAX_STATEMENTS_PER_PAGE,
  removalReasons,
  type RemovalReason,
  type StatementState,
  type StatementKind,
} from './rules.js'
import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import { addSeconds } from '../platform/clock.js'
import { Conflict, Forbidden, Refused } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity, type Verb } from '../activity/index.js'
import { getPageById, kinds, listLinkedPages, type Kind, type PageHead } from '../pages/index.js'
import { deriveAfterStatement } from './derive.js'
import type { StatementInput } from './forms.js'
import { serializeWrites } from './in-turn.js'
import {
  endStatement,
  findNamedState,
  getStatement,
  insertStatement,
  listUncountedIds,
  findRecentStatements,
  type NewStatement,
  type Statement,
} from './store.js'

type EvidenceDeps = Pick<Deps, 'db' | 'clock'>

/** The same said again within this many seconds is one statement. */
const SAME_WITHIN_SECONDS = 60

const statementKindOn = (kind: Kind): StatementKind => (kind === 'barrier' ? 'report' : 'trial')

export interface RecordedStatement {
  readonly id: string
  /** The same was said a moment ago: this is that statement. */
  readonly isRepeat: boolean
  /** It counts for nothing now, because others of the organisation are named: see `countedOf`. */
  readonly isUncounted: boolean
  /** What the organisation was seen to say until now, where this changed it, and it was not this member who said so. */
  readonly previousState?: StatementState | undefined
}

/**
 * Adds to the ledger what a member says of a page for their organisation: a report on a barrier, a trial of a solution.
 * @throws Refused (403) for a member of no listed organisation; Refused (422) where the other page is not linked to this one.
 */
export const recordStatement = (
  deps: EvidenceDeps,
  actor: Member,
  pageId: string,
  input: StatementInput,
): Promise<RecordedStatement> =>
  serializeWrites(deps.db, async tx => {
    const now = deps.clock.now()
    const page = await getPageById(tx, pageId)
    const made = await newStatement(tx, actor, page, input, now)
    const own = await findRecentStatements(tx, actor.id, pageId, addSeconds(now, -SAME_WITHIN_SECONDS))
    const same = own.recent.find(one => isSame(one, made))
    if (same) return { id: same.id, isRepeat: true, isUncounted: await isUncounted(tx, same) }
    if (own.statements >= MAX_STATEMENTS_PER_PAGE)
      throw new Refused(
        `You have said ${MAX_STATEMENTS_PER_PAGE.toLocaleString('en-GB')} things of this page already. Change or withdraw one of them first.`,
      )
    const stood = await findNamedState(tx, pageId, made.organisationId)
    const id = await insertStatement(tx, made)
    await deriveAfterStatement(tx, pageId, made.organisationId)
    const stands = await findNamedState(tx, pageId, made.organisationId)
    await recordPageActivity(tx, actor, made.kind === 'report' ? 'report.made' : 'trial.made', page, made.madeAt)
    return {
      id,
      isRepeat: false,
      isUncounted: await isUncounted(tx, { ...made, id }),
      previousState: stood === stands || own.statements > 0 ? undefined : stood,
    }
  })

const isUncounted = async (
  tx: Tx,
  made: Pick<Statement, 'id' | 'pageId' | 'organisationId' | 'shownAs'>,
): Promise<boolean> => (await listUncountedIds(tx, [made])).has(made.id)

/** @param kept the other page that the statement named before: it may stand, though it is no longer linked. */
async function newStatement(
  tx: Tx,
  actor: Member,
  page: PageHead,
  input: StatementInput,
  now: string,
  kept: string | null = null,
): Promise<NewStatement> {
  if (!canMakeStatements(actor))
    throw new Refused(
      'Your organisation is not listed, so you cannot speak for it yet. Ask whoever runs this site to list it.',
      403,
    )
  if (page.archivedAt !== null)
    throw new Refused(`This ${kinds[page.kind].singular} was archived, so nothing can be added to it.`, 409)
  const isReport = page.kind === 'barrier'
  if (
    input.other !== null &&
    input.other !== kept &&
    !(await listLinkedPages(tx, page.id)).some(one => one.id === input.other)
  ) {
    throw new Refused(
      isReport
        ? 'That solution is not linked to this barrier. Choose one from the list, or link it first'
        : 'That barrier is not linked to this solution. Choose one from the list, or link it first',
    )
  }
  return {
    kind: statementKindOn(page.kind),
    pageId: page.id,
    organisationId: actor.organisation.id,
    memberId: actor.id,
    state: input.state,
    linkedPageId: input.other,
    revisionNumber: isReport ? null : page.number,
    approvedBy: input.approvedBy,
    weeks: input.weeks,
    cost: input.cost,
    note: input.note,
    happenedOn: input.day,
    shownAs: input.shownAs,
    madeAt: now,
  }
}

const isSame = (a: NewStatement, b: NewStatement): boolean =>
  (
    ['organisationId', 'state', 'linkedPageId', 'approvedBy', 'weeks', 'cost', 'note', 'happenedOn', 'shownAs'] as const
  ).every(field => a[field] === b[field])

/** What the log says of who spoke. A kind alone is not said there: the log is kept, and how many of a kind there are changes. */
const recordPageActivity = (tx: Tx, actor: Member, verb: Verb, page: PageHead, at: string): Promise<unknown> =>
  recordActivity(tx, { at, verb, actorId: actor.id, actorLabel: 'a member', kind: page.kind, pageId: page.id })

/**
 * Corrects one's own statement: it ends, and another stands in its place, as of the same moment and the same revision.
 * Returns the one that stands now.
 * @throws Conflict when it was withdrawn or replaced in the meantime.
 */
export const correctStatement = (
  deps: EvidenceDeps,
  actor: Member,
  id: string,
  input: StatementInput,
): Promise<Pick<RecordedStatement, 'id' | 'isUncounted'>> =>
  serializeWrites(deps.db, async tx => {
    const before = await getOwnStatement(tx, actor, id)
    if (!actionsOnStatement(before, actor).has('change'))
      throw new Conflict('This was withdrawn or changed in the meantime, perhaps by you in another window.')
    const page = await getPageById(tx, before.pageId)
    const made = {
      ...(await newStatement(tx, actor, page, input, before.madeAt, before.linkedPageId)),
      revisionNumber: before.revisionNumber,
      organisationId: before.organisationId,
    }
    if (isSame(before, made)) return { id, isUncounted: await isUncounted(tx, before) }
    await endStatement(tx, id, 'replaced', deps.clock.now())
    const newId = await insertStatement(tx, made)
    await deriveAfterStatement(tx, before.pageId, before.organisationId)
    await recordPageActivity(tx, actor, 'statement.changed', page, deps.clock.now())
    return { id: newId, isUncounted: await isUncounted(tx, { ...made, id: newId }) }
  })

/** Takes one's own statement back. An organisation whose last it was drops out. Withdrawing it again does nothing. */
export const withdrawStatement = (deps: EvidenceDeps, actor: Member, id: string): Promise<Statement> =>
  serializeWrites(deps.db, async tx => {
    const before = await getOwnStatement(tx, actor, id)
    if (before.endedAt !== null) return before
    await endAndDerive(deps, tx, before, 'withdrawn')
    await recordPageActivity(tx, actor, 'statement.withdrawn', await getPageById(tx, before.pageId), deps.clock.now())
    return before
  })

/** A moderator removes a statement that should not stand; the reason goes into the moderation log. */
export const removeStatement = (
  deps: EvidenceDeps,
  actor: Member,
  id: string,
  reason: RemovalReason,
): Promise<Statement> =>
  serializeWrites(deps.db, async tx => {
    const before = await getStatement(tx, id)
    if (before.endedAt !== null) return before
    if (!actionsOnStatement(before, actor).has('remove')) throw new Forbidden('remove this')
    await endAndDerive(deps, tx, before, 'removed')
    await recordActivity(tx, {
      at: deps.clock.now(),
      verb: 'review.removed',
      actorId: actor.id,
      actorLabel: actor.name,
      kind: (await getPageById(tx, before.pageId)).kind,
      pageId: before.pageId,
      reasonCode: reason satisfies keyof typeof removalReasons,
    })
    return before
  })

async function endAndDerive(
  deps: EvidenceDeps,
  tx: Tx,
  statement: Statement,
  how: 'withdrawn' | 'removed',
): Promise<void> {
  await endStatement(tx, statement.id, how, deps.clock.now())
  await deriveAfterStatement(tx, statement.pageId, statement.organisationId)
}

/** To everyone else a statement's own page does not exist. */
async function getOwnStatement(tx: Tx, actor: Member, id: string): Promise<Statement> {
  const statement = await getStatement(tx, id)
  if (statement.memberId !== actor.id) throw new Forbidden('change what somebody else said')
  return statement
}
