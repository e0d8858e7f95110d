import { axeFaults } from './axe.js'
import { edgeFaults } from './edges.js'
import { focusFaults } from './focus.js'
import { scrollFaults } from './scroll.js'

export { axeFaults, focusFaults }

/** Describes which parts of the page are visible, and how those of tables are displayed. Most rules depend on nothing else. */
const shownParts = (): string => [...document.querySelectorAll('body *')].map(shownAs).join(' ')

function shownAs(element: Element): string {
  if (!element.checkVisibility({ visibilityProperty: true })) return '-'
  return element.closest('table') ? getComputedStyle(element).display : '+'
}

export interface LookOptions {
  /** The visible parts in the looks that were checked before. */
  readonly seen: readonly string[]
  /** The rules of axe to run if these parts were checked before. */
  readonly repeatedRules: readonly string[]
  readonly checksFocus: boolean
}

/** Lists the faults in how the page looks now. Returns its visible parts too. */
export async function faultsOfLook({
  seen,
  repeatedRules,
  checksFocus,
}: LookOptions): Promise<{ readonly shown: string; readonly faults: readonly string[] }> {
  const shown = shownParts()
  const faults = [
    ...scrollFaults(),
    ...(await axeFaults(seen.includes(shown) ? repeatedRules : undefined)),
    ...edgeFaults(),
    ...(checksFocus ? focusFaults() : []),
  ]
  return { shown, faults }
}
