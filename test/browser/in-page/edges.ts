import { background, contrast, LEAST_CONTRAST } from './colours.js'

/** Lists the edges of form fields and the bars of charts that do not stand out from their surroundings. */
export const edgeFaults = (): readonly string[] => [
  ...[...document.querySelectorAll<HTMLElement>('input:not([type=hidden]), select, textarea')].flatMap(fieldFaults),
  ...[...document.querySelectorAll<SVGElement>('main svg rect')].flatMap(barFaults),
]

function fieldFaults(field: HTMLElement): readonly string[] {
  if (field.getClientRects().length === 0) return []
  const isChoice = field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
  const label = isChoice ? field.labels?.[0] : undefined
  if (isChoice && !label) return [`${field.outerHTML.slice(0, 120)} has no label to draw it`]
  const style = label ? getComputedStyle(label, '::before') : getComputedStyle(field)
  // A field can also stand out by its background.
  const around = background(field.parentElement)
  if (contrast(style.backgroundColor, around) >= LEAST_CONTRAST) return []
  return faultOfContrast(field, 'border', contrast(style.borderBottomColor, around))
}

function barFaults(bar: SVGElement): readonly string[] {
  const { fill } = getComputedStyle(bar)
  if (bar.getClientRects().length === 0 || fill === 'none') return []
  return faultOfContrast(bar, 'fill', contrast(fill, background(bar.closest('svg')!.parentElement)))
}

const faultOfContrast = (element: Element, what: string, measured: number): readonly string[] =>
  measured < LEAST_CONTRAST
    ? [`The ${what} of ${element.outerHTML.slice(0, 120)} has a contrast of ${measured.toFixed(2)}`]
    : []
