import { LRUCache } from 'lru-cache'
import { listPagesByIds, type PageHead } from '../pages/index.js'
import type { Reader } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { getRevision } from '../revisions/index.js'
import type { PanelDeps } from './evidence-panel.js'
import { kindsText } from './kind-counts.js'
import { listPageEvidence } from './page-evidence-store.js'
import { countByKind } from './position-store.js'
import type { StatementContext } from './statement-model.js'
import type { Statement } from './statement-store.js'
import { changedALot } from './text-change.js'

/** How statements on a page are shown: the pages that they name, and which revisions are much unlike today's. */
export async function statementContext(
  deps: PanelDeps,
  page: PageHead,
  statements: readonly Statement[],
  coveredKinds: readonly string[],
): Promise<StatementContext> {
  const others = await listPagesByIds(
    deps.db,
    statements.flatMap(one => one.linkedPageId ?? []),
  )
  const proofs = await proofsOf(deps.db, others, coveredKinds)
  const pages = new Map(others.map(one => [one.id, { ...one, proof: proofs.get(one.id) }]))
  const unlike = new Set<number>()
  for (const number of new Set(statements.flatMap(one => one.revisionNumber ?? [])))
    if (number !== page.number && (await isUnlike(deps.db, page, number))) unlike.add(number)
  return {
    config: deps.config,
    coveredKinds,
    today: isoDateOf(deps.clock.now()),
    pages,
    isEarlier: number => unlike.has(number),
    about: page,
  }
}

/** What stands beside the name of each of these solutions that is proven: `worked at 3: 2 councils, 1 NHS body`. */
export async function proofsOf(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const evidence = await listPageEvidence(
    db,
    pages.filter(one => one.kind === 'solution').map(one => one.id),
  )
  const proven = [...evidence.values()].filter(one => one.state === 'proven')
  const worked = (
    await countByKind(
      db,
      proven.map(one => one.pageId),
      coveredKinds,
    )
  ).filter(one => one.state === 'worked')
  return new Map(
    proven.map(one => [
      one.pageId,
      `worked at ${one.resolvedCount}: ${kindsText(worked.filter(row => row.pageId === one.pageId))}`,
    ]),
  )
}

const known = new LRUCache<string, { readonly unlike: boolean }>({ max: 2_000 })

/** Whether a published revision is much unlike the one that stands. Both are immutable, so it is found out once. */
async function isUnlike(db: Reader, page: PageHead, number: number): Promise<boolean> {
  const key = `${page.revisionId} ${number}`
  const hit = known.get(key)
  if (hit) return hit.unlike
  const [then, now] = [await getRevision(db, page.id, number), await getRevision(db, page.id, page.number)]
  const unlike = changedALot(then.content.body, now.content.body)
  known.set(key, { unlike })
  // Comparing two long texts takes some 30 ms: others have a turn before the next two.
  await yieldToEventLoop()
  return unlike
}
