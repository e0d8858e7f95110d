/** Checks that nobody has to scroll sideways. Uses nothing outside itself, so that it can be sent to a page alone. */
export function scrollFaults(): readonly string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth > clientWidth ? [`It is ${scrollWidth} px wide in a window of ${clientWidth} px`] : []
}
