import type { Db } from '../platform/database/index.js'
import type { Progress } from '../platform/progress.js'
import { findRevision } from '../revisions/index.js'
import type { ImportOptions } from './import.js'
import type { HistoryLine, LineProblem } from './parse-line.js'
import { readHashedLines } from './read-history.js'
import { findImportedLine } from './store.js'

/**
 * Compares every text of a history with the stored revision, byte for byte. Returns how many are equal, and a problem for
 * each of the others.
 * @throws Refused when the file cannot be read to its end.
 */
export async function verifyHistory(
  { db }: { readonly db: Db },
  { file, source }: Pick<ImportOptions, 'file' | 'source'>,
  progress: Progress = () => {},
): Promise<{ readonly equal: number; readonly problems: readonly LineProblem[] }> {
  const problems: LineProblem[] = []
  let equal = 0
  for await (const { line, hash } of readHashedLines(file)) {
    if ('problem' in line) {
      problems.push(line)
      continue
    }
    if (line.op === 'D') continue
    const problem = await problemWith(db, source, line, hash)
    if (problem === undefined) equal++
    else problems.push({ line: line.line, problem })
    progress(equal, 0)
  }
  return { equal, problems }
}

async function problemWith(db: Db, source: string, line: HistoryLine, hash: string): Promise<string | undefined> {
  const imported = await findImportedLine(db, source, hash)
  if (!imported || imported.pageId === null || imported.number === null) return 'was not imported'
  const revision = await findRevision(db, imported.pageId, imported.number)
  if (!revision) return 'was not imported'
  const isEqual = Buffer.from(revision.content.body).equals(Buffer.from(line.text))
  return isEqual ? undefined : 'the stored text differs'
}
