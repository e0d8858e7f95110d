import {
  countManyByKind,
  evidenceTag,
  isResolved,
  kindsInOrder,
  listFacedBarriers,
  listPageEvidence,
  givenKind,
  type KindCount,
} from '../evidence/index.js'
import { loadPagesById, type PageHead } from '../pages/index.js'
import type { Db } from '../platform/database/index.js'
import type { Tag } from '../platform/http/index.js'

/** A kind of organisation, or `not-given` for the organisations whose kind may not be shown. */
export type KindColumn = (typeof kindsInOrder)[number]

/** How many organisations faced a barrier, and how many of them got round it. */
export interface BarrierCount {
  readonly faced: number
  readonly resolved: number
}

/** A barrier that organisations faced. */
export interface BlockedWhereRow {
  readonly page: PageHead
  readonly tag: Tag
  readonly total: BarrierCount
  /** Kinds without an organisation that faced it are left out. */
  readonly byKind: ReadonlyMap<KindColumn, BarrierCount>
}

/** The counts of a kind that is left out. */
export const noneFaced: BarrierCount = { faced: 0, resolved: 0 }

interface RowsWanted {
  readonly theme: string | undefined
  /** The number of organisations and the page id of the last row before. */
  readonly after?: readonly [number, string] | undefined
  readonly limit: number
  readonly coveredKinds: readonly string[]
}

/** Loads the barriers that organisations faced, those that most organisations faced first. */
export async function loadBlockedWhereRows(
  db: Db,
  { theme, after, limit, coveredKinds }: RowsWanted,
): Promise<readonly BlockedWhereRow[]> {
  const ids = await listFacedBarriers(db, theme, after, limit)
  const pages = await loadPagesById(db, ids)
  const evidence = await listPageEvidence(db, ids)
  const counts = await countManyByKind(db, ids, coveredKinds)
  return ids.flatMap(id => {
    const page = pages.get(id)
    const pageEvidence = evidence.get(id)
    if (!page || !pageEvidence) return []
    return {
      page,
      tag: evidenceTag(page.kind, pageEvidence),
      total: { faced: pageEvidence.organisations, resolved: pageEvidence.resolvedCount },
      byKind: countByColumn(counts.filter(count => count.pageId === id)),
    }
  })
}

function countByColumn(counts: readonly KindCount[]): BlockedWhereRow['byKind'] {
  const columns = new Map<KindColumn, BarrierCount>()
  for (const { kind, state, organisations } of counts) {
    const column = givenKind(kind)
    const before = columns.get(column) ?? noneFaced
    columns.set(column, {
      faced: before.faced + organisations,
      resolved: before.resolved + (isResolved(state) ? organisations : 0),
    })
  }
  return columns
}
