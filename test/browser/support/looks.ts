import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { scrollFaults as scrollFaultsNow } from '../in-page/scroll.js'

declare global {
  /** The checks that run in the page, which `withChecks` puts there. */
  var inPage: typeof import('../in-page/index.js')
}

/** The checks that run in the page, as one script. `global-setup.js` builds it. */
const checks = readFileSync(join(process.env['TEST_FOLDER']!, 'in-page.js'), 'utf8')

/**
 * Loads the checks into a page. They run like the browser's own tools, so the page's content security policy stays in
 * force.
 */
async function withChecks(page: Page): Promise<Page> {
  if (!(await page.evaluate(() => 'inPage' in globalThis))) await page.evaluate(checks)
  return page
}

/** Lists what axe finds against WCAG 2.2 AA. */
export const axeFaults = async (page: Page): Promise<readonly string[]> =>
  (await withChecks(page)).evaluate(() => inPage.axeFaults())

/** Checks that nobody has to scroll sideways. */
export const scrollFaults = (page: Page): Promise<readonly string[]> => page.evaluate(scrollFaultsNow)

/** Lists the elements that do not look clearly different when they have the focus, or are covered by something else. */
export const focusFaults = async (page: Page): Promise<readonly string[]> =>
  (await withChecks(page)).evaluate(() => inPage.focusFaults())

/** The rules that depend on colours and on sizes or places. All others depend only on the visible parts of the page. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']
const rulesOfPlaces = ['scrollable-region-focusable', 'target-size']

const NARROW = 320
const WIDE = 1280

/** The look of the focus is the same at any width, and it is more likely to be covered at a small one. */
const looks = [
  { width: NARROW, colorScheme: 'light', repeatedRules: [...rulesOfColours, ...rulesOfPlaces], checksFocus: true },
  { width: WIDE, colorScheme: 'light', repeatedRules: [...rulesOfColours, ...rulesOfPlaces], checksFocus: false },
  { width: WIDE, colorScheme: 'dark', repeatedRules: rulesOfColours, checksFocus: true },
] as const

/** Makes the window this wide, if it is not. */
export async function resize(page: Page, width = NARROW): Promise<void> {
  if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: 800 })
}

/**
 * Lists the faults in how the page looks, in each width and colour scheme. All of axe's rules run the first time, and
 * again whenever different parts are visible. Otherwise only the rules run whose result can differ: those of colours
 * and places at another width, those of colours in another scheme. The dark scheme is checked in one width, because a
 * scheme changes only colours. Expects the light scheme, and leaves it and the window wide.
 */
export async function faultsOfLooks(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  const seen: string[] = []
  await withChecks(page)
  // Away from everything that looks different below the pointer.
  await page.mouse.move(0, 0)
  for (const { width, colorScheme, ...look } of looks) {
    await resize(page, width)
    if (colorScheme === 'dark') await page.emulateMedia({ colorScheme })
    const ofLook = await page.evaluate(options => inPage.faultsOfLook(options), { seen, ...look })
    seen.push(ofLook.shown)
    faults.push(...ofLook.faults.map(fault => `At ${width} px, ${colorScheme}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return faults
}

/** Lists the widths at which the page scrolls sideways when only its text is twice as large, as a phone can set it. */
export async function faultsOfLargeText(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const faults: string[] = []
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  for (const width of [WIDE, NARROW]) {
    await resize(page, width)
    if ((await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)) !== '32px')
      faults.push('Its text does not grow')
    faults.push(...(await scrollFaults(page)).map(fault => `At ${width} px, its text at 200 %: ${fault}`))
  }
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
  await session.detach()
  return faults
}
