import type { Instant } from '../platform/clock.js'
import type { Engine, Tx } from '../platform/database/index.js'
import type { Attribution } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { deriveAfterPublishing } from '../evidence/index.js'
import { getPageById, getPageSeq, getPublished, listLinkedIds, setArchivedAt } from '../pages/index.js'
import { indexPage, unindexPage } from '../search/index.js'

export interface Archiving {
  readonly pageId: string
  readonly at: Instant
  /** Null when an import does it. */
  readonly actorId: string | null
  readonly attribution: Attribution
}

/** Takes a page out of lists and search, within a caller's transaction. Its address and history stay. */
export async function archive(tx: Tx, engine: Engine, { pageId, at, actorId, attribution }: Archiving): Promise<void> {
  const page = await getPageById(tx, pageId)
  await setArchivedAt(tx, pageId, at)
  await unindexPage(tx, engine, await getPageSeq(tx, pageId))
  await deriveAfterPublishing(tx, pageId, await listLinkedIds(tx, pageId))
  await recordActivity(tx, { at, verb: 'page.archived', actorId, attribution, kind: page.kind, pageId })
}

/** Puts an archived page back into lists and search, within a caller's transaction. */
export async function bringBack(
  tx: Tx,
  engine: Engine,
  { pageId, at, actorId, attribution }: Archiving,
): Promise<void> {
  const { page, content } = await getPublished(tx, pageId)
  await setArchivedAt(tx, pageId, null)
  await indexPage(tx, engine, await getPageSeq(tx, pageId), content)
  await deriveAfterPublishing(tx, pageId, await listLinkedIds(tx, pageId))
  await recordActivity(tx, { at, verb: 'page.returned', actorId, attribution, kind: page.kind, pageId })
}
