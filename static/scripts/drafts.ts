import { element, hiddenField } from './dom.js'
import { fieldsOf, sameFields } from './fields.js'
import { canKeep, drop, dropAll, findKept, keep, lastSent, listKept, newId, onSignedOut, sweep, tellSending, tellSignedOut } from './kept.js'
import { offer } from './offer.js'

/** A draft is written at most this often. */
const BEAT_MILLISECONDS = 1_000

const WHILE_KEPT = 'What you type is kept in this browser until you send it or sign out, for 7 days at most.'
const NOT_KEPT = 'What you type is not kept in this browser.'

/**
 * Keeps in this browser what the member called `owner` types into `form`, and offers it back where it was not sent.
 * What was saved goes, and all of it when they sign out.
 */
export function keepDrafts(owner: string, form: HTMLFormElement | null): void {
  sweep()
  const { saved } = document.body.dataset
  if (saved !== undefined) drop(owner, saved)
  const keeping = form && keepWhatIsTyped(owner, form)
  document.addEventListener('submit', event => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement) || !/\/sign-out$/.test(event.target.action)) return
    keeping?.stop()
    dropAll(owner)
    tellSignedOut(owner)
  })
}

function keepWhatIsTyped(owner: string, form: HTMLFormElement): { stop(): void } {
  const address = new URL(form.action).pathname
  const isPosted = form.dataset['draft'] === 'posted'
  const id = hiddenField(form, 'key')?.value ?? newId()
  const base = hiddenField(form, 'base')
  const asSent = fieldsOf(form, true)
  const note = element('p', { class: 'govuk-hint app-draft-note' }, canKeep() ? WHILE_KEPT : NOT_KEPT)
  let isStopped = false
  let timer: number | undefined

  const write = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (isStopped) return
    const fields = fieldsOf(form)
    if (!isPosted && sameFields(fields, asSent)) return drop(owner, id)
    note.textContent = keep(owner, { id, address, at: Date.now(), base: base?.value ?? '', fields }) ? WHILE_KEPT : NOT_KEPT
  }
  const writeWhatIsLeft = (): void => { if (timer !== undefined) write() }
  const stop = (): void => {
    isStopped = true
    note.textContent = NOT_KEPT
  }

  form.prepend(note)
  form.addEventListener('input', () => { timer ??= setTimeout(write, BEAT_MILLISECONDS) })
  form.addEventListener('submit', () => {
    writeWhatIsLeft()
    tellSending(id)
  })
  window.addEventListener('pagehide', writeWhatIsLeft)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') writeWhatIsLeft() })
  onSignedOut(owner, stop)

  if (isPosted) takeOver()
  // By then the browser has filled in what it remembers itself.
  else window.addEventListener('pageshow', offerBack, { once: true })
  return { stop }

  /** What was sent came back in this form, and is not saved yet: it is kept as this form's from here on. */
  function takeOver(): void {
    const sent = lastSent()
    if (!findKept(owner, id) && !findKept(owner, sent)) return
    write()
    if (sent !== id) drop(owner, sent)
  }

  function offerBack(): void {
    const held = fieldsOf(form)
    const [newest] = listKept(owner).filter(draft => draft.address === address).filter(draft => {
      if (!sameFields(draft.fields, held)) return true
      // A browser that opens a page again may fill it in again too.
      drop(owner, draft.id)
      write()
      return false
    })
    if (!newest) return
    if (newest.id !== id) return offer(owner, form, newest)
    // What is typed from now on is written under this form's key: what is offered goes out of its way.
    const moved = { ...newest, id: newId() }
    drop(owner, id)
    keep(owner, moved)
    offer(owner, form, moved)
  }
}
