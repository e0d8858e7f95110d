import { canBeProven, pageCard, type PageCard, type PageHead } from '../pages/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { evidenceModel, type EvidenceModel } from './evidence-model.js'
import { kindsText } from './kind-counts.js'
import { listPageEvidence } from './page-evidence-store.js'
import { countByKind, listCoveredKinds } from './position-store.js'

/** A page in a list, with its evidence. */
export interface EvidenceCard extends PageCard {
  readonly id: string
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked: `2 councils and 1 NHS body`. Empty for a barrier. */
  readonly kinds: string
}

/** The cards of these pages, in the same order. */
export async function evidenceCards(
  { db, config, clock }: Pick<Deps, 'db' | 'config' | 'clock'>,
  pages: readonly PageHead[],
): Promise<readonly EvidenceCard[]> {
  const now = clock.now()
  const pageIds = pages.map(page => page.id)
  const provableIds = pages.filter(page => canBeProven(page.kind)).map(page => page.id)
  const evidence = await listPageEvidence(db, pageIds)
  const counts = await countByKind(db, provableIds, await listCoveredKinds(db))
  const worked = counts.filter(count => count.state === 'worked')
  return pages.map(page => ({
    ...pageCard(config, page, now),
    id: page.id,
    evidence: evidenceModel(page.kind, evidence.get(page.id)!, isoDateOf(now)),
    kinds: kindsText(worked.filter(count => count.pageId === page.id)),
  }))
}
