import { sql } from 'kysely'
import type { Instant } from '../platform/clock.js'
import { prepared, type Reader, type Tx } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { slugOf } from '../platform/slug.js'
import { sortKeyOf } from '../platform/text.js'
import { contentColumns, contentFromRow, type Content } from './content.js'
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
  /** The number and id of the published revision, and the hash of what it says. */
  readonly number: number
  readonly revisionId: string
  readonly hash: string
  readonly changedAt: Instant
  /** Who wrote that revision, as they chose to be shown. */
  readonly changedBy: string
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
  'changed_by',
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
  changed_by: string
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
  changedBy: row.changed_by,
  archivedAt: row.archived_at,
})

const readPageAt = prepared((db, kind: Kind, slug: string) =>
  db.selectFrom('page').select(headColumns).where('kind', '=', kind).where('slug', '=', slug),
)

export async function findPage(db: Reader, kind: Kind, slug: string): Promise<PageHead | undefined> {
  const [row] = await readPageAt(db, kind, slug)
  return row && headFrom(row)
}

export async function findPageById(db: Reader, id: string): Promise<PageHead | undefined> {
  const row = await db.selectFrom('page').select(headColumns).where('id', '=', id).executeTakeFirst()
  return row && headFrom(row)
}

/** @throws NotFound */
export async function getPageById(db: Reader, id: string): Promise<PageHead> {
  const page = await findPageById(db, id)
  if (!page) throw new NotFound()
  return page
}

/** The slug that a page once called `slug` has now. */
export async function findMovedSlug(db: Reader, kind: Kind, slug: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('page_address')
    .innerJoin('page', 'page.id', 'page_address.page_id')
    .select('page.slug')
    .where('page_address.kind', '=', kind)
    .where('page_address.slug', '=', slug)
    .executeTakeFirst()
  return row?.slug
}

/**
 * The text of the published revision that `page` was read with: the page's own copy may say something newer by now.
 * @throws NotFound
 */
export async function getBody(db: Reader, page: Pick<PageHead, 'revisionId'>): Promise<string> {
  const row = await db.selectFrom('revision').select('body').where('id', '=', page.revisionId).executeTakeFirst()
  if (!row) throw new NotFound()
  return row.body
}

/** What the page says now, and the revision that says it. @throws NotFound */
export async function getPublished(
  db: Reader,
  id: string,
): Promise<{ readonly page: PageHead; readonly content: Content }> {
  const row = await db.selectFrom('page').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return { page: headFrom(row), content: contentFromRow(row) }
}

export interface LinkedPage {
  readonly id: string
  readonly kind: Kind
  readonly slug: string
  readonly title: string
  readonly summary: string
}

const readLinked = prepared((db, id: string) =>
  db
    .selectFrom(sub =>
      sub
        .selectFrom('page_link')
        .select(['to_id as other_id', 'position', sql<number>`0`.as('side')])
        .where('from_id', '=', id)
        .unionAll(
          sub
            .selectFrom('page_link')
            .select(['from_id as other_id', 'position', sql<number>`1`.as('side')])
            .where('to_id', '=', id),
        )
        .as('link'),
    )
    .innerJoin('page', 'page.id', 'link.other_id')
    .select(['page.id', 'page.kind', 'page.slug', 'page.title', 'page.summary'])
    .where('page.archived_at', 'is', null)
    .orderBy('link.side')
    .orderBy('link.position')
    .orderBy('page.sort_key'),
)

/** The pages linked with this one, from its own revision first, in its order, then those whose revision names this one. */
export async function listLinkedPages(db: Reader, id: string): Promise<readonly LinkedPage[]> {
  const rows = await readLinked(db, id)
  const seen = new Set<string>()
  return rows.filter(row => !seen.has(row.id) && seen.add(row.id)).map(row => ({ ...row, kind: row.kind as Kind }))
}

/** The ids of the pages linked with this one, whichever of the two names the other; archived ones too. */
export async function listLinkedIds(db: Reader, id: string): Promise<readonly string[]> {
  const to = await db.selectFrom('page_link').select('to_id as id').where('from_id', '=', id).execute()
  const from = await db.selectFrom('page_link').select('from_id as id').where('to_id', '=', id).execute()
  return [...new Set([...to, ...from].map(row => row.id))].sort()
}

/** The pages of these ids that exist, in no order. */
export async function listPagesByIds(db: Reader, ids: readonly string[]): Promise<readonly PageHead[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('page')
    .select(headColumns)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return rows.map(headFrom)
}

