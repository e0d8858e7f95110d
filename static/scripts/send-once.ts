const DOUBLE_PRESS_MILLISECONDS = 1_000

/** Sends a form once when its button is pressed twice within a second. */
export function sendOnce(): void {
  const sentAt = new WeakMap<EventTarget, number>()
  document.addEventListener(
    'submit',
    event => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
      const previous = sentAt.get(event.submitter ?? form)
      if (previous !== undefined && event.timeStamp - previous < DOUBLE_PRESS_MILLISECONDS) {
        event.preventDefault()
        event.stopImmediatePropagation()
      }
    },
    true,
  )
  document.addEventListener('submit', event => {
    // A preview in place has prevented the default: the form was not sent.
    if (event.target && !event.defaultPrevented) sentAt.set(event.submitter ?? event.target, event.timeStamp)
  })
}

/**
 * Ignores the second half of a double click whose first half was on the page before. Browsers count the clicks in their
 * window, so its count is 2 although this page has not seen the first.
 */
export function ignoreClicksBegunElsewhere(): void {
  let isFirst = true
  document.addEventListener(
    'click',
    event => {
      if (isFirst && event.detail > 1) {
        event.preventDefault()
        event.stopImmediatePropagation()
      }
      isFirst = false
    },
    true,
  )
}
