import type { Instant } from '../platform/clock.js'
import { keysetPage, type Reader } from '../platform/database/index.js'
import { paged, type Cursor, type Paged, type Paging } from '../platform/paging.js'
import { attributionFrom, type Attribution } from '../accounts/index.js'
import type { Kind } from '../pages/index.js'
import type { SuggestionState, WaitingOn } from './rules.js'
import type { Suggestion } from './suggestion-store.js'

/** A suggestion as lists show it to people who may see it. */
export interface SuggestionSummary extends Omit<Suggestion, 'current'> {
  readonly title: string
  readonly theme: string
  readonly note: string
  readonly attribution: Attribution
  /** The number of the newest version. */
  readonly version: number
  /** The moderator who resolved a conflict with the newest version; null when the author wrote it. */
  readonly resolverLabel: string | null
}

/** Both lists are in order of creation. */
const cursorOf = ({ createdAt, id }: SuggestionSummary): Cursor => [createdAt, id]

export interface QueueFilter {
  readonly kind: Kind | undefined
  readonly theme: string | undefined
  readonly change: 'new' | 'changed' | undefined
}

/** Enough names for an author to decide whether to wait; more would push the form off the screen. */
const MAX_PENDING_SHOWN = 20

const selectSuggestionSummaries = (db: Reader) =>
  db
    .selectFrom('suggestion')
    .innerJoin('suggestion_version', join =>
      join
        .onRef('suggestion_version.suggestion_id', '=', 'suggestion.id')
        .onRef('suggestion_version.number', '=', 'suggestion.version'),
    )
    .leftJoin('page', 'page.id', 'suggestion.page_id')
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
      'suggestion.closed_at',
      'suggestion.published_number',
      'page.archived_at as page_archived_at',
      'suggestion_version.title',
      'suggestion_version.theme',
      'suggestion_version.note',
      'suggestion_version.author_name',
      'suggestion_version.author_organisation',
      'suggestion_version.number as version',
      'suggestion_version.resolver_label',
    ])

type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectSuggestionSummaries>['execute']>>[number]

const summaryFromRow = (row: SummaryRow): SuggestionSummary => ({
  id: row.id,
  pageId: row.page_id,
  kind: row.kind as Kind,
  isNew: row.is_new === 1,
  state: row.state as SuggestionState,
  waitingOn: row.waiting_on as WaitingOn,
  authorId: row.author_id,
  isPageArchived: row.page_archived_at !== null,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  closedAt: row.closed_at,
  publishedNumber: row.published_number,
  title: row.title,
  theme: row.theme,
  note: row.note,
  attribution: attributionFrom({ name: row.author_name, organisation: row.author_organisation }),
  version: row.version,
  resolverLabel: row.resolver_label,
})

/** The suggestions that wait for a moderator, oldest first. For moderators only. */
export async function listQueue(
  db: Reader,
  { kind, theme, change }: QueueFilter,
  paging: Paging,
): Promise<Paged<SuggestionSummary>> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.state', '=', 'pending')
    .where('suggestion.waiting_on', '=', 'moderator')
    .$if(kind !== undefined, query => query.where('suggestion.kind', '=', kind ?? ''))
    .$if(theme !== undefined, query => query.where('suggestion.theme', '=', theme ?? ''))
    .$if(change !== undefined, query => query.where('suggestion.is_new', '=', change === 'new' ? 1 : 0))
    .$call(keysetPage(['suggestion.created_at', 'suggestion.id'], 'asc', paging))
    .execute()
  return paged(rows.map(summaryFromRow), paging, cursorOf)
}

/** The number of suggestions that wait for a moderator, or of those created before `before`. For moderators only. */
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

/** A member's own suggestions, newest first. */
export async function listByAuthor(db: Reader, authorId: string, paging: Paging): Promise<Paged<SuggestionSummary>> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.author_id', '=', authorId)
    .$call(keysetPage(['suggestion.created_at', 'suggestion.id'], 'desc', paging))
    .execute()
  return paged(rows.map(summaryFromRow), paging, cursorOf)
}

/** How many suggestions a member has ever sent. For moderators only. */
export async function countByAuthor(db: Reader, authorId: string): Promise<number> {
  const { n } = await db
    .selectFrom('suggestion')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('author_id', '=', authorId)
    .executeTakeFirstOrThrow()
  return n
}

/** A pending suggestion without its text. Members who may not see it may know only since when it waits. */
export type PendingSuggestion = Pick<SuggestionSummary, 'id' | 'authorId' | 'attribution' | 'createdAt'>

/** The pending suggestions for a page, oldest first, without anything of their text. */
export async function listPendingOn(db: Reader, pageId: string): Promise<readonly PendingSuggestion[]> {
  const rows = await selectSuggestionSummaries(db)
    .where('suggestion.page_id', '=', pageId)
    .where('suggestion.state', '=', 'pending')
    .orderBy('suggestion.created_at')
    .limit(MAX_PENDING_SHOWN)
    .execute()
  return rows.map(row => ({
    id: row.id,
    authorId: row.author_id,
    attribution: attributionFrom({ name: row.author_name, organisation: row.author_organisation }),
    createdAt: row.created_at,
  }))
}
