/** A text area as tall as its text, in browsers whose CSS cannot do it (`field-sizing`): it never scrolls inside. */
export function growWithText(field: HTMLTextAreaElement): void {
  const style = getComputedStyle(field)
  if (style.getPropertyValue('field-sizing') === 'content') return
  const frame = (): number => field.offsetHeight - field.clientHeight
  let before = Infinity

  const fit = (): void => {
    const { length } = field.value
    if (length < before) {
      // It may have to shrink. To measure that it is small for a moment, which would make the page jump.
      const { scrollX, scrollY } = window
      field.style.height = ''
      field.style.height = `${field.scrollHeight + frame()}px`
      window.scrollTo(scrollX, scrollY)
    } else if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + frame()}px`
    before = length
  }

  const fitAnew = (): void => {
    before = Infinity
    fit()
  }

  field.addEventListener('input', fit)
  window.addEventListener('resize', fitAnew)
  window.addEventListener('pageshow', fitAnew)
  fit()
}
