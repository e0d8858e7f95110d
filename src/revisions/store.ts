import type { Instant } from '../platform/clock.js'
import { keysetPage, type Reader, type Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { firstRows, paged, type Paged, type Paging } from '../platform/paging.js'
import { attributionFrom, type Attribution, type ShownAs } from '../accounts/index.js'
import { contentColumns, contentFromRow, type Content } from '../pages/index.js'

/** Characters in the note of a revision: two sentences, as the history shows it in one line. */
export const MAX_REVISION_NOTE_LENGTH = 300

/** How a revision was published: after review, directly by a member who may, by an import, or as sample content. */
export type PublishedHow = 'reviewed' | 'direct' | 'imported' | 'sample'

/** Who a revision is attributed to. */
export interface Authorship {
  /** Null for imported and sample content, which have no account. */
  readonly authorId: string | null
  /** The author as they chose to be shown. */
  readonly attribution: Attribution
  readonly organisationId: string | null
  readonly shownAs: ShownAs
}

/** A published revision without its content, except the title. */
export interface RevisionHead {
  readonly id: string
  readonly pageId: string
  readonly number: number
  readonly title: string
  readonly note: string
  readonly attribution: Attribution
  readonly authorId: string | null
  readonly how: PublishedHow
  readonly reviewerLabel: string | null
  /** The suggestion that it came from; null when it was published without one. */
  readonly suggestionId: string | null
  readonly hash: string
  readonly publishedAt: Instant
  readonly createdAt: Instant
}

/** A published revision. It never changes. */
export interface Revision extends RevisionHead {
  readonly content: Content
}

const headColumns = [
  'id',
  'page_id',
  'number',
  'title',
  'note',
  'author_name',
  'author_organisation',
  'author_id',
  'how',
  'reviewer_label',
  'suggestion_id',
  'hash',
  'published_at',
  'created_at',
] as const

interface HeadRow {
  id: string
  page_id: string
  number: number
  title: string
  note: string
  author_name: string | null
  author_organisation: string | null
  author_id: string | null
  how: string
  reviewer_label: string | null
  suggestion_id: string | null
  hash: string
  published_at: string
  created_at: string
}

const headFrom = (row: HeadRow): RevisionHead => ({
  id: row.id,
  pageId: row.page_id,
  number: row.number,
  title: row.title,
  note: row.note,
  attribution: attributionFrom({ name: row.author_name, organisation: row.author_organisation }),
  authorId: row.author_id,
  how: row.how as PublishedHow,
  reviewerLabel: row.reviewer_label,
  suggestionId: row.suggestion_id,
  hash: row.hash,
  publishedAt: row.published_at,
  createdAt: row.created_at,
})

/** A revision to publish. `number` is one more than that of the page's newest revision. */
export interface NewRevision {
  readonly id: string
  readonly pageId: string
  readonly number: number
  readonly content: Content
  readonly note: string
  readonly author: Authorship
  readonly how: PublishedHow
  readonly reviewer?: { readonly id: string; readonly label: string } | undefined
  readonly suggestionId?: string | undefined
  readonly publishedAt: Instant
  readonly createdAt: Instant
}

/** An id for a new revision: the page's row names it before the revision is stored. */
export const newRevisionId = newId

/** Appends a revision to its page. The database refuses a number that is taken. */
export const appendRevision = (tx: Tx, revision: NewRevision): Promise<unknown> =>
  tx
    .insertInto('revision')
    .values({
      id: revision.id,
      page_id: revision.pageId,
      number: revision.number,
      ...contentColumns(revision.content),
      note: revision.note,
      author_id: revision.author.authorId,
      author_name: revision.author.attribution.name ?? null,
      author_organisation: revision.author.attribution.organisation ?? null,
      organisation_id: revision.author.organisationId,
      shown_as: revision.author.shownAs,
      how: revision.how,
      reviewer_id: revision.reviewer?.id ?? null,
      reviewer_label: revision.reviewer?.label ?? null,
      suggestion_id: revision.suggestionId ?? null,
      published_at: revision.publishedAt,
      created_at: revision.createdAt,
    })
    .execute()

/** Undefined if the page has no revision with this number. */
export async function findRevision(db: Reader, pageId: string, number: number): Promise<Revision | undefined> {
  const row = await db
    .selectFrom('revision')
    .selectAll()
    .where('page_id', '=', pageId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && { ...headFrom(row), content: contentFromRow(row) }
}

/** @throws NotFound */
export async function getRevision(db: Reader, pageId: string, number: number): Promise<Revision> {
  const revision = await findRevision(db, pageId, number)
  if (!revision) throw new NotFound('There is no such revision.')
  return revision
}

/** @throws NotFound */
export async function getRevisionById(db: Reader, id: string): Promise<Revision> {
  const row = await db.selectFrom('revision').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such revision.')
  return { ...headFrom(row), content: contentFromRow(row) }
}

/** At most `size` revisions of a page, newest first. With `before`, only those with a lower number. */
export async function listRevisions(
  db: Reader,
  pageId: string,
  before: number | undefined,
  size: number,
): Promise<Paged<RevisionHead>> {
  const rows = await db
    .selectFrom('revision')
    .select(headColumns)
    .where('page_id', '=', pageId)
    .$if(before !== undefined, query => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(size + 1)
    .execute()
  return paged(rows.map(headFrom), firstRows(size), revision => [String(revision.number), revision.id])
}

/** One page of the revisions that were published without review, newest first. */
export async function listUnreviewedRevisions(db: Reader, paging: Paging): Promise<Paged<RevisionHead>> {
  const rows = await db
    .selectFrom('revision')
    .select(headColumns)
    .where('how', '=', 'direct')
    .$call(keysetPage(['created_at', 'id'], 'desc', paging))
    .execute()
  return paged(rows.map(headFrom), paging, revision => [revision.createdAt, revision.id])
}

/** The number of a member's suggestions that were published after review. */
export async function countReviewedRevisions(db: Reader, authorId: string): Promise<number> {
  const { n } = await db
    .selectFrom('revision')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('author_id', '=', authorId)
    .where('how', '=', 'reviewed')
    .executeTakeFirstOrThrow()
  return n
}

/** Whether the page has a revision with this hash and a number below `before`. */
export async function hasEarlierRevisionWithHash(
  db: Reader,
  pageId: string,
  hash: string,
  before: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('revision')
    .select('number')
    .where('page_id', '=', pageId)
    .where('hash', '=', hash)
    .where('number', '<', before)
    .executeTakeFirst()
  return row !== undefined
}

/** Every revision of a page with its content, oldest first. */
export async function listRevisionsWithContent(db: Reader, pageId: string): Promise<readonly Revision[]> {
  const rows = await db.selectFrom('revision').selectAll().where('page_id', '=', pageId).orderBy('number').execute()
  return rows.map(row => ({ ...headFrom(row), content: contentFromRow(row) }))
}
