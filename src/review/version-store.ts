import type { Instant } from '../platform/clock.js'
import type { SuggestionVersionTable, Reader, Tx } from '../platform/database/index.js'
import { attributionFrom, type ShownAs } from '../accounts/index.js'
import { contentColumns, contentFromRow, type Content } from '../pages/index.js'
import type { Authorship } from '../revisions/index.js'

/** One version of a suggestion's content. The first is number 1. */
export interface Version {
  readonly number: number
  /** The published revision it was made from; null for a new page. */
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly hash: string
  readonly note: string
  readonly author: Authorship
  /** The moderator who resolved a conflict with this version; null when the author wrote it. */
  readonly resolverLabel: string | null
  readonly createdAt: Instant
}

export interface NewVersion {
  readonly baseRevisionId: string | null
  readonly content: Content
  readonly note: string
  readonly author: Authorship
  readonly resolverLabel?: string
}

const versionFromRow = (row: SuggestionVersionTable, authorId: string): Version => ({
  number: row.number,
  baseRevisionId: row.base_revision_id,
  content: contentFromRow(row),
  hash: row.hash,
  note: row.note,
  author: {
    authorId,
    attribution: attributionFrom({ name: row.author_name, organisation: row.author_organisation }),
    organisationId: row.organisation_id,
    shownAs: row.shown_as as ShownAs,
  },
  resolverLabel: row.resolver_label,
  createdAt: row.created_at,
})

/** The version with this number. For a caller that has checked who may see the suggestion. */
export async function getVersion(
  db: Reader,
  { suggestionId, number, authorId }: { suggestionId: string; number: number; authorId: string },
): Promise<Version> {
  const row = await db
    .selectFrom('suggestion_version')
    .selectAll()
    .where('suggestion_id', '=', suggestionId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return versionFromRow(row, authorId)
}

/** Every version of a suggestion, oldest first. For a caller that has checked who may see the suggestion. */
export async function listVersions(
  db: Reader,
  suggestion: { readonly id: string; readonly authorId: string },
): Promise<readonly Version[]> {
  const rows = await db
    .selectFrom('suggestion_version')
    .selectAll()
    .where('suggestion_id', '=', suggestion.id)
    .orderBy('number')
    .execute()
  return rows.map(row => versionFromRow(row, suggestion.authorId))
}

/**
 * Of the suggestions with these ids, those whose newest version resolves a conflict, with the moderator who made it, as
 * they are shown. Public for published suggestions.
 */
export async function findResolvers(
  db: Reader,
  suggestionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (suggestionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('suggestion')
    .innerJoin('suggestion_version', join =>
      join
        .onRef('suggestion_version.suggestion_id', '=', 'suggestion.id')
        .onRef('suggestion_version.number', '=', 'suggestion.version'),
    )
    .select(['suggestion.id', 'suggestion_version.resolver_label'])
    .where('suggestion.id', 'in', suggestionIds)
    .execute()
  return new Map(rows.flatMap(({ id, resolver_label: label }) => (label === null ? [] : [[id, label]])))
}

export const insertVersion = (
  tx: Tx,
  suggestionId: string,
  number: number,
  version: NewVersion,
  at: Instant,
): Promise<unknown> =>
  tx
    .insertInto('suggestion_version')
    .values({
      suggestion_id: suggestionId,
      number,
      base_revision_id: version.baseRevisionId,
      ...contentColumns(version.content),
      note: version.note,
      author_name: version.author.attribution.name ?? null,
      author_organisation: version.author.attribution.organisation ?? null,
      organisation_id: version.author.organisationId,
      shown_as: version.author.shownAs,
      resolver_label: version.resolverLabel ?? null,
      created_at: at,
    })
    .execute()

/** The content of a version with the hash that was stored beside it. */
export interface HashedVersion {
  readonly suggestionId: string
  readonly number: number
  readonly content: Content
  readonly hash: string
}

/**
 * The versions of all suggestions, for the command that checks the database.
 * @param after suggestion id and number of the last one read
 */
export async function listAllSuggestionVersions(
  db: Reader,
  after: readonly [string, number] | undefined,
  limit: number,
): Promise<readonly HashedVersion[]> {
  const rows = await db
    .selectFrom('suggestion_version')
    .selectAll()
    .$if(after !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('suggestion_id', 'number'), '>', tuple(after?.[0] ?? '', after?.[1] ?? 0)),
      ),
    )
    .orderBy('suggestion_id')
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    suggestionId: row.suggestion_id,
    number: row.number,
    content: contentFromRow(row),
    hash: row.hash,
  }))
}
