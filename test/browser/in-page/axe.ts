import type { NodeResult, RunOptions } from 'axe-core'
import { background, contrast } from './colours.js'

/** `global-setup.js` puts it before these checks. */
declare const axe: typeof import('axe-core')

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The minimum contrast of text of normal size (WCAG 1.4.3). */
const LEAST_TEXT_CONTRAST = 4.5

const optionsFor = (rules: readonly string[] | undefined): RunOptions => ({
  ...(rules
    ? { runOnly: { type: 'rule', values: [...rules] } }
    : { runOnly: { type: 'tag', values: standards }, rules: { 'target-size': { enabled: true } } }),
  resultTypes: ['violations', 'incomplete'],
  elementRef: true,
  selectors: false,
  // No rule of these standards reads the style sheets.
  preload: { assets: ['media'] },
})

/**
 * Lists what axe finds against WCAG 2.2 AA, or by these rules of it. A contrast that axe cannot measure is a fault too,
 * unless `textContrast` can measure it.
 */
export async function axeFaults(rules?: readonly string[]): Promise<readonly string[]> {
  const { violations, incomplete } = await axe.run(optionsFor(rules))
  return [
    ...violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html.slice(0, 240)}`)),
    ...incomplete.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes.flatMap(contrastFaults)),
  ]
}

function contrastFaults({ element, any, html }: NodeResult): readonly string[] {
  const why = any[0]?.message ?? ''
  const measured = textContrast(element!, why)
  return measured < LEAST_TEXT_CONTRAST
    ? [`color-contrast: ${why} (${measured.toFixed(2)}): ${html.slice(0, 240)}`]
    : []
}

/**
 * Measures the contrast of text that axe cannot measure, if the reason does not matter; otherwise 0. Reasons that do
 * not matter: the text is a single character; its table is partly scrolled out of sight; it goes on beside a tag at the
 * head of a row; it is a step on the front page, with a number beside it; or colours are forced, and axe reads the
 * colours of the page and takes text and background to be the same colour.
 */
function textContrast(element: Element, why: string): number {
  const isUnderstood =
    /too short|only non-text characters|1:1 contrast/.test(why) ||
    (/partially obscured/.test(why) && element.closest('.app-table-scroll') !== null) ||
    (/partially overlaps/.test(why) && element.closest('.app-heat__title') !== null) ||
    (/pseudo element/.test(why) && element.closest('.app-steps') !== null)
  return isUnderstood ? contrast(getComputedStyle(element).color, background(element)) : 0
}
