import { canBeProven, listPagesByIds, type PageHead } from '../pages/index.js'
import type { Reader } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { pluralise } from '../platform/text.js'
import { getRevision } from '../revisions/index.js'
import type { EvidenceDeps } from './caches.js'
import { kindsText } from './kind-counts.js'
import { listPageEvidence } from './page-evidence-store.js'
import { countByKind } from './position-store.js'
import type { StatementContext } from './statement-model.js'
import type { Statement } from './statement.js'
import { changedALot } from './text-change.js'

/** What it takes to show statements on a page: the pages that they name, and which tried revisions differ a lot. */
export async function statementContext(
  deps: EvidenceDeps,
  page: PageHead,
  statements: readonly Statement[],
  coveredKinds: readonly string[],
): Promise<StatementContext> {
  const linkedIds = statements.flatMap(statement => statement.linkedPageId ?? [])
  const linkedPages = await listPagesByIds(deps.db, linkedIds)
  const proofs = await proofsOf(deps.db, linkedPages, coveredKinds)
  const differing = new Set<number>()
  for (const number of new Set(statements.flatMap(statement => statement.revisionNumber ?? []))) {
    if (number !== page.number && (await differsFromCurrent(deps, page, number))) differing.add(number)
  }
  return {
    config: deps.config,
    coveredKinds,
    today: isoDateOf(deps.clock.now()),
    pages: new Map(linkedPages.map(linked => [linked.id, { ...linked, proof: proofs.get(linked.id) }])),
    differsALot: number => differing.has(number),
    about: page,
  }
}

/** The proof of each of these pages that is proven itself, by page id: `worked at 3 organisations: 2 councils and 1 NHS body`. */
export async function proofsOf(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const provable = pages.filter(page => canBeProven(page.kind))
  const evidence = await listPageEvidence(
    db,
    provable.map(page => page.id),
  )
  const proven = [...evidence.values()].filter(({ state }) => state === 'proven')
  const counts = await countByKind(
    db,
    proven.map(({ pageId }) => pageId),
    coveredKinds,
  )
  const proofs = proven.map(({ pageId, resolvedCount }) => {
    const worked = counts.filter(count => count.pageId === pageId && count.state === 'worked')
    return [pageId, `worked at ${pluralise(resolvedCount, 'organisation')}: ${kindsText(worked)}`] as const
  })
  return new Map(proofs)
}

/** Whether the text of an earlier published revision differs a lot from the current one. Both are immutable. */
async function differsFromCurrent(deps: EvidenceDeps, page: PageHead, number: number): Promise<boolean> {
  const { comparisons } = deps.evidenceCaches
  const key = `${page.revisionId} ${number}`
  const hit = comparisons.get(key)
  if (hit) return hit.differs
  const earlier = await getRevision(deps.db, page.id, number)
  const current = await getRevision(deps.db, page.id, page.number)
  const differs = changedALot(earlier.content.body, current.content.body)
  comparisons.set(key, { differs })
  // Comparing two long texts takes about 30 ms. Other requests get a turn before the next comparison.
  await yieldToEventLoop()
  return differs
}
