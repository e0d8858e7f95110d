import type { SafeHtml } from '../platform/safe-html.js'
import type { EvidenceDeps } from './caches.js'
import { chartHtml, MAX_PERIODS, organisationChartLabels } from './over-time-html.js'
import { countOverTime } from './over-time.js'
import type { PageEvidence } from './page-evidence-store.js'
import { listMonthlyStatements } from './counted-statement-store.js'

/**
 * A barrier's chart over time; undefined where there is nothing to compare. Drawing it reads the whole ledger of the
 * page, so it is kept until the ledger changes or the day ends.
 */
export async function barrierChart(
  { db, evidenceCaches }: Pick<EvidenceDeps, 'db' | 'evidenceCaches'>,
  { pageId, ledgerChanges }: PageEvidence,
  today: string,
): Promise<SafeHtml | undefined> {
  const key = `${pageId} ${ledgerChanges} ${today}`
  const hit = evidenceCaches.charts.get(key)
  if (hit) return hit.html
  const statements = await listMonthlyStatements(db, pageId, ledgerChanges)
  const html = statements.length < 2 ? undefined : draw(statements, today)
  evidenceCaches.charts.set(key, { html })
  return html
}

function draw(statements: Awaited<ReturnType<typeof listMonthlyStatements>>, today: string): SafeHtml | undefined {
  const states = statements.map(statement => ({ ...statement, subjectId: statement.organisationId }))
  return chartHtml(countOverTime(states, today, MAX_PERIODS), organisationChartLabels)
}
