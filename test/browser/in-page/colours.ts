type Rgb = readonly number[]

/** Returns red, green, blue and opacity of a colour that the browser computed. */
function parse(text: string): readonly number[] {
  const [r = 0, g = 0, b = 0, a = 1] = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number)
  return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
}

function over([r = 0, g = 0, b = 0, a = 1]: readonly number[], under: Rgb): Rgb {
  return [r, g, b].map((part, index) => part * a + under[index]! * (1 - a))
}

/** Returns the background behind the contents of an element, or white without one. */
export function background(element: Element | null): Rgb {
  if (!element) return [255, 255, 255]
  const own = parse(getComputedStyle(element).backgroundColor)
  return own[3] === 1 ? own.slice(0, 3) : over(own, background(element.parentElement))
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/** Returns the contrast of a colour that the browser computed with what is under it, from 1 to 21. */
export function contrast(colour: string, under: Rgb): number {
  const [a, b] = [luminance(over(parse(colour), under)), luminance(under)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** The minimum contrast of parts that are not text (WCAG 1.4.11). */
export const LEAST_CONTRAST = 3
