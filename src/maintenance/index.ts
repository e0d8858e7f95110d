import { isDeepStrictEqual } from 'node:util'
import type { Db, Rebuilders, Tx } from '../platform/database/index.js'
import type { Progress } from '../platform/progress.js'
import { evidenceRows, rebuildEvidence } from '../evidence/index.js'
import {
  readDerivedRows,
  getPageById,
  contentHash,
  listLinkedPages,
  listPageIds,
  listPagesWithoutAddress,
  rebuildPage,
} from '../pages/index.js'
import { listRevisionsWithContent, type Revision } from '../revisions/index.js'
import { listAllAmendments } from '../review/index.js'
import {
  findIndexProblems,
  readIndexEntry,
  indexEveryPage,
  indexPage,
  listOrphans,
  rebuildVocabulary,
  unindexPage,
  findVocabularyProblems,
} from '../search/index.js'

/** Rebuilds what a migration marks as stale, by the names in `Migration.makesStale`. */
export const rebuilders: Rebuilders = { 'search-index': indexEveryPage }

type PageId = Awaited<ReturnType<typeof listPageIds>>[number]

/** The page as it stands in this transaction: it may have been archived or brought back since the list was made. */
const withCurrentArchivedAt = async (tx: Tx, page: PageId): Promise<PageId> => ({
  ...page,
  archivedAt: (await getPageById(tx, page.id)).archivedAt,
})

/** Makes everything derived from a page's newest revision again. */
async function rebuildPageRows(tx: Tx, db: Db, page: PageId, newest: Revision): Promise<void> {
  await rebuildPage(tx, {
    pageId: page.id,
    content: newest.content,
    number: newest.number,
    revisionId: newest.id,
    publishedAt: newest.publishedAt,
    authorLabel: newest.authorLabel,
  })
  if (page.archivedAt === null) await indexPage(tx, db.engine, page.seq, newest.content)
  else await unindexPage(tx, db.engine, page.seq)
}

/** Makes every derived row again from the published revisions, a page a transaction. Returns how many pages there are. */
export async function rebuild(db: Db, progress: Progress = () => {}): Promise<number> {
  const pages = await listPageIds(db)
  for (const [at, page] of pages.entries()) {
    await db.transaction(async tx => {
      const newest = (await listRevisionsWithContent(tx, page.id)).at(-1)
      if (newest) await rebuildPageRows(tx, db, await withCurrentArchivedAt(tx, page), newest)
    })
    progress(at + 1, pages.length)
  }
  // How a barrier stands follows from how the solutions linked to it do, so all links and solutions come first.
  for (const kind of ['solution', 'barrier'] as const) {
    for (const page of pages.filter(one => one.kind === kind)) await db.transaction(tx => rebuildEvidence(tx, page.id))
  }
  await db.transaction(async tx => {
    for (const seq of await listOrphans(tx, db.engine)) await unindexPage(tx, db.engine, seq)
    await rebuildVocabulary(tx, db.engine)
  })
  return pages.length
}

/**
 * Everything that is off: the database's own integrity check, every hash, the numbering of every page's line, and every
 * derived row that a rebuild would change. Nothing is mended. An empty list is good.
 */
export async function check(db: Db, progress: Progress = () => {}): Promise<readonly string[]> {
  const problems: string[] = [...(await db.integrityProblems())]
  try {
    problems.push(...(await checkContent(db, progress)))
  } catch (error) {
    // What cannot be read cannot be compared; that it cannot is what there is to say.
    if (problems.length === 0) throw error
    problems.push(`the rest could not be read: ${(error as Error).message}`)
  }
  return problems
}

async function checkContent(db: Db, progress: Progress): Promise<readonly string[]> {
  const problems: string[] = []
  const pages = await listPageIds(db)
  for (const [at, page] of pages.entries()) {
    problems.push(...(await checkPage(db, page)))
    progress(at + 1, pages.length)
  }
  for (const id of await listPagesWithoutAddress(db))
    problems.push(`page ${id}: its address is not among those that lead to it`)
  problems.push(...(await checkAmendments(db)))
  await inRolledBackTransaction(db, async tx => {
    for (const seq of await listOrphans(tx, db.engine))
      problems.push(`the search index holds number ${seq}, which is no page in any list`)
    problems.push(...(await findIndexProblems(tx, db.engine)))
    // Where a page is off in the index, so are its words.
    if (problems.length === 0) problems.push(...(await findVocabularyProblems(tx, db.engine)))
  })
  return problems
}

async function checkPage(db: Db, page: PageId): Promise<readonly string[]> {
  const name = `${page.kind} ${page.slug}`
  const revisions = await listRevisionsWithContent(db, page.id)
  const problems = revisions.flatMap((revision, at) => [
    ...(contentHash(revision.content) === revision.hash
      ? []
      : [`${name}: revision ${revision.number} is not what its hash says`]),
    ...(revision.number === at + 1 ? [] : [`${name}: revision ${revision.number} stands where ${at + 1} should`]),
  ])
  if (revisions.length === 0) return [`${name}: has no revision`]
  const [before, after, number] = await inRolledBackTransaction(db, async tx => {
    const newest = (await listRevisionsWithContent(tx, page.id)).at(-1)!
    const state = async () => ({
      rows: await readDerivedRows(tx, page.id),
      index: await readIndexEntry(tx, db.engine, page.seq),
      evidence: await evidenceRows(tx, page.id),
    })
    const stood = await state()
    await rebuildPageRows(tx, db, await withCurrentArchivedAt(tx, page), newest)
    // A barrier is held against how its solutions should stand, not against how they are said to.
    for (const one of await listLinkedPages(tx, page.id)) if (one.kind === 'solution') await rebuildEvidence(tx, one.id)
    await rebuildEvidence(tx, page.id)
    return [stood, await state(), newest.number] as const
  })
  if (!isDeepStrictEqual(before.rows, after.rows))
    problems.push(`${name}: its published copy, tags or links are not what revision ${number} says`)
  if (!isDeepStrictEqual(before.index, after.index))
    problems.push(`${name}: the search index does not hold what revision ${number} says`)
  if (!isDeepStrictEqual(before.evidence, after.evidence))
    problems.push(`${name}: what organisations say of it is not what the ledger adds up to`)
  return problems
}

async function checkAmendments(db: Db): Promise<readonly string[]> {
  const problems: string[] = []
  let last: readonly [string, number] | undefined
  for (;;) {
    const some = await listAllAmendments(db, last, 200)
    for (const one of some)
      if (contentHash(one.content) !== one.hash)
        problems.push(`suggestion ${one.suggestionId}: text ${one.ordinal} is not what its hash says`)
    const end = some.at(-1)
    if (!end) return problems
    last = [end.suggestionId, end.ordinal]
  }
}

class RollBack extends Error {}

/** What `work` finds out in a transaction that is then rolled back. */
async function inRolledBackTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  let found: T | undefined
  try {
    await db.transaction(async tx => {
      found = await work(tx)
      throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) throw error
  }
  return found as T
}
