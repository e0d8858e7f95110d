import { background, contrast, LEAST_CONTRAST } from './colours.js'

/** What changes about an element that shows its focus. */
const changing = [
  'outlineStyle',
  'outlineWidth',
  'outlineColor',
  'boxShadow',
  'backgroundColor',
  'borderColor',
  'color',
  'textDecorationLine',
] as const

/** An element that takes the focus, as it is without it. */
interface Unfocused {
  readonly element: HTMLElement
  readonly look: string
  readonly drawn: ReadonlySet<string>
  /** Whether it appears only while it has the focus. */
  readonly isHidden: boolean
}

/** Lists the elements that do not look clearly different when they have the focus, or are covered by something else. */
export function focusFaults(): readonly string[] {
  loseFocus()
  const faults = focusable().map(unfocused).flatMap(faultsWithFocus)
  loseFocus()
  return faults
}

const loseFocus = (): void => (document.activeElement as HTMLElement | null)?.blur()

const focusable = (): readonly HTMLElement[] =>
  [
    ...document.querySelectorAll<HTMLElement>(
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
    ),
  ].filter(element => element.tabIndex >= 0 && element.getClientRects().length > 0)

const unfocused = (element: HTMLElement): Unfocused => ({
  element,
  look: lookOf(element),
  drawn: new Set(drawnAround(element)),
  isHidden: element.offsetWidth <= 1,
})

function faultsWithFocus(before: Unfocused): readonly string[] {
  const { element, look } = before
  element.focus()
  if (document.activeElement !== element) return []
  const name = nameOf(element)
  return [
    ...(lookOf(element) === look ? [`Nothing shows that ${name} has the focus`] : []),
    ...contrastFaults(before, name),
    ...(isCovered(element) ? [`${name} is covered when it has the focus`] : []),
  ]
}

const nameOf = (element: HTMLElement): string =>
  `${element.tagName.toLowerCase()} “${(element.textContent.trim() || element.getAttribute('name')) ?? ''}”`.slice(
    0,
    80,
  )

/** An element's styles, and those of the label that is drawn in its place. */
function stylesOf(element: Element): readonly CSSStyleDeclaration[] {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
  return [getComputedStyle(element), ...(label ? [getComputedStyle(label, '::before')] : [])]
}

const lookOf = (element: Element): string =>
  stylesOf(element)
    .map(style => changing.map(name => style[name]).join(' '))
    .join(' / ')

/** Lists the colours drawn around an element, each with its purpose. */
const drawnAround = (element: Element): readonly string[] =>
  stylesOf(element).flatMap(style => [
    ...(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? [`outline ${style.outlineColor}`] : []),
    ...(style.boxShadow.match(/[a-z]+\([^)]*\)/g) ?? []).map(colour => `shadow ${colour}`),
    `background ${style.backgroundColor}`,
    `border ${style.borderBottomWidth} ${style.borderBottomColor}`,
  ])

function contrastFaults({ element, drawn, isHidden }: Unfocused, name: string): readonly string[] {
  // An element that appears only while it has the focus is visible by its text.
  if (isHidden && contrast(getComputedStyle(element).color, background(element)) >= LEAST_CONTRAST) return []
  const added = drawnAround(element)
    .filter(colour => !drawn.has(colour))
    .map(colour => colour.slice(colour.search(/[a-z]+\(/)))
  const around = background(element.parentElement)
  return added.some(colour => contrast(colour, around) >= LEAST_CONTRAST)
    ? []
    : [`What shows that ${name} has the focus stands out too little: ${added.join(', ')} on ${around.join(' ')}`]
}

function isCovered(element: HTMLElement): boolean {
  const box = element.getClientRects()[0]!
  const at = document.elementFromPoint(
    middleInside(box.left, box.right, innerWidth),
    middleInside(box.top, box.bottom, innerHeight),
  )
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
  return !at || !(element.contains(at) || at.contains(element) || labels.some(label => label.contains(at)))
}

/** The middle of the part inside the window, because a long text is taller than the window. */
const middleInside = (from: number, to: number, most: number): number => (Math.max(from, 0) + Math.min(to, most)) / 2
