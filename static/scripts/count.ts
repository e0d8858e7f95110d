import { asOneLine, lengthOf } from '../../src/platform/text.js'
import { element } from './dom.js'

/** What of a field's text counts, as the server has it: all of it, all but white space at its ends, or one line of it. */
const counted: Readonly<Record<string, (text: string) => string>> = {
  whole: text => text,
  trimmed: text => text.trim(),
  line: asOneLine,
}

/** How long a person must have stopped typing before a count is read out. */
const PAUSE_MILLISECONDS = 1_000

const words = (left: number): string =>
  `You have ${Math.abs(left).toLocaleString('en-GB')} ${Math.abs(left) === 1 ? 'character' : 'characters'} ${left < 0 ? 'too many' : 'remaining'}`

/**
 * Counts what a field has room for, in place of the line that says its limit. It looks and speaks as govuk-frontend's
 * character count does, which counts other characters than the server: UTF-16 units or graphemes, and spaces at the ends.
 */
export function countLive(limit: HTMLElement): void {
  const field = document.getElementById(limit.id.replace(/-info$/, ''))
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return
  const most = Number(limit.dataset['most'])
  const part = counted[limit.dataset['counted'] ?? ''] ?? asOneLine
  const kind = field instanceof HTMLTextAreaElement ? 'textarea' : 'input'
  const hasError = field.getAttribute('aria-invalid') === 'true'
  const shown = element('div', { class: `${limit.className} app-count`, 'aria-hidden': 'true' })
  const spoken = element('div', { class: 'govuk-visually-hidden', 'aria-live': 'polite' })
  limit.after(shown, spoken)
  // It stays the field's description, read out once as the field is entered.
  limit.classList.add('govuk-visually-hidden')

  const show = (): string => {
    const left = most - lengthOf(part(field.value))
    const text = words(left)
    shown.textContent = text
    shown.classList.toggle('govuk-error-message', left < 0)
    shown.classList.toggle('govuk-hint', left >= 0)
    if (!hasError) field.classList.toggle(`govuk-${kind}--error`, left < 0)
    return text
  }

  let pause: number | undefined
  field.addEventListener('input', () => {
    const text = show()
    clearTimeout(pause)
    if (document.activeElement === field)
      pause = setTimeout(() => {
        spoken.textContent = text
      }, PAUSE_MILLISECONDS)
  })
  // A browser may put back what was typed as late as this.
  window.addEventListener('pageshow', show)
  show()
}
