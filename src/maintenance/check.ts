import type { Db } from '../platform/database/index.js'
import type { Progress } from '../platform/progress.js'
import { contentHash, listPageIds, listPagesWithoutAddress } from '../pages/index.js'
import { listAllSuggestionVersions } from '../review/index.js'
import { findIndexProblems, findVocabularyProblems, listOrphans } from '../search/index.js'
import { checkPage } from './check-page.js'
import { inRolledBackTransaction } from './roll-back.js'

/** Versions of suggestions in memory at a time. */
const VERSIONS_PER_READ = 200

type Check = (db: Db, progress: Progress) => Promise<readonly string[]>

/** The checks of what the database holds, in the order in which they run and report. */
const contentChecks: readonly Check[] = [checkPages, checkAddresses, checkSuggestionVersions, checkSearchIndex]

/**
 * Checks the whole database and changes nothing. Returns a sentence for each problem: what the database itself reports,
 * texts that do not match their hash, gaps in the numbers of revisions, and derived data that a rebuild would change.
 * An empty list means that there is no problem.
 */
export async function check(db: Db, progress: Progress = () => {}): Promise<readonly string[]> {
  const problems = [...(await db.integrityProblems())]
  try {
    problems.push(...(await checkContent(db, progress)))
  } catch (error) {
    // In a damaged database a read may fail. The damage is then already listed.
    if (problems.length === 0) throw error
    problems.push(`the rest could not be read: ${(error as Error).message}`)
  }
  return problems
}

async function checkContent(db: Db, progress: Progress): Promise<readonly string[]> {
  const problems: string[] = []
  for (const runCheck of contentChecks) problems.push(...(await runCheck(db, progress)))
  // A problem in a page or its index entry also changes the vocabulary, so a check of it would add nothing.
  if (problems.length === 0) problems.push(...(await checkVocabulary(db)))
  return problems
}

async function checkPages(db: Db, progress: Progress): Promise<readonly string[]> {
  const problems: string[] = []
  const pages = await listPageIds(db)
  for (const [index, page] of pages.entries()) {
    problems.push(...(await checkPage(db, page)))
    progress(index + 1, pages.length)
  }
  return problems
}

async function checkAddresses(db: Db): Promise<readonly string[]> {
  const ids = await listPagesWithoutAddress(db)
  return ids.map(id => `page ${id}: its address does not lead to it`)
}

async function checkSuggestionVersions(db: Db): Promise<readonly string[]> {
  const problems: string[] = []
  let last: readonly [string, number] | undefined
  for (;;) {
    const versions = await listAllSuggestionVersions(db, last, VERSIONS_PER_READ)
    const end = versions.at(-1)
    if (!end) return problems
    for (const { content, hash, suggestionId, number } of versions) {
      if (contentHash(content) !== hash) {
        problems.push(`suggestion ${suggestionId}: version ${number} does not match its hash`)
      }
    }
    last = [end.suggestionId, end.number]
  }
}

async function checkSearchIndex(db: Db): Promise<readonly string[]> {
  return inRolledBackTransaction(db, async tx => {
    const orphans = await listOrphans(tx, db.engine)
    const problems = orphans.map(seq => `search index entry ${seq}: belongs to no published page`)
    return [...problems, ...(await findIndexProblems(tx, db.engine))]
  })
}

async function checkVocabulary(db: Db): Promise<readonly string[]> {
  return inRolledBackTransaction(db, tx => findVocabularyProblems(tx, db.engine))
}
