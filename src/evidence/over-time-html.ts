import { SafeHtml, escapeHtml } from '../platform/safe-html.js'
import { capitalise, pluralise } from '../platform/text.js'
import type { Period } from './over-time.js'

/** Periods in a chart: so many columns are told apart on the smallest screen. */
export const MAX_PERIODS = 12

/** What a chart counts, in words. */
export interface ChartLabels {
  readonly open: string
  readonly resolved: string
  readonly describe: (period: Period) => string
}

/** The organisations that faced a barrier. */
export const organisationChartLabels: ChartLabels = {
  open: 'still facing it',
  resolved: 'got past it',
  describe: ({ open, resolved: past }) =>
    `${pluralise(open + past, 'organisation')} had faced it and ${past === 0 ? 'none' : past.toLocaleString('en-GB')} had got past it`,
}

/** The barriers that an organisation faced. */
export const barrierChartLabels: ChartLabels = {
  open: 'still in the way',
  resolved: 'got past',
  describe: ({ open, resolved: past }) =>
    `it had faced ${pluralise(open + past, 'barrier')} and got past ${past === 0 ? 'none' : past.toLocaleString('en-GB')}`,
}

/** A box of 120 by 48 units, a little of it left free at the top. */
const [WIDTH, HEIGHT, TALLEST] = [120, 48, 44]

/**
 * A stack a period, what is past at its foot, with one sentence that says the same and the figures as a table. It is made
 * once and printed often, so it is no template. Undefined where there is nothing to compare.
 */
export function chartHtml(periods: readonly Period[], words: ChartLabels): SafeHtml | undefined {
  const [first, last] = [periods[0], periods.at(-1)]
  if (!first || !last || periods.length < 2) return undefined
  const most = Math.max(1, ...periods.map(({ open, resolved: past }) => open + past))
  const each = WIDTH / periods.length
  const width = rounded(each * 0.7)
  const tall = (n: number): number => rounded((n / most) * TALLEST)
  // One path of all columns: a rectangle each would be most of what every view of the page sends.
  const columns = (name: string, footOf: (period: Period) => number, heightOf: (period: Period) => number): string => {
    const drawn = periods.map((period, at) =>
      heightOf(period) === 0
        ? ''
        : `M${rounded((at + 0.15) * each)} ${rounded(footOf(period) - heightOf(period))}h${width}v${heightOf(period)}h-${width}z`,
    )
    return `<path class="app-chart__${name}" d="${drawn.join('')}"/>`
  }
  const past = columns(
    'past',
    () => HEIGHT,
    period => tall(period.resolved),
  )
  const open = columns(
    'open',
    period => HEIGHT - tall(period.resolved),
    period => tall(period.open),
  )
  const rows = periods.map(
    ({ name, open, resolved: past }) => `<tr><th scope="row">${name}</th><td>${open}</td><td>${past}</td></tr>`,
  )
  const heading = (text: string): string => `<th scope="col">${escapeHtml(capitalise(text))}</th>`
  const gist = `In ${first.name}, ${words.describe(first)}; by ${last.name}, ${words.describe(last)}`
  return new SafeHtml(`<div class="app-over-time">
<svg class="app-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(gist)}" focusable="false">${past}${open}</svg>
<p class="app-chart__axis" aria-hidden="true"><span>${first.name}</span><span>${last.name}</span></p>
<p class="app-chart__keys" aria-hidden="true"><span class="app-chart__key app-chart__key--open">${escapeHtml(words.open)} (above)</span> <span class="app-chart__key app-chart__key--past">${escapeHtml(words.resolved)} (below)</span></p>
<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Show these figures as a table</span></summary><div class="govuk-details__text">
<table class="app-over-time__table"><caption class="govuk-visually-hidden">Over time</caption><thead><tr><th scope="col">By the end of</th>${heading(words.open)}${heading(words.resolved)}</tr></thead><tbody>${rows.join('')}</tbody></table>
</div></details>
</div>`)
}

const rounded = (value: number): number => Math.round(value * 10) / 10
