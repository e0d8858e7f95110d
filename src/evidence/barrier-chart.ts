import { LRUCache } from 'lru-cache'
import type { Db } from '../platform/database/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { chartHtml, MAX_PERIODS, organisationChartLabels } from './over-time-html.js'
import { countOverTime } from './over-time.js'
import type { PageEvidence } from './page-evidence-store.js'
import { listMonthlyStatements } from './statement-store.js'

const drawn = new LRUCache<string, { readonly html: SafeHtml | undefined }>({ max: 1_000 })

/** A barrier's chart. To draw it is to read all that was said, so it is drawn anew only when more was said, or on another day. */
export async function chartOf(
  db: Db,
  { pageId, ledgerChanges: said }: PageEvidence,
  today: string,
): Promise<SafeHtml | undefined> {
  const key = `${pageId} ${said} ${today}`
  const hit = drawn.get(key)
  if (hit) return hit.html
  const words = await listMonthlyStatements(db, pageId, said)
  // One word alone is no timeline.
  const html =
    words.length < 2
      ? undefined
      : chartHtml(
          countOverTime(
            words.map(one => ({ ...one, subjectId: one.organisationId })),
            today,
            MAX_PERIODS,
          ),
          organisationChartLabels,
        )
  drawn.set(key, { html })
  return html
}
