import type { Db, Rebuilders, Tx } from '../platform/database/index.js'
import type { Progress } from '../platform/progress.js'
import { rebuildEvidence } from '../evidence/index.js'
import { getPageById, listPageIds, provableKindsFirst, rebuildPage } from '../pages/index.js'
import { listRevisionsWithContent, type Revision } from '../revisions/index.js'
import { indexEveryPage, indexPage, listOrphans, rebuildVocabulary, unindexPage } from '../search/index.js'

/** Rebuilds what migrations mark as stale, by the names in `Migration.makesStale`. */
export const rebuilders: Rebuilders = { 'search-index': indexEveryPage }

export type PageReference = Awaited<ReturnType<typeof listPageIds>>[number]

/**
 * Rebuilds all derived data from the published revisions and the ledger: page copies, tags, links, evidence and the
 * search index. Each page is a transaction of its own, so readers and writers do not wait for the whole. Returns the
 * number of pages.
 */
export async function rebuild(db: Db, progress: Progress = () => {}): Promise<number> {
  const pages = await listPageIds(db)
  for (const [index, page] of pages.entries()) {
    await db.transaction(tx => rebuildFromNewest(tx, db, page))
    progress(index + 1, pages.length)
  }
  await rebuildAllEvidence(db, pages)
  await db.transaction(async tx => {
    for (const seq of await listOrphans(tx, db.engine)) await unindexPage(tx, db.engine, seq)
    await rebuildVocabulary(tx, db.engine)
  })
  return pages.length
}

/** A barrier's evidence depends on that of its solutions, so all links and solutions come first. */
async function rebuildAllEvidence(db: Db, pages: readonly PageReference[]): Promise<void> {
  for (const kind of provableKindsFirst) {
    for (const page of pages) {
      if (page.kind === kind) await db.transaction(tx => rebuildEvidence(tx, page.id))
    }
  }
}

async function rebuildFromNewest(tx: Tx, db: Db, page: PageReference): Promise<void> {
  const newest = (await listRevisionsWithContent(tx, page.id)).at(-1)
  if (newest) await rebuildPageRows(tx, db, page, newest)
}

/** Rebuilds what is derived from a page's newest revision: its published copy, tags, links and search index entry. */
export async function rebuildPageRows(tx: Tx, db: Db, page: PageReference, newest: Revision): Promise<void> {
  await rebuildPage(tx, {
    pageId: page.id,
    content: newest.content,
    number: newest.number,
    revisionId: newest.id,
    publishedAt: newest.publishedAt,
    attribution: newest.attribution,
  })
  // Read again: the page may have been archived or brought back since the pages were listed.
  const { archivedAt } = await getPageById(tx, page.id)
  if (archivedAt === null) await indexPage(tx, db.engine, page.seq, newest.content)
  else await unindexPage(tx, db.engine, page.seq)
}
