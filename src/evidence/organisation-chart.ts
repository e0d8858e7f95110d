import type { Reader } from '../platform/database/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { barrierChartLabels, chartHtml, MAX_PERIODS } from './over-time-html.js'
import { countOverTime } from './over-time.js'
import { listNamedReports } from './counted-statement-store.js'

/** The newest reports, which the chart is drawn from. Reading more would delay the page. */
const MAX_REPORTS = 5_000

/**
 * An organisation's chart over time: the barriers that it faced and got round, from the reports that name it.
 * Undefined where there is nothing to compare.
 * @param lastDay `2026-03-04`: today, or the day on which the organisation ended.
 */
export async function organisationChart(
  db: Reader,
  organisationId: string,
  lastDay: string,
): Promise<SafeHtml | undefined> {
  const reports = await listNamedReports(db, organisationId, MAX_REPORTS)
  const states = reports.map(report => ({ ...report, subjectId: report.pageId }))
  return chartHtml(countOverTime(states, lastDay, MAX_PERIODS), barrierChartLabels)
}
