import { pageCard, type PageCard, type PageHead } from '../pages/index.js'
import { isoDateOf } from '../platform/dates.js'
import { evidenceModel, type EvidenceModel } from './evidence-model.js'
import type { Deps } from '../platform/deps.js'
import { kindsText } from './kind-counts.js'
import { listPageEvidence } from './page-evidence-store.js'
import { countByKind, listCoveredKinds } from './position-store.js'

/** A page as a list shows it, with what organisations say of it. */
export interface EvidenceCard extends PageCard {
  readonly id: string
  readonly evidence: EvidenceModel
  /** The kinds of organisation at which a solution worked. */
  readonly kinds: string
}

/** Cards of these pages, in their order. */
export async function evidenceCards(
  deps: Pick<Deps, 'db' | 'config' | 'clock'>,
  pages: readonly PageHead[],
): Promise<readonly EvidenceCard[]> {
  const { db, config, clock } = deps
  const now = clock.now()
  const evidence = await listPageEvidence(
    db,
    pages.map(page => page.id),
  )
  const worked = (
    await countByKind(
      db,
      pages.filter(page => page.kind === 'solution').map(page => page.id),
      await listCoveredKinds(db),
    )
  ).filter(one => one.state === 'worked')
  return pages.map(page => ({
    ...pageCard(config, page, now),
    id: page.id,
    evidence: evidenceModel(page.kind, evidence.get(page.id)!, isoDateOf(now)),
    kinds: kindsText(worked.filter(one => one.pageId === page.id)),
  }))
}
