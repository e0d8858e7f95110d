import { isDeepStrictEqual } from 'node:util'
import type { Db, Tx } from '../platform/database/index.js'
import { evidenceRows, rebuildEvidence } from '../evidence/index.js'
import { canBeProven, contentHash, listLinkedPages, readDerivedRows } from '../pages/index.js'
import { listRevisionsWithContent, type Revision } from '../revisions/index.js'
import { readIndexEntry } from '../search/index.js'
import { rebuildPageRows, type PageReference } from './rebuild.js'
import { inRolledBackTransaction } from './roll-back.js'

/** Returns the problems of a page: its revisions, and the data derived from the newest one. */
export async function checkPage(db: Db, page: PageReference): Promise<readonly string[]> {
  const revisions = await listRevisionsWithContent(db, page.id)
  const problems =
    revisions.length === 0
      ? ['has no revision']
      : [...hashProblems(revisions), ...numberProblems(revisions), ...(await derivedProblems(db, page))]
  return problems.map(problem => `${page.kind} ${page.slug}: ${problem}`)
}

const hashProblems = (revisions: readonly Revision[]): readonly string[] =>
  revisions
    .filter(({ content, hash }) => contentHash(content) !== hash)
    .map(({ number }) => `revision ${number} does not match its hash`)

const numberProblems = (revisions: readonly Revision[]): readonly string[] =>
  revisions.flatMap(({ number }, index) =>
    number === index + 1 ? [] : [`revision ${number} is where revision ${index + 1} should be`],
  )

/** Rebuilds what is derived from the page, compares, and rolls back. */
const derivedProblems = (db: Db, page: PageReference): Promise<readonly string[]> =>
  inRolledBackTransaction(db, async tx => {
    // Read again: a newer revision may have been published since.
    const newest = (await listRevisionsWithContent(tx, page.id)).at(-1)!
    const stored = await readDerived(tx, db, page)
    await rebuildPageRows(tx, db, page, newest)
    await rebuildEvidenceWithSolutions(tx, page)
    const rebuilt = await readDerived(tx, db, page)

    const problems: string[] = []
    if (!isDeepStrictEqual(stored.rows, rebuilt.rows)) {
      problems.push(`its published copy, tags or links do not match revision ${newest.number}`)
    }
    if (!isDeepStrictEqual(stored.indexEntry, rebuilt.indexEntry)) {
      problems.push(`its search index entry does not match revision ${newest.number}`)
    }
    if (!isDeepStrictEqual(stored.evidence, rebuilt.evidence)) {
      problems.push('its totals do not match its reports')
    }
    return problems
  })

async function readDerived(tx: Tx, db: Db, page: PageReference) {
  return {
    rows: await readDerivedRows(tx, page.id),
    indexEntry: await readIndexEntry(tx, db.engine, page.seq),
    evidence: await evidenceRows(tx, page.id),
  }
}

/** A barrier's evidence depends on that of its solutions, which may be wrong too. */
async function rebuildEvidenceWithSolutions(tx: Tx, page: PageReference): Promise<void> {
  for (const linked of await listLinkedPages(tx, page.id)) {
    if (canBeProven(linked.kind)) await rebuildEvidence(tx, linked.id)
  }
  await rebuildEvidence(tx, page.id)
}
