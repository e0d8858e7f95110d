import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import { newId } from '../platform/ids.js'
import { byName } from '../accounts/index.js'
import { findPageById, type Kind } from '../pages/index.js'
import { archive, bringBack, publish } from '../review/index.js'
import { importedAuthor, importedContent, importedNote } from './imported-content.js'
import type { HistoryLine } from './parse-line.js'
import { findImportedPage, recordLine, saveImportedPage } from './store.js'

/** Where imported pages go. */
export interface ImportTarget {
  readonly kind: Kind
  /** The theme's slug for every page. */
  readonly theme: string
  /** Names the history. The same path in another source is another page. */
  readonly source: string
}

/** The line contradicts the lines before it. Nothing was written. */
export class InapplicableLine extends Error {}

/**
 * Applies a line, and records by its hash that it was imported.
 * @throws InapplicableLine when it contradicts the lines before it.
 */
export async function applyLine(
  deps: Pick<Deps, 'db' | 'clock'>,
  tx: Tx,
  target: ImportTarget,
  line: HistoryLine,
  hash: string,
): Promise<void> {
  if (line.op === 'D') await archiveImported(deps, tx, target, line, hash)
  else await publishImported(deps, tx, target, line, hash)
}

async function archiveImported(
  { db }: Pick<Deps, 'db'>,
  tx: Tx,
  { source }: ImportTarget,
  line: HistoryLine,
  hash: string,
): Promise<void> {
  const page = await findImportedPage(tx, source, line.path)
  if (!page?.live) throw new InapplicableLine('path: there is no page to delete')
  await archive(tx, db.engine, {
    pageId: page.pageId,
    at: line.date,
    actorId: null,
    attribution: byName(importedAuthor(line)),
  })
  await saveImportedPage(tx, source, line.path, page.pageId, false)
  await recordLine(tx, source, hash, { pageId: page.pageId, number: null, problem: null })
}

async function publishImported(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  tx: Tx,
  { kind, theme, source }: ImportTarget,
  line: HistoryLine,
  hash: string,
): Promise<void> {
  const attribution = byName(importedAuthor(line))
  const pageId = (await pageIdFor(tx, source, line)) ?? newId()
  const page = await findPageById(tx, pageId)
  if (page && page.archivedAt !== null) {
    await bringBack(tx, db.engine, { pageId, at: line.date, actorId: null, attribution })
  }
  const { number } = await publish(tx, db.engine, {
    pageId,
    kind,
    baseRevisionId: page?.revisionId ?? null,
    content: importedContent(line, theme),
    how: 'imported',
    note: importedNote(line),
    author: { authorId: null, attribution, organisationId: null, shownAs: 'name' },
    publishedAt: line.date,
    now: clock.now(),
  })
  await saveImportedPage(tx, source, line.path, pageId, true)
  await recordLine(tx, source, hash, { pageId, number, problem: null })
}

/**
 * The page that a line changes; undefined if it creates one. A rename from a path that this history never had, or that it
 * deleted, counts as a change to the new path.
 */
async function pageIdFor(tx: Tx, source: string, line: HistoryLine): Promise<string | undefined> {
  const page = await findImportedPage(tx, source, line.path)
  if (line.op !== 'R' || line.from === undefined) return page?.pageId
  const renamed = await findImportedPage(tx, source, line.from)
  if (!renamed?.live) return page?.pageId
  if (page?.live && page.pageId !== renamed.pageId) {
    throw new InapplicableLine('path: another page already has the new path')
  }
  return renamed.pageId
}
