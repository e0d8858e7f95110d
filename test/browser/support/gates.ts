import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import type { BrowserContext, Page, Response } from 'playwright-core'

/** The rules that html-validate recommends, except a few that are matters of taste here. */
const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // A filter may have several fields of the same name, one for each value.
    'form-dup-name': 'off',
    // Authors choose the titles of pages, and only search engines cut long ones off.
    'long-title': 'off',
    // Code in a page keeps the spaces at the ends of its lines.
    'no-trailing-whitespace': 'off',
  },
})

/** Lists the faults in the HTML that was sent. A browser would already have repaired some of them. */
export async function htmlFaults(source: string): Promise<readonly string[]> {
  const report = await html.validateString(source)
  return report.results.flatMap(result =>
    result.messages.map(({ line, message, ruleId }) => `HTML, line ${line}: ${message} (${ruleId})`),
  )
}

interface AxeFinding {
  readonly id: string
  readonly help: string
  readonly nodes: readonly {
    readonly html: string
    readonly target: readonly string[]
    readonly any: readonly { readonly message: string }[]
  }[]
}

interface AxeResults {
  readonly violations: readonly AxeFinding[]
  readonly incomplete: readonly AxeFinding[]
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The rules that depend on colours and on sizes or places. All others depend only on the visible parts of the page. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']
const rulesOfPlaces = ['scrollable-region-focusable', 'target-size']

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Lists what axe finds against WCAG 2.2 AA. It runs like the browser's own tools, so the page's content security policy
 * stays in force. A contrast that axe cannot measure is a fault too, unless `textContrast` can measure it.
 */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axeSource};1`)
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: standards }
  const options = {
    runOnly,
    ...(rules ? {} : { rules: { 'target-size': { enabled: true } } }),
    resultTypes: ['violations', 'incomplete'],
  }
  const { violations, incomplete } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`)
  const faults = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id}: ${help}: ${node.html.slice(0, 240)}`),
  )
  for (const node of incomplete.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes)) {
    const [why] = node.any.map(({ message }) => message)
    const contrast = await textContrast(page, node.target[0]!, why ?? '')
    if (contrast < LEAST_TEXT_CONTRAST)
      faults.push(`color-contrast: ${why} (${contrast.toFixed(2)}): ${node.html.slice(0, 240)}`)
  }
  return faults
}

/**
 * Measures the contrast of text that axe cannot measure, if the reason does not matter; otherwise 0. Reasons that do
 * not matter: the text is a single character; its table is partly scrolled out of sight; it is a step on the front
 * page, with a number beside it; or colours are forced, and axe reads the colours of the page and takes text and
 * background to be the same colour.
 */
const textContrast = (page: Page, selector: string, why: string): Promise<number> =>
  page.evaluate(colours).then(() =>
    page.evaluate(
      ({ selector, why }) => {
        const { background, contrast } = (window as unknown as { colours: Colours }).colours
        const element = document.querySelector(selector)!
        const isUnderstood =
          /too short|only non-text characters|1:1 contrast/.test(why) ||
          (/partially obscured/.test(why) && element.closest('.app-table-scroll') !== null) ||
          (/pseudo element/.test(why) && element.closest('.app-steps') !== null)
        return isUnderstood ? contrast(getComputedStyle(element).color, background(element)) : 0
      },
      { selector, why },
    ),
  )

/** Describes which parts of the page are visible, and how those of tables are displayed. Most rules depend on nothing else. */
const shownParts = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .map(element =>
        element.checkVisibility({ visibilityProperty: true })
          ? element.closest('table')
            ? getComputedStyle(element).display
            : '+'
          : '-',
      )
      .join(' '),
  )

const looks = [
  { width: 320, colorScheme: 'light' },
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const

/**
 * Lists the faults in how the page looks, in each width and colour scheme. All of axe's rules run the first time, and
 * again whenever different parts are visible. Otherwise only the rules run whose result can differ: those of colours
 * and places at another width, those of colours in another scheme. The dark scheme is checked in one width, because a
 * scheme changes only colours.
 */
export async function faultsOfLooks(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const shown = await shownParts(page)
    const repeatedRules = colorScheme === 'dark' ? rulesOfColours : [...rulesOfColours, ...rulesOfPlaces]
    const faultsOfLook = [
      ...(await scrollFaults(page)),
      ...(await axeFaults(page, seen.has(shown) ? repeatedRules : undefined)),
      ...(await edgeFaults(page)),
      // The look of the focus is the same at any width, and it is more likely to be covered at a small one.
      ...(width === 1280 && colorScheme === 'light' ? [] : await focusFaults(page)),
    ]
    seen.add(shown)
    faults.push(...faultsOfLook.map(fault => `At ${width} px, ${colorScheme}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return faults
}

