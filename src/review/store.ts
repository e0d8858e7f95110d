import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import type { Actor, ShownAs } from '../accounts/index.js'
import { contentColumns, contentFromRow, contentHash, type Content, type Kind } from '../pages/index.js'
import type { Authorship } from '../revisions/index.js'
import { canSee, type ReasonCode, type SuggestionState, type Verdict, type WaitingOn } from './rules.js'

export interface Amendment {
  readonly ordinal: number
  /** The published revision it was made from; null for a new page. */
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly hash: string
  readonly note: string
  readonly author: Authorship
  /** The moderator who settled a conflict by this text; null for the author's own. */
  readonly resolverLabel: string | null
  readonly createdAt: Instant
}

export interface Suggestion {
  readonly id: string
  readonly pageId: string
  readonly kind: Kind
  readonly isNew: boolean
  readonly state: SuggestionState
  readonly waitingOn: WaitingOn
  readonly authorId: string
  /** What it says now. */
  readonly current: Amendment
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly settledAt: Instant | null
  readonly publishedNumber: number | null
}

/** A suggestion as lists show it, to who may see it. */
export interface SuggestionSummary extends Omit<Suggestion, 'current'> {
  readonly title: string
  readonly theme: string
  readonly note: string
  readonly authorLabel: string
}

interface AmendmentRow {
  ordinal: number
  base_revision_id: string | null
  resolver_label: string | null
  title: string
  summary: string
  theme: string
  tags: string
  links: string
  body: string
  hash: string
  note: string
  author_label: string
  organisation_id: string | null
  shown_as: string
  created_at: string
}

const amendmentFrom = (row: AmendmentRow, authorId: string): Amendment => ({
  ordinal: row.ordinal,
  baseRevisionId: row.base_revision_id,
  content: contentFromRow(row),
  hash: row.hash,
  note: row.note,
  author: { authorId, label: row.author_label, organisationId: row.organisation_id, shownAs: row.shown_as as ShownAs },
  resolverLabel: row.resolver_label,
  createdAt: row.created_at,
})

/**
 * The one way to read a suggestion: for who asks.
 * @throws NotFound also when it exists and `actor` may not know that.
 */
export async function getSuggestion(db: Reader, id: string, actor: Actor): Promise<Suggestion> {
  const row = await db.selectFrom('suggestion').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !canSee({ authorId: row.author_id }, actor)) throw new NotFound('suggestion')
  const amendment = await db
    .selectFrom('amendment')
    .selectAll()
    .where('suggestion_id', '=', id)
    .where('ordinal', '=', row.amendment)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    pageId: row.page_id,
    kind: row.kind as Kind,
    isNew: row.is_new === 1,
    state: row.state as SuggestionState,
    waitingOn: row.waiting_on as WaitingOn,
    authorId: row.author_id,
    current: amendmentFrom(amendment, row.author_id),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    settledAt: row.settled_at,
    publishedNumber: row.published_number,
  }
}

/** Everything a suggestion has said, oldest first; to who may see it. */
export async function listAmendments(db: Reader, suggestion: Suggestion): Promise<readonly Amendment[]> {
  const rows = await db
    .selectFrom('amendment')
    .selectAll()
    .where('suggestion_id', '=', suggestion.id)
    .orderBy('ordinal')
    .execute()
  return rows.map(row => amendmentFrom(row, suggestion.authorId))
}

const selectSuggestionSummaries = (db: Reader) =>
  db
    .selectFrom('suggestion')
    .innerJoin('amendment', join =>
      join
        .onRef('amendment.suggestion_id', '=', 'suggestion.id')
        .onRef('amendment.ordinal', '=', 'suggestion.amendment'),
    )
    .select([
      'suggestion.id',
      'suggestion.page_id',
      'suggestion.kind',
      'suggestion.is_new',
      'suggestion.state',
      'suggestion.waiting_on',
      'suggestion.author_id',
      'suggestion.created_at',
      'suggestion.changed_at',
      'suggestion.settled_at',
      'suggestion.published_number',
      'amendment.title',
      'amendment.theme',
      'amendment.note',
      'amendment.author_label',
    ])

