/** Makes a text area as tall as its text, in browsers whose CSS cannot (`field-sizing`). It never scrolls inside. */
export function growWithText(field: HTMLTextAreaElement): void {
  const style = getComputedStyle(field)
  if (style.getPropertyValue('field-sizing') === 'content') return
  const borderHeight = (): number => field.offsetHeight - field.clientHeight
  let previousLength = Infinity

  const fit = (): void => {
    const { length } = field.value
    if (length < previousLength) shrink()
    else if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + borderHeight()}px`
    previousLength = length
  }

  /** Measuring needs the field to be small for a moment, which would make the page jump. */
  const shrink = (): void => {
    const { scrollX, scrollY } = window
    field.style.height = ''
    field.style.height = `${field.scrollHeight + borderHeight()}px`
    window.scrollTo(scrollX, scrollY)
  }

  const fitFromScratch = (): void => {
    previousLength = Infinity
    fit()
  }

  field.addEventListener('input', fit)
  window.addEventListener('resize', fitFromScratch)
  window.addEventListener('pageshow', fitFromScratch)
  fit()
}
