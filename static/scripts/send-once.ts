const MILLISECONDS = 1_000

/** A button that is pressed twice within a second sends its form once. */
export function sendOnce(): void {
  const sent = new WeakMap<EventTarget, number>()
  document.addEventListener(
    'submit',
    event => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
      const pressed = event.submitter ?? form
      const before = sent.get(pressed)
      if (before !== undefined && event.timeStamp - before < MILLISECONDS) {
        event.preventDefault()
        event.stopImmediatePropagation()
      }
    },
    true,
  )
  document.addEventListener('submit', event => {
    // A preview that stays on this page is no sending.
    if (event.target && !event.defaultPrevented) sent.set(event.submitter ?? event.target, event.timeStamp)
  })
}
