import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import type { Progress } from '../platform/progress.js'
import { applyLine, InapplicableLine, type ImportTarget } from './apply-line.js'
import type { HistoryLine, LineProblem } from './parse-line.js'
import { readHashedLines } from './read-history.js'
import { findImportedLine, listImportedPages, recordLine, type ImportedPage } from './store.js'

/** Lines in one transaction. A kill loses at most one batch, which the next run imports again. */
const BATCH_LINES = 100

export interface ImportOptions extends ImportTarget {
  /** A JSON Lines file, gzipped if its name ends in `.gz`. */
  readonly file: string
}

/** How the lines of a file ended. Blank lines do not count. */
export interface ImportResult {
  readonly imported: number
  /** Lines that an earlier run imported. */
  readonly alreadyImported: number
  /** The lines that were not imported, in the order of the file. */
  readonly problems: readonly LineProblem[]
  /** Every page that came from the source, in this run or before. */
  readonly pages: readonly ImportedPage[]
}

type ImportDeps = Pick<Deps, 'db' | 'clock'>

interface PendingLine {
  readonly line: HistoryLine
  readonly hash: string
}

/**
 * Imports a history. Each line becomes a revision with its own date and author. Lines that were imported before are
 * skipped, and a line with a problem is reported and skipped.
 * @throws Refused when the file cannot be read to its end.
 */
export async function importHistory(
  deps: ImportDeps,
  options: ImportOptions,
  progress: Progress = () => {},
): Promise<ImportResult> {
  const problems: LineProblem[] = []
  let imported = 0
  let alreadyImported = 0
  let processed = 0

  async function importPending(batch: readonly PendingLine[]): Promise<void> {
    const outcome = await deps.db.transaction(tx => importBatch(deps, tx, options, batch))
    problems.push(...outcome.problems)
    imported += outcome.imported
    alreadyImported += batch.length - outcome.imported - outcome.problems.length
    processed += batch.length
    progress(processed, 0)
  }

  let batch: PendingLine[] = []
  for await (const { line, hash } of readHashedLines(options.file)) {
    if ('problem' in line) problems.push(line)
    // Not recorded, so that a later run imports it once its date has come.
    else if (line.date > deps.clock.now())
      problems.push({ line: line.line, problem: `date: ${line.date} is in the future` })
    else batch.push({ line, hash })
    if (batch.length === BATCH_LINES) {
      await importPending(batch)
      batch = []
    }
  }
  await importPending(batch)
  return {
    imported,
    alreadyImported,
    problems: problems.sort((a, b) => a.line - b.line),
    pages: await listImportedPages(deps.db, options.source),
  }
}

async function importBatch(
  deps: ImportDeps,
  tx: Tx,
  target: ImportTarget,
  batch: readonly PendingLine[],
): Promise<Pick<ImportResult, 'imported' | 'problems'>> {
  const problems: LineProblem[] = []
  let imported = 0
  for (const { line, hash } of batch) {
    const earlier = await findImportedLine(tx, target.source, hash)
    const problem = earlier ? earlier.problem : await tryLine(deps, tx, target, line, hash)
    if (problem !== null) problems.push({ line: line.line, problem })
    else if (!earlier) imported++
  }
  return { imported, problems }
}

/** Returns the problem if the line cannot be applied. The problem is recorded, so that no later run tries it again. */
async function tryLine(
  deps: ImportDeps,
  tx: Tx,
  target: ImportTarget,
  line: HistoryLine,
  hash: string,
): Promise<string | null> {
  try {
    await applyLine(deps, tx, target, line, hash)
    return null
  } catch (error) {
    if (!(error instanceof InapplicableLine)) throw error
    await recordLine(tx, target.source, hash, { pageId: null, number: null, problem: error.message })
    return error.message
  }
}
