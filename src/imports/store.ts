import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/database/index.js'
import type { Kind } from '../pages/index.js'

/** The page at a path of a source: the live one, or else the page created last of those that were archived. */
export async function findImportedPage(
  db: Reader,
  source: string,
  path: string,
): Promise<{ readonly pageId: string; readonly live: boolean } | undefined> {
  const row = await db
    .selectFrom('import_page')
    .select(['page_id', 'live'])
    .where('source', '=', source)
    .where('path', '=', path)
    .orderBy('live', 'desc')
    .orderBy('page_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { pageId: row.page_id, live: row.live === 1 }
}

/** Records which page is at a path of a source, and whether it is live. */
export const saveImportedPage = (
  tx: Tx,
  source: string,
  path: string,
  pageId: string,
  live: boolean,
): Promise<unknown> => {
  const row = { source, path, live: live ? 1 : 0 }
  return tx
    .insertInto('import_page')
    .values({ page_id: pageId, ...row })
    .onConflict(conflict => conflict.column('page_id').doUpdateSet(row))
    .execute()
}

/**
 * Finds the published page with the path that a link names: exactly this one or, if there is only one, one that ends so.
 */
export async function findLinkedPage(
  db: Reader,
  path: string,
): Promise<{ readonly kind: Kind; readonly slug: string } | undefined> {
  const pages = () =>
    db
      .selectFrom('import_page')
      .innerJoin('page', 'page.id', 'import_page.page_id')
      .select(['page.kind', 'page.slug'])
      .where('import_page.live', '=', 1)
      .where('page.archived_at', 'is', null)
      .limit(2)
  const exact = await pages().where('import_page.path', '=', path).execute()
  const ending = `%/${path.replace(/[!%_]/g, '!$&')}`
  const found =
    exact.length > 0
      ? exact
      : await pages()
          .where(sql<boolean>`import_page.path like ${ending} escape '!'`)
          .execute()
  return found.length === 1 ? { kind: found[0]!.kind as Kind, slug: found[0]!.slug } : undefined
}

/** What an earlier run did with a line. */
export interface ImportedLine {
  readonly pageId: string | null
  /** The number of the revision it became; null for a deletion. */
  readonly number: number | null
  /** Why it was not applied. It is not tried again: later lines have changed what it would apply to. */
  readonly problem: string | null
}

/** Undefined if no run has reached the line yet. */
export async function findImportedLine(
  db: Reader,
  source: string,
  lineHash: string,
): Promise<ImportedLine | undefined> {
  const row = await db
    .selectFrom('import_line')
    .select(['page_id', 'number', 'problem'])
    .where('source', '=', source)
    .where('line_hash', '=', lineHash)
    .executeTakeFirst()
  return row && { pageId: row.page_id, number: row.number, problem: row.problem }
}

export const recordLine = (
  tx: Tx,
  source: string,
  lineHash: string,
  { pageId, number, problem }: ImportedLine,
): Promise<unknown> =>
  tx.insertInto('import_line').values({ source, line_hash: lineHash, page_id: pageId, number, problem }).execute()

/** A page that came from a path of a source. */
export interface ImportedPage {
  readonly path: string
  readonly kind: Kind
  readonly slug: string
  readonly revisions: number
}

/** Every page that came from a source, ordered by path. */
export async function listImportedPages(db: Reader, source: string): Promise<readonly ImportedPage[]> {
  const rows = await db
    .selectFrom('import_page')
    .innerJoin('page', 'page.id', 'import_page.page_id')
    .select(['import_page.path', 'page.kind', 'page.slug', 'page.number'])
    .where('import_page.source', '=', source)
    .orderBy('import_page.path')
    .orderBy('page.seq')
    .execute()
  return rows.map(row => ({ path: row.path, kind: row.kind as Kind, slug: row.slug, revisions: row.number }))
}