/** Lists the widths at which the page scrolls sideways when only its text is twice as large, as a phone can set it. */
export async function faultsOfLargeText(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const faults: string[] = []
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  for (const { width } of looks.slice(0, 2)) {
    await page.setViewportSize({ width, height: 800 })
    if ((await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)) !== '32px')
      faults.push('Its text does not grow')
    faults.push(...(await scrollFaults(page)).map(fault => `At ${width} px, its text at 200 %: ${fault}`))
  }
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
  await session.detach()
  return faults
}

/** The minimum contrast of parts that are not text (WCAG 1.4.11), and of text of normal size (WCAG 1.4.3). */
const LEAST_CONTRAST = 3
const LEAST_TEXT_CONTRAST = 4.5

/** Functions about colours for the code below. It runs in the page, where it cannot import anything. */
const colours = `window.colours = (() => {
  const parse = text => {
    const [r, g, b, a = 1] = (text.match(/-?[\\d.]+(e-?\\d+)?/g) ?? []).map(Number)
    return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const over = ([r, g, b, a], under) => [r, g, b].map((part, index) => part * a + under[index] * (1 - a))
  const background = element => {
    if (!element) return [255, 255, 255]
    const own = parse(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own.slice(0, 3) : over(own, background(element.parentElement))
  }
  const luminance = rgb => {
    const linear = part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    const [r, g, b] = rgb.map(part => linear(part / 255))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (text, under) => {
    const [a, b] = [luminance(over(parse(text), under)), luminance(under)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  return { background, contrast }
})();1`

interface Colours {
  /** Returns the background behind the contents of an element, or white without one. */
  background(element: Element | null): readonly number[]
  contrast(colour: string, under: readonly number[]): number
}

/** Lists the edges of form fields and the bars of charts that do not stand out from their surroundings. */
const edgeFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(colours).then(() =>
    page.evaluate(least => {
      const { background, contrast } = (window as unknown as { colours: Colours }).colours
      const faults: string[] = []
      const expectContrast = (element: Element, what: string, colour: string, under: readonly number[]): void => {
        const measured = contrast(colour, under)
        if (measured < least)
          faults.push(`The ${what} of ${element.outerHTML.slice(0, 120)} has a contrast of ${measured.toFixed(2)}`)
      }
      for (const field of document.querySelectorAll<HTMLElement>('input:not([type=hidden]), select, textarea')) {
        if (field.getClientRects().length === 0) continue
        const isChoice = field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
        const label = isChoice ? field.labels?.[0] : undefined
        if (isChoice && !label) faults.push(`${field.outerHTML.slice(0, 120)} has no label to draw it`)
        const style = label ? getComputedStyle(label, '::before') : getComputedStyle(field)
        // A field can also stand out by its background.
        const around = background(field.parentElement)
        if (contrast(style.backgroundColor, around) < least)
          expectContrast(field, 'border', style.borderBottomColor, around)
      }
      for (const shape of document.querySelectorAll<SVGElement>('main svg rect')) {
        const style = getComputedStyle(shape)
        if (shape.getClientRects().length > 0 && style.fill !== 'none')
          expectContrast(shape, 'fill', style.fill, background(shape.closest('svg')!.parentElement))
      }
      return faults
    }, LEAST_CONTRAST),
  )

/** Checks that nobody has to scroll sideways. */
export async function scrollFaults(page: Page): Promise<readonly string[]> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  return content > window ? [`It is ${content} px wide in a window of ${window} px`] : []
}

