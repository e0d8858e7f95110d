import type { Instant } from '../platform/clock.js'
import type { AmendmentTable, Reader, Tx } from '../platform/database/index.js'
import type { ShownAs } from '../accounts/index.js'
import { contentColumns, contentFromRow, type Content } from '../pages/index.js'
import type { Authorship } from '../revisions/index.js'

/** One text of a suggestion. The first is number 1; each later one is kept beside it. */
export interface Amendment {
  readonly ordinal: number
  /** The published revision it was made from; null for a new page. */
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly hash: string
  readonly note: string
  readonly author: Authorship
  /** The moderator who resolved a conflict by this text; null when the author wrote it. */
  readonly resolverLabel: string | null
  readonly createdAt: Instant
}

export interface NewAmendment {
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly note: string
  readonly author: Authorship
  readonly resolverLabel?: string
}

const amendmentFromRow = (row: AmendmentTable, authorId: string): Amendment => ({
  ordinal: row.ordinal,
  baseRevisionId: row.base_revision_id,
  content: contentFromRow(row),
  hash: row.hash,
  note: row.note,
  author: { authorId, label: row.author_label, organisationId: row.organisation_id, shownAs: row.shown_as as ShownAs },
  resolverLabel: row.resolver_label,
  createdAt: row.created_at,
})

/** The text with this number. For a caller that has checked who may see the suggestion. */
export async function getAmendment(
  db: Reader,
  { suggestionId, ordinal, authorId }: { suggestionId: string; ordinal: number; authorId: string },
): Promise<Amendment> {
  const row = await db
    .selectFrom('amendment')
    .selectAll()
    .where('suggestion_id', '=', suggestionId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirstOrThrow()
  return amendmentFromRow(row, authorId)
}

/** Every text of a suggestion, oldest first. For a caller that has checked who may see the suggestion. */
export async function listAmendments(
  db: Reader,
  suggestion: { readonly id: string; readonly authorId: string },
): Promise<readonly Amendment[]> {
  const rows = await db
    .selectFrom('amendment')
    .selectAll()
    .where('suggestion_id', '=', suggestion.id)
    .orderBy('ordinal')
    .execute()
  return rows.map(row => amendmentFromRow(row, suggestion.authorId))
}

export const insertAmendment = (
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

/** The content of an amendment with the hash that was stored beside it. */
export interface HashedAmendment {
  readonly suggestionId: string
  readonly ordinal: number
  readonly content: Content
  readonly hash: string
}

/**
 * The amendments of all suggestions, for the command that checks the database.
 * @param after suggestion id and ordinal of the last one read
 */
export async function listAllAmendments(
  db: Reader,
  after: readonly [string, number] | undefined,
  limit: number,
): Promise<readonly HashedAmendment[]> {
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
