import type { Reader, Tx } from '../platform/database/index.js'
import type { Kind } from '../pages/index.js'

/** The page that a path of a source is: the live one, else the one archived last. */
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

/** What an earlier run made of a line. */
export interface ImportedLine {
  readonly pageId: string | null
  /** The revision it became; none for a deletion. */
  readonly number: number | null
  /** Why nothing came of it: it did not fit what went before, and must not be tried again against what came after. */
  readonly problem: string | null
}

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

export interface ImportedPage {
  readonly path: string
  readonly kind: Kind
  readonly slug: string
  readonly revisions: number
}

/** Every page that came from a source, in the order of their paths. */
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
