import type { Instant } from '../platform/clock.js'
import { prepared, type Reader } from '../platform/database/index.js'
import { attributionFrom, type Attribution } from '../accounts/index.js'
import { NotFound } from '../platform/errors.js'
import { titleKey } from '../platform/text.js'
import { contentFromRow, type Content } from './content.js'
import type { Kind } from './kinds.js'

/** A published page without its body. */
export interface PageHead {
  readonly id: string
  readonly kind: Kind
  readonly slug: string
  readonly title: string
  readonly summary: string
  readonly theme: string
  readonly tags: readonly string[]
  /** Number, id and content hash of the published revision. */
  readonly number: number
  readonly revisionId: string
  readonly hash: string
  readonly changedAt: Instant
  /** The author of that revision, shown as they chose. */
  readonly changedBy: Attribution
  readonly archivedAt: Instant | null
}

const headColumns = [
  'id',
  'kind',
  'slug',
  'title',
  'summary',
  'theme',
  'tags',
  'number',
  'revision_id',
  'hash',
  'changed_at',
  'changed_by_name',
  'changed_by_organisation',
  'archived_at',
] as const

interface HeadRow {
  id: string
  kind: string
  slug: string
  title: string
  summary: string
  theme: string
  tags: string
  number: number
  revision_id: string
  hash: string
  changed_at: string
  changed_by_name: string | null
  changed_by_organisation: string | null
  archived_at: string | null
}

const headFrom = (row: HeadRow): PageHead => ({
  id: row.id,
  kind: row.kind as Kind,
  slug: row.slug,
  title: row.title,
  summary: row.summary,
  theme: row.theme,
  tags: JSON.parse(row.tags) as string[],
  number: row.number,
  revisionId: row.revision_id,
  hash: row.hash,
  changedAt: row.changed_at,
  changedBy: attributionFrom({ name: row.changed_by_name, organisation: row.changed_by_organisation }),
  archivedAt: row.archived_at,
})

const readPageAt = prepared((db, kind: Kind, slug: string) =>
  db.selectFrom('page').select(headColumns).where('kind', '=', kind).where('slug', '=', slug),
)

/** Finds a page by its current address. */
export async function findPage(db: Reader, kind: Kind, slug: string): Promise<PageHead | undefined> {
  const [row] = await readPageAt(db, kind, slug)
  return row && headFrom(row)
}

/** Finds a page by its id, archived or not. */
export async function findPageById(db: Reader, id: string): Promise<PageHead | undefined> {
  const row = await db.selectFrom('page').select(headColumns).where('id', '=', id).executeTakeFirst()
  return row && headFrom(row)
}

/** Gets a page by its id, archived or not. @throws NotFound */
export async function getPageById(db: Reader, id: string): Promise<PageHead> {
  const page = await findPageById(db, id)
  if (!page) throw new NotFound()
  return page
}

/**
 * Gets the Markdown of the revision that `page` was read with. The page's own copy may be newer by now.
 * @throws NotFound
 */
export async function getBody(db: Reader, page: Pick<PageHead, 'revisionId'>): Promise<string> {
  const row = await db.selectFrom('revision').select('body').where('id', '=', page.revisionId).executeTakeFirst()
  if (!row) throw new NotFound()
  return row.body
}

/** Gets a page with its published content. @throws NotFound */
export async function getPublished(
  db: Reader,
  id: string,
): Promise<{ readonly page: PageHead; readonly content: Content }> {
  const row = await db.selectFrom('page').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return { page: headFrom(row), content: contentFromRow(row) }
}

/** Lists the pages with these ids, in no particular order. Ids without a page are left out. */
export async function listPagesByIds(db: Reader, ids: readonly string[]): Promise<readonly PageHead[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('page')
    .select(headColumns)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return rows.map(headFrom)
}

/**
 * Finds a page of this kind whose title is `title`, apart from capitals, accents and punctuation. Archived pages do not
 * count.
 */
export async function findPageByTitle(db: Reader, kind: Kind, title: string): Promise<PageHead | undefined> {
  const key = titleKey(title)
  if (key === '') return undefined
  const row = await db
    .selectFrom('page')
    .select(headColumns)
    .where('kind', '=', kind)
    .where('sort_key', '=', key)
    .where('archived_at', 'is', null)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row && headFrom(row)
}

/** Loads the pages with these ids as a map. Ids without a page are left out. */
export async function loadPagesById(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, PageHead>> {
  const pages = await listPagesByIds(db, ids)
  return new Map(pages.map(page => [page.id, page]))
}

/** Lists the pages of a kind that changed last, newest first, without archived ones. */
export async function listNewestPages(db: Reader, kind: Kind, limit: number): Promise<readonly PageHead[]> {
  const rows = await db
    .selectFrom('page')
    .select(headColumns)
    .where('kind', '=', kind)
    .where('archived_at', 'is', null)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(headFrom)
}

/** Counts the pages of each kind and theme, without archived ones. */
export async function countPagesByTheme(
  db: Reader,
): Promise<readonly { readonly kind: Kind; readonly theme: string; readonly pages: number }[]> {
  const rows = await db
    .selectFrom('page')
    .select(['kind', 'theme', ({ fn }) => fn.countAll<number>().as('pages')])
    .where('archived_at', 'is', null)
    .groupBy(['kind', 'theme'])
    .execute()
  return rows.map(row => ({ kind: row.kind as Kind, theme: row.theme, pages: row.pages }))
}

/** Lists every page, archived ones too, in the order in which they were created. */
export async function listPageIds(db: Reader): Promise<
  readonly {
    readonly id: string
    readonly kind: Kind
    readonly slug: string
    readonly seq: number
    readonly archivedAt: string | null
  }[]
> {
  const rows = await db.selectFrom('page').select(['id', 'kind', 'slug', 'seq', 'archived_at']).orderBy('seq').execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind as Kind,
    slug: row.slug,
    seq: row.seq,
    archivedAt: row.archived_at,
  }))
}

/** Gets the page's number in the search index, by which it is joined there. @throws NotFound */
export async function getPageSeq(db: Reader, id: string): Promise<number> {
  const row = await db.selectFrom('page').select('seq').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return row.seq
}
