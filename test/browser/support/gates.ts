import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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
  return report.results.flatMap(result =>
    result.messages.map(one => `HTML, line ${one.line}: ${one.message} (${one.ruleId})`),
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

/** Of those, what depends on colours, and what on sizes and places; all others ask for the document and which of its parts are shown. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']
const rulesOfPlaces = ['scrollable-region-focusable', 'target-size']

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds against WCAG 2.2 AA. It is evaluated as the browser's own tools are, so the page's content security
 * policy stays in force. A contrast that axe cannot tell is a fault too, but for those that `textContrast` can.
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
 * The contrast of text that axe does not tell, for a reason that is known not to matter; else 0. It stands on the
 * background of what it is in: a single sign; what is in a table that is partly scrolled out of sight; a step of the front
 * page, which has its number beside it; and in forced colours, where axe reads what the page asked for, what it takes to
 * be of one colour with its background.
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

/** Which parts of the page are shown, and of tables also as what: what the rules depend on that ask for no colour and no size. */
const shownParts = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .map(one =>
        one.checkVisibility({ visibilityProperty: true })
          ? one.closest('table')
            ? getComputedStyle(one).display
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
 * What is wrong with how the page is shown, in each width and colour scheme. All of axe's rules run the first time, and
 * again where other parts are shown than in any look before; else those alone whose answer can differ: of colours and
 * places at another width, of colours in another scheme. Dark is looked at in one width, as a scheme sets colours and
 * nothing else.
 */
export async function faultsOfLooks(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const shown = await shownParts(page)
    const again = colorScheme === 'dark' ? rulesOfColours : [...rulesOfColours, ...rulesOfPlaces]
    const found = [
      ...(await scrollFaults(page)),
      ...(await axeFaults(page, seen.has(shown) ? again : undefined)),
      ...(await edgeFaults(page)),
      // What shows the focus is the same at any width; what covers it covers it rather at a small one.
      ...(width === 1280 && colorScheme === 'light' ? [] : await focusFaults(page)),
    ]
    seen.add(shown)
    faults.push(...found.map(fault => `At ${width} px, ${colorScheme}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return faults
}

/** Whether the page scrolls sideways at either width when its text alone is twice as large, as a phone's setting or an old browser enlarges it. */
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

/** The least contrast of what is no text but has to be seen (WCAG 1.4.11), and of text that is not large (1.4.3). */
const LEAST_CONTRAST = 3
const LEAST_TEXT_CONTRAST = 4.5

/** What the functions below know of colours: they run in the page, where no import reaches. */
const colours = `window.colours = (() => {
  const parse = text => {
    const [r, g, b, a = 1] = (text.match(/-?[\\d.]+(e-?\\d+)?/g) ?? []).map(Number)
    return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const over = ([r, g, b, a], under) => [r, g, b].map((one, at) => one * a + under[at] * (1 - a))
  const background = element => {
    if (!element) return [255, 255, 255]
    const own = parse(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own.slice(0, 3) : over(own, background(element.parentElement))
  }
  const luminance = rgb => {
    const [r, g, b] = rgb.map(one => one / 255).map(one => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (text, under) => {
    const [a, b] = [luminance(over(parse(text), under)), luminance(under)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  return { background, contrast }
})();1`

interface Colours {
  /** What lies behind the contents of an element; without one, the paper. */
  background(element: Element | null): readonly number[]
  contrast(colour: string, under: readonly number[]): number
}

/** The edges of form fields, and the bars of charts, must stand out from what is around them. */
const edgeFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(colours).then(() =>
    page.evaluate(least => {
      const { background, contrast } = (window as unknown as { colours: Colours }).colours
      const faults: string[] = []
      const expectContrast = (element: Element, what: string, colour: string, under: readonly number[]): void => {
        const found = contrast(colour, under)
        if (found < least)
          faults.push(`The ${what} of ${element.outerHTML.slice(0, 120)} has a contrast of ${found.toFixed(2)}`)
      }
      for (const field of document.querySelectorAll<HTMLElement>('input:not([type=hidden]), select, textarea')) {
        if (field.getClientRects().length === 0) continue
        const isChoice = field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
        const label = isChoice ? field.labels?.[0] : undefined
        if (isChoice && !label) faults.push(`${field.outerHTML.slice(0, 120)} has no label to draw it`)
        const style = label ? getComputedStyle(label, '::before') : getComputedStyle(field)
        // A field can also be told by a background of its own.
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

/** Whether a person has to scroll sideways. */
export async function scrollFaults(page: Page): Promise<readonly string[]> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  return content > window ? [`It is ${content} px wide in a window of ${window} px`] : []
}

/** Each thing that takes the focus must look clearly different when it has it, and must not lie under something else. */
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
      /** The colours that are drawn about it, each with what it is for. */
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
        if (lookOf(element) === before) faults.push(`One cannot see that ${name} has the focus`)
        const added = drawn(element)
          .filter(one => !drawnBefore.has(one))
          .map(one => one.slice(one.search(/[a-z]+\(/)))
        const around = background(element.parentElement)
        // What is there only while it has the focus is seen by its own text.
        const isShown = wasHidden && contrast(getComputedStyle(element).color, background(element)) >= least
        if (!isShown && !added.some(colour => contrast(colour, around) >= least))
          faults.push(
            `What shows that ${name} has the focus stands out too little: ${added.join(', ')} on ${around.join(' ')}`,
          )
        const box = element.getClientRects()[0]!
        // The middle of what is in the window: a long text is taller than that.
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

/** Whether scripts left nothing but what was sent. */
export const isAsSent = (page: Page, source: string): Promise<boolean> =>
  page.evaluate(sent => {
    const parsed = new DOMParser().parseFromString(sent, 'text/html')
    return document.querySelector('noscript') === null && document.body.outerHTML === parsed.body.outerHTML
  }, source)

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
    const isOfPage =
      message.text().startsWith('Failed to load resource') && !message.location().url.includes('/assets/')
    if (message.type() === 'error' && !isOfPage) found.push(`Console: ${message.text()}`)
  })
  context.on('weberror', error => void found.push(`Script: ${error.error().message}`))
  context.on('request', request => {
    if (!request.url().startsWith(`${origin}/`)) found.push(`It asks another origin: ${request.url()}`)
  })
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
