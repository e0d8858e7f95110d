import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { BrowserContext, Page, Response } from 'playwright-core'

/** Recommended rules of html-validate, but for a few of taste: each says why it does not hold here. */
const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // A list is filtered by several values of one name, which is how forms have always sent them.
    'form-dup-name': 'off',
    // A page is called what its author called it; search engines cut a title off, nobody else does.
    'long-title': 'off',
    // Code that people wrote keeps the spaces at the ends of its lines.
    'no-trailing-whitespace': 'off',
  },
})

/** What is wrong with a page as it was sent; what a browser made of it is mended already. */
export async function htmlFaults(source: string): Promise<readonly string[]> {
  const report = await html.validateString(source)
  return report.results.flatMap(result => result.messages.map(one => `HTML, line ${one.line}: ${one.message} (${one.ruleId})`))
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[]
}

const axeOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }

/** What axe finds against WCAG 2.2 AA. It is evaluated as the browser's own tools are, so the page's content security policy stays in force. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${axe.source};1`)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(axeOptions)})`)
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html.slice(0, 240)}`))
}

/** Whether a person has to scroll sideways. */
export async function scrollFaults(page: Page): Promise<readonly string[]> {
  const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth }))
  return content > window ? [`It is ${content} px wide in a window of ${window} px`] : []
}

/** Each thing that takes the focus must look different when it has it, and must not lie under something else. */
export const focusFaults = (page: Page): Promise<readonly string[]> => page.evaluate(() => {
  const looks = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor', 'borderColor', 'color', 'textDecorationLine'] as const
  const lookOf = (element: Element): string => {
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
    const styles = [getComputedStyle(element), ...(label ? [getComputedStyle(label, '::before')] : [])]
    return styles.map(style => looks.map(name => style[name]).join(' ')).join(' / ')
  }
  const faults: string[] = []
  const focusable = document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')
  for (const element of focusable) {
    if (element.tabIndex < 0 || element.getClientRects().length === 0) continue
    ;(document.activeElement as HTMLElement | null)?.blur()
    const name = `${element.tagName.toLowerCase()} “${(element.textContent.trim() || element.getAttribute('name')) ?? ''}”`.slice(0, 80)
    const before = lookOf(element)
    element.focus()
    if (document.activeElement !== element) continue
    if (lookOf(element) === before) faults.push(`One cannot see that ${name} has the focus`)
    const box = element.getClientRects()[0]!
    // The middle of what is in the window: a long text is taller than that.
    const middle = (from: number, to: number, most: number): number => (Math.max(from, 0) + Math.min(to, most)) / 2
    const at = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight))
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
    if (!at || !(element.contains(at) || at.contains(element) || labels.some(label => label.contains(at)))) faults.push(`${name} is covered when it has the focus`)
  }
  ;(document.activeElement as HTMLElement | null)?.blur()
  return faults
})

export interface Watch {
  /** What went wrong since it was last asked: errors in the console, the content security policy among them, requests elsewhere, assets that fail. */
  faults(): readonly string[]
  /** The page that was sent last, and its status. */
  document(): Promise<{ readonly source: string; readonly status: number }>
}

/** Watches what a browser does behind the page. */
export function watch(context: BrowserContext, origin: string): Watch {
  let found: string[] = []
  let last: Response | undefined
  context.on('console', message => {
    // Chromium reports a page with a status of 400 and above as a resource that failed to load.
    const isOfPage = message.text().startsWith('Failed to load resource') && !message.location().url.includes('/assets/')
    if (message.type() === 'error' && !isOfPage) found.push(`Console: ${message.text()}`)
  })
  context.on('weberror', error => void found.push(`Script: ${error.error().message}`))
  context.on('request', request => { if (!request.url().startsWith(`${origin}/`)) found.push(`It asks another origin: ${request.url()}`) })
  context.on('response', response => {
    if (response.request().isNavigationRequest()) {
      if (response.status() < 300 || response.status() >= 400) last = response
    } else if (response.status() >= 400) found.push(`${response.url()} answers ${response.status()}`)
  })
  return {
    faults: () => {
      const all = found
      found = []
      return all
    },
    document: async () => {
      if (!last) throw new Error('no page was sent yet')
      return { source: await last.text(), status: last.status() }
    },
  }
}