/** Lists the elements that do not look clearly different when they have the focus, or are covered by something else. */
export const focusFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(colours).then(() =>
    page.evaluate(least => {
      const { background, contrast } = (window as unknown as { colours: Colours }).colours
      const looks = [
        'outlineStyle',
        'outlineWidth',
        'outlineColor',
        'boxShadow',
        'backgroundColor',
        'borderColor',
        'color',
        'textDecorationLine',
      ] as const
      const stylesOf = (element: Element): readonly CSSStyleDeclaration[] => {
        const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
        return [getComputedStyle(element), ...(label ? [getComputedStyle(label, '::before')] : [])]
      }
      const lookOf = (element: Element): string =>
        stylesOf(element)
          .map(style => looks.map(name => style[name]).join(' '))
          .join(' / ')
      /** Lists the colours drawn around an element, each with its purpose. */
      const drawn = (element: Element): readonly string[] =>
        stylesOf(element).flatMap(style => [
          ...(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            ? [`outline ${style.outlineColor}`]
            : []),
          ...(style.boxShadow.match(/[a-z]+\([^)]*\)/g) ?? []).map(colour => `shadow ${colour}`),
          `background ${style.backgroundColor}`,
          `border ${style.borderBottomWidth} ${style.borderBottomColor}`,
        ])
      const faults: string[] = []
      const focusable = document.querySelectorAll<HTMLElement>(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
      )
      for (const element of focusable) {
        if (element.tabIndex < 0 || element.getClientRects().length === 0) continue
        ;(document.activeElement as HTMLElement | null)?.blur()
        const name =
          `${element.tagName.toLowerCase()} “${(element.textContent.trim() || element.getAttribute('name')) ?? ''}”`.slice(
            0,
            80,
          )
        const before = lookOf(element)
        const drawnBefore = new Set(drawn(element))
        const wasHidden = element.offsetWidth <= 1
        element.focus()
        if (document.activeElement !== element) continue
        if (lookOf(element) === before) faults.push(`Nothing shows that ${name} has the focus`)
        const added = drawn(element)
          .filter(colour => !drawnBefore.has(colour))
          .map(colour => colour.slice(colour.search(/[a-z]+\(/)))
        const around = background(element.parentElement)
        // An element that appears only while it has the focus is visible by its text.
        const isShown = wasHidden && contrast(getComputedStyle(element).color, background(element)) >= least
        if (!isShown && !added.some(colour => contrast(colour, around) >= least))
          faults.push(
            `What shows that ${name} has the focus stands out too little: ${added.join(', ')} on ${around.join(' ')}`,
          )
        const box = element.getClientRects()[0]!
        // The middle of the part inside the window, because a long text is taller than the window.
        const middle = (from: number, to: number, most: number): number => (Math.max(from, 0) + Math.min(to, most)) / 2
        const at = document.elementFromPoint(
          middle(box.left, box.right, innerWidth),
          middle(box.top, box.bottom, innerHeight),
        )
        const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
        if (!at || !(element.contains(at) || at.contains(element) || labels.some(label => label.contains(at))))
          faults.push(`${name} is covered when it has the focus`)
      }
      ;(document.activeElement as HTMLElement | null)?.blur()
      return faults
    }, LEAST_CONTRAST),
  )

/** Whether the page is the same as the HTML that was sent, even after its scripts ran. */
export const isAsSent = (page: Page, source: string): Promise<boolean> =>
  page.evaluate(sent => {
    const parsed = new DOMParser().parseFromString(sent, 'text/html')
    return document.querySelector('noscript') === null && document.body.outerHTML === parsed.body.outerHTML
  }, source)

export interface Watch {
  /** Returns the faults since the last call: errors in the console, requests to other origins, and assets that failed. */
  faults(): readonly string[]
  /** Returns the page that was sent last, and its status. */
  document(): Promise<{ readonly source: string; readonly status: number }>
}

/** Watches the console and the requests of a browser. */
export function watch(context: BrowserContext, origin: string): Watch {
  let collected: string[] = []
  let last: Response | undefined
  context.on('console', message => {
    // Chromium reports a page with a status of 400 and above as a resource that failed to load.
    const isOfPage =
      message.text().startsWith('Failed to load resource') && !message.location().url.includes('/assets/')
    if (message.type() === 'error' && !isOfPage) collected.push(`Console: ${message.text()}`)
  })
  context.on('weberror', error => void collected.push(`Script: ${error.error().message}`))
  context.on('request', request => {
    if (!request.url().startsWith(`${origin}/`)) collected.push(`It asks another origin: ${request.url()}`)
  })
  context.on('response', response => {
    if (response.request().isNavigationRequest()) {
      if (response.status() < 300 || response.status() >= 400) last = response
    } else if (response.status() >= 400) collected.push(`${response.url()} answers ${response.status()}`)
  })
  return {
    faults: () => {
      const faults = collected
      collected = []
      return faults
    },
    document: async () => {
      if (!last) throw new Error('no page was sent yet')
      return { source: await last.text(), status: last.status() }
    },
  }
}