interface SummaryRow {
  id: string
  page_id: string
  kind: string
  is_new: number
  state: string
  waiting_on: string
  author_id: string
  created_at: string
  changed_at: string
  settled_at: string | null
  published_number: number | null
  title: string
  theme: string
  note: string
  author_label: string
}

const summaryFrom = (row: SummaryRow): SuggestionSummary => ({
  id: row.id,
  pageId: row.page_id,
  kind: row.kind as Kind,
  isNew: row.is_new === 1,
  state: row.state as SuggestionState,
  waitingOn: row.waiting_on as WaitingOn,
  authorId: row.author_id,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  settledAt: row.settled_at,
  publishedNumber: row.published_number,
  title: row.title,
  theme: row.theme,
  note: row.note,
  authorLabel: row.author_label,
})

export interface QueueFilter {
  readonly kind: Kind | undefined
  readonly theme: string | undefined
  readonly change: 'new' | 'changed' | undefined
}

/** The suggestions that wait for a moderator, oldest first, after `after` (creation instant and id). For moderators. */
export async function listQueue(
  db: Reader,
  { kind, theme, change }: QueueFilter,
  after: readonly [string, string] | undefined,
  limit: number,
): Promise<readonly SuggestionSummary[]> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.state', '=', 'pending')
    .where('suggestion.waiting_on', '=', 'moderator')
    .$if(kind !== undefined, query => query.where('suggestion.kind', '=', kind ?? ''))
    .$if(theme !== undefined, query => query.where('suggestion.theme', '=', theme ?? ''))
    .$if(change !== undefined, query => query.where('suggestion.is_new', '=', change === 'new' ? 1 : 0))
    .$if(after !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('suggestion.created_at', 'suggestion.id'), '>', tuple(after?.[0] ?? '', after?.[1] ?? '')),
      ),
    )
    .orderBy('suggestion.created_at')
    .orderBy('suggestion.id')
    .limit(limit)
    .execute()
  return rows.map(summaryFrom)
}

/** How many wait for a moderator, and how many of them came before `before`. For moderators. */
export async function countQueue(
  db: Reader,
  before?: { readonly createdAt: Instant; readonly id: string },
): Promise<number> {
  const { n } = await db
    .selectFrom('suggestion')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('state', '=', 'pending')
    .where('waiting_on', '=', 'moderator')
    .$if(before !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(before?.createdAt ?? '', before?.id ?? '')),
      ),
    )
    .executeTakeFirstOrThrow()
  return n
}

/** A member's own suggestions, newest first, older than `before`. */
export async function listByAuthor(
  db: Reader,
  authorId: string,
  before: readonly [string, string] | undefined,
  limit: number,
): Promise<readonly SuggestionSummary[]> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.author_id', '=', authorId)
    .$if(before !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('suggestion.created_at', 'suggestion.id'), '<', tuple(before?.[0] ?? '', before?.[1] ?? '')),
      ),
    )
    .orderBy('suggestion.created_at', 'desc')
    .orderBy('suggestion.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(summaryFrom)
}

/** Who has a suggestion waiting on a page, as they chose to be shown, and since when; nothing of what it says. */
export async function listPendingOn(
  db: Reader,
  pageId: string,
): Promise<
  readonly {
    readonly id: string
    readonly authorId: string
    readonly authorLabel: string
    readonly createdAt: Instant
  }[]
> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.page_id', '=', pageId)
    .where('suggestion.state', '=', 'pending')
    .orderBy('suggestion.created_at')
    .limit(20)
    .execute()
  return rows.map(row => ({
    id: row.id,
    authorId: row.author_id,
    authorLabel: row.author_label,
    createdAt: row.created_at,
  }))
}

