import { sql } from 'kysely'
import { prepared, type Reader } from '../platform/database/index.js'
import type { Kind } from './kinds.js'

/** A page as the pages linked to it show it. */
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

/**
 * Lists the pages linked with this one, without archived ones: first those that it links to, in its own order, then
 * those that link to it. A page that does both comes once.
 */
export async function listLinkedPages(db: Reader, id: string): Promise<readonly LinkedPage[]> {
  const rows = await readLinked(db, id)
  const seen = new Set<string>()
  return rows.filter(row => !seen.has(row.id) && seen.add(row.id)).map(row => ({ ...row, kind: row.kind as Kind }))
}

/** Lists the ids of the pages linked with this one in either direction, archived ones too, sorted. */
export async function listLinkedIds(db: Reader, id: string): Promise<readonly string[]> {
  const to = await db.selectFrom('page_link').select('to_id as id').where('from_id', '=', id).execute()
  const from = await db.selectFrom('page_link').select('from_id as id').where('to_id', '=', id).execute()
  return [...new Set([...to, ...from].map(row => row.id))].sort()
}
