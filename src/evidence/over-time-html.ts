import { SafeHtml, escapeHtml } from '../platform/safe-html.js'
import { capitalise, pluralise } from '../platform/text.js'
import type { Period } from './over-time.js'

/** Periods in a chart: more columns could not be told apart on the smallest screen. */
export const MAX_PERIODS = 12

/** How a chart names what it counts. */
export interface ChartLabels {
  readonly open: string
  readonly resolved: string
  /** Says the counts of a period as a clause, after `In March 2026, `. */
  readonly describe: (period: Period) => string
}

/** The organisations that faced a barrier. */
export const organisationChartLabels: ChartLabels = {
  open: 'still facing it',
  resolved: 'got round it',
  describe: ({ open, resolved }) =>
    `${pluralise(open + resolved, 'organisation')} had faced it and ${countOrNone(resolved)} had got round it`,
}

/** The barriers that an organisation faced. */
export const barrierChartLabels: ChartLabels = {
  open: 'still in the way',
  resolved: 'got round',
  describe: ({ open, resolved }) =>
    `it had faced ${pluralise(open + resolved, 'barrier')} and got round ${countOrNone(resolved)}`,
}

const countOrNone = (count: number): string => (count === 0 ? 'none' : count.toLocaleString('en-GB'))

/** The chart's box, in units of its own. */
const WIDTH = 120
const HEIGHT = 48

/** The tallest column leaves a little of the box free above it. */
const MAX_COLUMN_HEIGHT = 44

/** The parts of a period's share of the width that its column, and the gap before it, take. */
const COLUMN_SHARE = 0.7
const GAP_SHARE = 0.15

/**
 * A chart with one stacked column per period, with what was resolved at the bottom, and the same as a sentence and a
 * table. It is not a template, because it is made once and printed often. Undefined for fewer than two periods.
 */
export function chartHtml(periods: readonly Period[], labels: ChartLabels): SafeHtml | undefined {
  const first = periods[0]
  const last = periods.at(-1)
  if (!first || !last || periods.length < 2) return undefined
  const summary = `In ${first.name}, ${labels.describe(first)}; by ${last.name}, ${labels.describe(last)}`
  return new SafeHtml(`<div class="app-over-time">
${svgHtml(periods, summary)}
<p class="app-chart__axis" aria-hidden="true"><span>${first.name}</span><span>${last.name}</span></p>
${keysHtml(labels)}
${tableHtml(periods, labels)}
</div>`)
}

function svgHtml(periods: readonly Period[], summary: string): string {
  const max = Math.max(1, ...periods.map(({ open, resolved }) => open + resolved))
  const heightOf = (count: number): number => rounded((count / max) * MAX_COLUMN_HEIGHT)
  const resolved = periods.map(period => ({ bottom: HEIGHT, height: heightOf(period.resolved) }))
  const open = periods.map(period => ({ bottom: HEIGHT - heightOf(period.resolved), height: heightOf(period.open) }))
  return (
    `<svg class="app-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"` +
    ` aria-label="${escapeHtml(summary)}" focusable="false">` +
    `${pathHtml('resolved', resolved)}${pathHtml('open', open)}</svg>`
  )
}

interface Column {
  readonly bottom: number
  readonly height: number
}

/** One path for all columns: a rectangle for each would be most of the HTML of the page. */
function pathHtml(name: string, columns: readonly Column[]): string {
  const share = WIDTH / columns.length
  const width = rounded(share * COLUMN_SHARE)
  const drawn = columns.map(({ bottom, height }, index) => {
    if (height === 0) return ''
    const left = rounded((index + GAP_SHARE) * share)
    return `M${left} ${rounded(bottom - height)}h${width}v${height}h-${width}z`
  })
  return `<path class="app-chart__${name}" d="${drawn.join('')}"/>`
}

const keysHtml = (labels: ChartLabels): string =>
  '<p class="app-chart__keys" aria-hidden="true">' +
  `<span class="app-chart__key app-chart__key--open">${escapeHtml(labels.open)} (above)</span> ` +
  `<span class="app-chart__key app-chart__key--resolved">${escapeHtml(labels.resolved)} (below)</span></p>`

function tableHtml(periods: readonly Period[], labels: ChartLabels): string {
  const heading = (text: string): string => `<th scope="col">${escapeHtml(capitalise(text))}</th>`
  const rows = periods.map(
    ({ name, open, resolved }) => `<tr><th scope="row">${name}</th><td>${open}</td><td>${resolved}</td></tr>`,
  )
  return (
    '<details class="govuk-details"><summary class="govuk-details__summary">' +
    '<span class="govuk-details__summary-text">Show these figures as a table</span></summary>' +
    '<div class="govuk-details__text">\n' +
    '<table class="app-over-time__table"><caption class="govuk-visually-hidden">Over time</caption>' +
    `<thead><tr><th scope="col">By the end of</th>${heading(labels.open)}${heading(labels.resolved)}</tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table>\n</div></details>`
  )
}

const rounded = (value: number): number => Math.round(value * 10) / 10