/** The same, by id. */
export async function loadPagesById(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, PageHead>> {
  const pages = await listPagesByIds(db, ids)
  return new Map(pages.map(page => [page.id, page]))
}

/** The pages of a kind that changed last, newest first; archived ones are left out. */
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

/** How many pages there are of each kind and theme. */
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

/** The published revision that a page's copy is made from. */
export interface PublishedRevision {
  readonly pageId: string
  readonly content: Content
  readonly number: number
  readonly revisionId: string
  readonly publishedAt: Instant
  readonly authorLabel: string
}

const derivedColumns = ({ content, number, revisionId, publishedAt, authorLabel }: PublishedRevision) => ({
  ...contentColumns(content),
  sort_key: sortKeyOf(content.title),
  number,
  revision_id: revisionId,
  changed_at: publishedAt,
  changed_by: authorLabel,
})

/** Slugs that are addresses of something else. */
const reserved = new Set(['new'])

/** Creates the page of a first published revision, at a free address. */
export async function createPage(tx: Tx, kind: Kind, source: PublishedRevision, createdAt: Instant): Promise<void> {
  const { last } = await tx
    .selectFrom('page')
    .select(({ fn }) => fn.max<number | null>('seq').as('last'))
    .executeTakeFirstOrThrow()
  const slug = await findFreeSlug(tx, kind, source.pageId, source.content.title)
  await tx
    .insertInto('page')
    .values({
      id: source.pageId,
      seq: (last ?? 0) + 1,
      kind,
      slug,
      created_at: createdAt,
      archived_at: null,
      ...derivedColumns(source),
    })
    .execute()
  await insertAddress(tx, kind, slug, source.pageId, createdAt)
  await deriveLists(tx, source)
}

/** Makes the page say what a newer revision says. A new title gives it a new address; the old one stays its own. */
export async function updatePage(tx: Tx, page: PageHead, source: PublishedRevision, at: Instant): Promise<void> {
  const moves = slugOf(page.title) !== slugOf(source.content.title)
  const slug = moves ? await findFreeSlug(tx, page.kind, page.id, source.content.title) : page.slug
  await tx
    .updateTable('page')
    .set({ slug, ...derivedColumns(source) })
    .where('id', '=', page.id)
    .execute()
  if (slug !== page.slug) await insertAddress(tx, page.kind, slug, page.id, at)
  await deriveLists(tx, source)
}

/** Makes every derived row of a page again from its published revision: to the same rows, if nothing was off. */
export async function rebuildPage(tx: Tx, source: PublishedRevision): Promise<void> {
  await tx.updateTable('page').set(derivedColumns(source)).where('id', '=', source.pageId).execute()
  await deriveLists(tx, source)
}

/** Archives a page at an instant; null takes it back. */
export const setArchivedAt = (tx: Tx, id: string, at: Instant | null): Promise<unknown> =>
  tx.updateTable('page').set({ archived_at: at }).where('id', '=', id).execute()

async function deriveLists(tx: Tx, { pageId, content }: PublishedRevision): Promise<void> {
  await tx.deleteFrom('page_tag').where('page_id', '=', pageId).execute()
  await tx.deleteFrom('page_link').where('from_id', '=', pageId).execute()
  if (content.tags.length > 0)
    await tx
      .insertInto('page_tag')
      .values(content.tags.map(tag => ({ page_id: pageId, tag })))
      .execute()
  const linked = await listPagesByIds(tx, content.links)
  const rows = content.links.flatMap((id, position) =>
    linked.some(page => page.id === id) ? [{ from_id: pageId, to_id: id, position }] : [],
  )
  if (rows.length > 0) await tx.insertInto('page_link').values(rows).execute()
}

/** The first free address for a title: its slug, else the slug with -2, -3 … An address the page once had is its own. */
async function findFreeSlug(tx: Tx, kind: Kind, pageId: string, title: string): Promise<string> {
  const wanted = slugOf(title) || kind
  for (let n = reserved.has(wanted) ? 2 : 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    const owner = await tx
      .selectFrom('page_address')
      .select('page_id')
      .where('kind', '=', kind)
      .where('slug', '=', slug)
      .executeTakeFirst()
    if (!owner || owner.page_id === pageId) return slug
  }
}

const insertAddress = (tx: Tx, kind: Kind, slug: string, pageId: string, at: Instant): Promise<unknown> =>
  tx
    .insertInto('page_address')
    .values({ kind, slug, page_id: pageId, since: at })
    .onConflict(conflict => conflict.columns(['kind', 'slug']).doNothing())
    .execute()

/** The derived rows of one page as they stand, for comparison: its copy, tags and links. */
export async function readDerivedRows(db: Reader, id: string): Promise<unknown> {
  const copy = await db
    .selectFrom('page')
    .select([
      'title',
      'sort_key',
      'summary',
      'theme',
      'tags',
      'links',
      'body',
      'hash',
      'number',
      'revision_id',
      'changed_at',
      'changed_by',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  const tags = await db.selectFrom('page_tag').select('tag').where('page_id', '=', id).orderBy('tag').execute()
  const links = await db
    .selectFrom('page_link')
    .select(['to_id', 'position'])
    .where('from_id', '=', id)
    .orderBy('position')
    .execute()
  return { copy, tags, links }
}

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

export async function getPageSeq(db: Reader, id: string): Promise<number> {
  const row = await db.selectFrom('page').select('seq').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return row.seq
}

/** Addresses that no longer lead anywhere: an error, should there be one. */
export async function listPagesWithoutAddress(db: Reader): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('page')
    .leftJoin('page_address', join =>
      join
        .onRef('page_address.page_id', '=', 'page.id')
        .onRef('page_address.slug', '=', 'page.slug')
        .onRef('page_address.kind', '=', 'page.kind'),
    )
    .select('page.id')
    .where('page_address.page_id', 'is', null)
    .execute()
  return rows.map(row => row.id)
}