/** The author's pending suggestion that says just the same as a new one would, note and attribution too; of the same page where that exists. */
export async function findIdenticalPending(
  db: Reader,
  { pageId, kind, isNew, authorId, content, note, author }: NewSuggestion,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('suggestion')
    .innerJoin('amendment', join =>
      join
        .onRef('amendment.suggestion_id', '=', 'suggestion.id')
        .onRef('amendment.ordinal', '=', 'suggestion.amendment'),
    )
    .select('suggestion.id')
    .where('author_id', '=', authorId)
    .where('state', '=', 'pending')
    .where('kind', '=', kind)
    .where('is_new', '=', isNew ? 1 : 0)
    .$if(!isNew, query => query.where('page_id', '=', pageId))
    .where('hash', '=', contentHash(content))
    .where('note', '=', note)
    .where('shown_as', '=', author.shownAs)
    .orderBy('suggestion.id')
    .executeTakeFirst()
  return row?.id
}

export interface NewAmendment {
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly note: string
  readonly author: Authorship
  readonly resolverLabel?: string
}

const insertAmendment = (
  tx: Tx,
  suggestionId: string,
  ordinal: number,
  amendment: NewAmendment,
  at: Instant,
): Promise<unknown> =>
  tx
    .insertInto('amendment')
    .values({
      suggestion_id: suggestionId,
      ordinal,
      base_revision_id: amendment.baseRevisionId,
      ...contentColumns(amendment.content),
      note: amendment.note,
      author_label: amendment.author.label,
      organisation_id: amendment.author.organisationId,
      shown_as: amendment.author.shownAs,
      resolver_label: amendment.resolverLabel ?? null,
      created_at: at,
    })
    .execute()

export interface NewSuggestion extends NewAmendment {
  readonly pageId: string
  readonly kind: Kind
  readonly isNew: boolean
  readonly authorId: string
}

/** Adds a pending suggestion. Returns its id. */
export async function insertSuggestion(tx: Tx, input: NewSuggestion, at: Instant): Promise<string> {
  const id = newId()
  await tx
    .insertInto('suggestion')
    .values({
      id,
      page_id: input.pageId,
      kind: input.kind,
      is_new: input.isNew ? 1 : 0,
      state: 'pending',
      waiting_on: 'moderator',
      author_id: input.authorId,
      amendment: 1,
      theme: input.content.theme,
      created_at: at,
      changed_at: at,
      settled_at: null,
      published_number: null,
    })
    .execute()
  await insertAmendment(tx, id, 1, input, at)
  return id
}

/** Adds what the suggestion says from now on; what it said stays. It is a moderator's turn again. */
export async function appendAmendment(
  tx: Tx,
  suggestion: Suggestion,
  amendment: NewAmendment,
  at: Instant,
): Promise<number> {
  const ordinal = suggestion.current.ordinal + 1
  await insertAmendment(tx, suggestion.id, ordinal, amendment, at)
  await tx
    .updateTable('suggestion')
    .set({ amendment: ordinal, theme: amendment.content.theme, changed_at: at, waiting_on: 'moderator' })
    .where('id', '=', suggestion.id)
    .execute()
  return ordinal
}

export const closeSuggestion = (
  tx: Tx,
  id: string,
  state: Exclude<SuggestionState, 'pending'>,
  at: Instant,
  publishedNumber: number | null,
): Promise<unknown> =>
  tx
    .updateTable('suggestion')
    .set({ state, settled_at: at, published_number: publishedNumber })
    .where('id', '=', id)
    .execute()

export const returnToAuthor = (tx: Tx, id: string): Promise<unknown> =>
  tx.updateTable('suggestion').set({ waiting_on: 'author' }).where('id', '=', id).execute()

export interface Decision {
  readonly suggestionId: string
  readonly moderatorId: string
  readonly moderatorLabel: string
  readonly verdict: Verdict
  readonly reason: ReasonCode | undefined
  readonly sentence: string
  readonly seenHash: string
  readonly at: Instant
}

