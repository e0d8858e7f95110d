import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import type { Attribution } from '../accounts/index.js'
import { slugOf } from '../platform/slug.js'
import { titleKey } from '../platform/text.js'
import { findFreeSlug, insertAddress } from './address-store.js'
import { contentColumns, type Content } from './content.js'
import type { Kind } from './kinds.js'
import { listPagesByIds, type PageHead } from './store.js'

/** The revision from which the rows of its page are derived. */
export interface PublishedRevision {
  readonly pageId: string
  readonly content: Content
  readonly number: number
  readonly revisionId: string
  readonly publishedAt: Instant
  readonly attribution: Attribution
}

const derivedColumns = ({ content, number, revisionId, publishedAt, attribution }: PublishedRevision) => ({
  ...contentColumns(content),
  sort_key: titleKey(content.title),
  number,
  revision_id: revisionId,
  changed_at: publishedAt,
  changed_by_name: attribution.name ?? null,
  changed_by_organisation: attribution.organisation ?? null,
})

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

/** Updates a page to a newer revision. A new title gives it a new address; the old one redirects. */
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

/** Rewrites all derived rows of a page from its published revision. Correct rows stay the same. */
export async function rebuildPage(tx: Tx, source: PublishedRevision): Promise<void> {
  await tx.updateTable('page').set(derivedColumns(source)).where('id', '=', source.pageId).execute()
  await deriveLists(tx, source)
}

/** Archives a page, or with null ends its archiving. */
export const setArchivedAt = (tx: Tx, id: string, at: Instant | null): Promise<unknown> =>
  tx.updateTable('page').set({ archived_at: at }).where('id', '=', id).execute()

/** Replaces the page's tags and its links to pages that exist. */
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

/** Reads the derived rows of a page as they are: its copy, tags and links. For `check` to compare. */
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
      'changed_by_name',
      'changed_by_organisation',
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
