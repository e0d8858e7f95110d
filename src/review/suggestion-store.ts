import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import type { Actor } from '../accounts/index.js'
import { contentHash, type Kind } from '../pages/index.js'
import { getVersion, insertVersion, type Version, type NewVersion } from './version-store.js'
import { canSee, type SuggestionState, type WaitingOn } from './rules.js'

export interface Suggestion {
  readonly id: string
  readonly pageId: string
  readonly kind: Kind
  /** Whether it documents a new page rather than changing one. */
  readonly isNew: boolean
  readonly state: SuggestionState
  readonly waitingOn: WaitingOn
  readonly authorId: string
  /** False also for a new page, which is not published yet. */
  readonly isPageArchived: boolean
  /** The newest version. */
  readonly current: Version
  readonly createdAt: Instant
  readonly changedAt: Instant
  /** When it was published, rejected or withdrawn. */
  readonly closedAt: Instant | null
  /** The number of the revision that it became. */
  readonly publishedNumber: number | null
}

/**
 * Reads a suggestion on behalf of `actor`. Nothing else reads one by its id.
 * @throws NotFound when it does not exist, or when `actor` may not know that it does.
 */
export async function getSuggestion(db: Reader, id: string, actor: Actor): Promise<Suggestion> {
  const row = await db
    .selectFrom('suggestion')
    .leftJoin('page', 'page.id', 'suggestion.page_id')
    .selectAll('suggestion')
    .select('page.archived_at as page_archived_at')
    .where('suggestion.id', '=', id)
    .executeTakeFirst()
  if (!row || !canSee({ authorId: row.author_id }, actor)) throw new NotFound('There is no such suggestion.')
  return {
    id: row.id,
    pageId: row.page_id,
    kind: row.kind as Kind,
    isNew: row.is_new === 1,
    state: row.state as SuggestionState,
    waitingOn: row.waiting_on as WaitingOn,
    authorId: row.author_id,
    isPageArchived: row.page_archived_at !== null,
    current: await getVersion(db, { suggestionId: id, number: row.version, authorId: row.author_id }),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    closedAt: row.closed_at,
    publishedNumber: row.published_number,
  }
}

export interface NewSuggestion extends NewVersion {
  readonly pageId: string
  readonly kind: Kind
  readonly authorId: string
}

/** A suggestion for a new page is based on no revision. */
const isForNewPage = ({ baseRevisionId }: NewSuggestion): boolean => baseRevisionId === null

/**
 * The id of the author's pending suggestion with the same text, note and attribution as a new one.
 * A new page has no id to compare yet, so only its content counts.
 */
export async function findIdenticalPending(db: Reader, suggestion: NewSuggestion): Promise<string | undefined> {
  const { pageId, kind, authorId, content, note, author } = suggestion
  const isNew = isForNewPage(suggestion)
  const row = await db
    .selectFrom('suggestion')
    .innerJoin('suggestion_version', join =>
      join
        .onRef('suggestion_version.suggestion_id', '=', 'suggestion.id')
        .onRef('suggestion_version.number', '=', 'suggestion.version'),
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

/** Adds a pending suggestion. Returns its id. */
export async function insertSuggestion(tx: Tx, input: NewSuggestion, at: Instant): Promise<string> {
  const id = newId()
  await tx
    .insertInto('suggestion')
    .values({
      id,
      page_id: input.pageId,
      kind: input.kind,
      is_new: isForNewPage(input) ? 1 : 0,
      state: 'pending',
      waiting_on: 'moderator',
      author_id: input.authorId,
      version: 1,
      theme: input.content.theme,
      created_at: at,
      changed_at: at,
      closed_at: null,
      published_number: null,
    })
    .execute()
  await insertVersion(tx, id, 1, input, at)
  return id
}

/** Adds a version to the suggestion, which a moderator then has to review. */
export async function appendVersion(tx: Tx, suggestion: Suggestion, version: NewVersion, at: Instant): Promise<void> {
  const number = suggestion.current.number + 1
  await insertVersion(tx, suggestion.id, number, version, at)
  await tx
    .updateTable('suggestion')
    .set({ version: number, theme: version.content.theme, changed_at: at, waiting_on: 'moderator' })
    .where('id', '=', suggestion.id)
    .execute()
}

/** Ends a suggestion. `publishedNumber` is the revision it became, if it was published. */
export const closeSuggestion = (
  tx: Tx,
  id: string,
  state: Exclude<SuggestionState, 'pending'>,
  at: Instant,
  publishedNumber: number | null = null,
): Promise<unknown> =>
  tx
    .updateTable('suggestion')
    .set({ state, closed_at: at, published_number: publishedNumber })
    .where('id', '=', id)
    .execute()

/** Takes a suggestion out of the queue until its author amends it. */
export const returnToAuthor = (tx: Tx, id: string): Promise<unknown> =>
  tx.updateTable('suggestion').set({ waiting_on: 'author' }).where('id', '=', id).execute()