export const insertDecision = (tx: Tx, decision: Decision): Promise<unknown> =>
  tx
    .insertInto('decision')
    .values({
      id: newId(),
      suggestion_id: decision.suggestionId,
      moderator_id: decision.moderatorId,
      moderator_label: decision.moderatorLabel,
      verdict: decision.verdict,
      reason_code: decision.reason ?? null,
      sentence: decision.sentence,
      seen_hash: decision.seenHash,
      at: decision.at,
    })
    .execute()

/** What was decided of a suggestion, oldest first. */
export const listDecisions = (db: Reader, suggestionId: string): Promise<readonly Decision[]> =>
  listDecisionsOfAll(db, [suggestionId])

/** What was decided of any of these suggestions, oldest first. */
export async function listDecisionsOfAll(db: Reader, suggestionIds: readonly string[]): Promise<readonly Decision[]> {
  if (suggestionIds.length === 0) return []
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .where('suggestion_id', 'in', suggestionIds)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    suggestionId: row.suggestion_id,
    moderatorId: row.moderator_id,
    moderatorLabel: row.moderator_label,
    verdict: row.verdict as Verdict,
    reason: (row.reason_code ?? undefined) as ReasonCode | undefined,
    sentence: row.sentence,
    seenHash: row.seen_hash,
    at: row.at,
  }))
}

/** A decision, and when the author had last sent what it decides. */
export interface DecisionTiming {
  readonly suggestionId: string
  readonly sentAt: Instant
  readonly at: Instant
}

/** The newest decisions, newest first. Nothing of what was decided. */
export async function listDecisionTimings(db: Reader, limit: number): Promise<readonly DecisionTiming[]> {
  const newest = db.selectFrom('decision').select(['id', 'suggestion_id', 'at']).orderBy('id', 'desc').limit(limit)
  const rows = await db
    .selectFrom(newest.as('newest'))
    .innerJoin('amendment', 'amendment.suggestion_id', 'newest.suggestion_id')
    .select(['newest.suggestion_id', 'newest.at', ({ fn }) => fn.max('amendment.created_at').as('sent_at')])
    .where('amendment.resolver_label', 'is', null)
    .whereRef('amendment.created_at', '<=', 'newest.at')
    .groupBy(['newest.id', 'newest.suggestion_id', 'newest.at'])
    .orderBy('newest.id', 'desc')
    .execute()
  return rows.map(row => ({ suggestionId: row.suggestion_id, sentAt: row.sent_at, at: row.at }))
}

/** Where the first sending of this filled-in form led, and the hash of what was sent; undefined when this is the first. */
export const findSubmission = (
  db: Reader,
  key: string,
  memberId: string,
): Promise<{ readonly location: string; readonly hash: string } | undefined> =>
  db
    .selectFrom('form_submission')
    .select(['location', 'hash'])
    .where('key', '=', key)
    .where('member_id', '=', memberId)
    .executeTakeFirst()

export const recordSubmission = (
  tx: Tx,
  submission: {
    readonly key: string
    readonly memberId: string
    readonly hash: string
    readonly location: string
    readonly at: Instant
  },
): Promise<unknown> =>
  tx
    .insertInto('form_submission')
    .values({
      key: submission.key,
      member_id: submission.memberId,
      hash: submission.hash,
      location: submission.location,
      at: submission.at,
    })
    .execute()

/** Every amendment's content and hash, for `check`. */
export async function listAllAmendments(
  db: Reader,
  after: readonly [string, number] | undefined,
  limit: number,
): Promise<
  readonly {
    readonly suggestionId: string
    readonly ordinal: number
    readonly content: Content
    readonly hash: string
  }[]
> {
  const rows = await db
    .selectFrom('amendment')
    .selectAll()
    .$if(after !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('suggestion_id', 'ordinal'), '>', tuple(after?.[0] ?? '', after?.[1] ?? 0)),
      ),
    )
    .orderBy('suggestion_id')
    .orderBy('ordinal')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    suggestionId: row.suggestion_id,
    ordinal: row.ordinal,
    content: contentFromRow(row),
    hash: row.hash,
  }))
}
