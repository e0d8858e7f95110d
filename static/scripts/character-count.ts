import { collapseWhitespace, characterCount } from '../../src/platform/text.js'
import { element } from './dom.js'

/** Which part of a field's text the server counts: all of it, all but white space at the ends, or as one line. */
const countedText: Readonly<Record<string, (text: string) => string>> = {
  whole: text => text,
  trimmed: text => text.trim(),
  line: collapseWhitespace,
}

/** A screen reader hears the count after this long without typing. */
const ANNOUNCE_AFTER_MILLISECONDS = 1_000

function countMessage(remaining: number): string {
  const count = Math.abs(remaining)
  const noun = count === 1 ? 'character' : 'characters'
  return `You have ${count.toLocaleString('en-GB')} ${noun} ${remaining < 0 ? 'too many' : 'remaining'}`
}

/**
 * Replaces the line that states a field's limit with a live count. It looks and sounds like govuk-frontend's character
 * count, which counts differently from our server: UTF-16 units or graphemes, and white space at the ends.
 */
export function countCharacters(limit: HTMLElement): void {
  const field = document.getElementById(limit.id.replace(/-info$/, ''))
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return
  const maxLength = Number(limit.dataset['most'])
  const textToCount = countedText[limit.dataset['counted'] ?? ''] ?? collapseWhitespace
  const kind = field instanceof HTMLTextAreaElement ? 'textarea' : 'input'
  const hasError = field.getAttribute('aria-invalid') === 'true'
  const visibleCount = element('div', { class: `${limit.className} app-count`, 'aria-hidden': 'true' })
  const announcement = element('div', { class: 'govuk-visually-hidden', 'aria-live': 'polite' })
  limit.after(visibleCount, announcement)
  // It stays the field's description: a screen reader reads it once when the field gets the focus.
  limit.classList.add('govuk-visually-hidden')

  const update = (): string => {
    const remaining = maxLength - characterCount(textToCount(field.value))
    const message = countMessage(remaining)
    visibleCount.textContent = message
    visibleCount.classList.toggle('govuk-error-message', remaining < 0)
    visibleCount.classList.toggle('govuk-hint', remaining >= 0)
    if (!hasError) field.classList.toggle(`govuk-${kind}--error`, remaining < 0)
    return message
  }

  let timer: number | undefined
  field.addEventListener('input', () => {
    const message = update()
    clearTimeout(timer)
    if (document.activeElement !== field) return
    timer = setTimeout(() => {
      announcement.textContent = message
    }, ANNOUNCE_AFTER_MILLISECONDS)
  })
  // A browser may restore the field's text as late as this.
  window.addEventListener('pageshow', update)
  update()
}
