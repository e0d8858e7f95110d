import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { slugOf } from '../platform/slug.js'
import type { Kind } from './kinds.js'

/** Finds the current slug of the page that has, or once had, the address `slug`. */
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

/** Slugs that other routes use. */
const reservedSlugs = new Set(['new'])

/**
 * Finds the first free slug for a title: `title`, `title-2`, `title-3` and so on. A slug that the page itself once had
 * counts as free.
 */
export async function findFreeSlug(tx: Tx, kind: Kind, pageId: string, title: string): Promise<string> {
  const wanted = slugOf(title) || kind
  for (let n = reservedSlugs.has(wanted) ? 2 : 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    const owner = await tx
      .selectFrom('page_address')
      .select('page_id')
      .where('kind', '=', kind)
      // A slug of before may have decomposed letters, which look the same.
      .where('slug', 'in', [slug, slug.normalize('NFD')])
      .executeTakeFirst()
    if (!owner || owner.page_id === pageId) return slug
  }
}

/** Records an address of a page. The page keeps it for good, to redirect from it. */
export const insertAddress = (tx: Tx, kind: Kind, slug: string, pageId: string, at: Instant): Promise<unknown> =>
  tx
    .insertInto('page_address')
    .values({ kind, slug, page_id: pageId, since: at })
    .onConflict(conflict => conflict.columns(['kind', 'slug']).doNothing())
    .execute()

/** Lists the ids of pages whose current address is not recorded. There should be none: for `check`. */
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
