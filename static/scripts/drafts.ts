import { element } from './dom.js'
import { fieldsOf, fill, sameFields, textOf, type Fields } from './fields.js'
import { canKeep, drop, dropAll, keep, listKept, onSignedOut, type Kept } from './kept.js'
import { offer } from './offer.js'

/** A draft is written at most this often. */
const BEAT_MILLISECONDS = 1_000

const WHILE_KEPT = 'What you type is kept in this browser until it is saved or you sign out. It is offered for 7 days.'
const NOT_KEPT = 'What you type is not kept in this browser.'

/** How what a form holds is kept. */
export interface Keeping {
  /** Keeps what the form holds now. Says whether nothing of it is only in the form. */
  write(): boolean
  /** Keeps what the next beat would keep, if anything. */
  writeWhatIsLeft(): void
  /**
   * From the next writing on, what the form holds replaces what is at `next`, which was sent as `sentAs`; or nothing.
   * What it holds until then is kept where it was: that place is given back.
   */
  goOnAt(next?: string, sentAs?: Fields): string | undefined
  stop(): void
}

/** Drops the drafts of a form that was saved, by the key it was sent with. What was typed after it was sent stays. */
export function dropSaved(owner: string, key: string): void {
  for (const draft of listKept(owner)) if (draft.key === key && draft.isSent) drop(draft.place)
}

/** Keeps in this browser what the member called `owner` types into `form`, and offers it back where it was not saved. */
export function keepDrafts(owner: string, form: HTMLFormElement): Keeping {
  const address = new URL(form.action).pathname
  /** The key that this form was sent with, where this page is the answer to that. */
  const answers = form.dataset['draft'] ?? ''
  const asMade = fieldsOf(form, true)
  const note = element('p', { class: 'govuk-hint app-draft-note' }, canKeep() ? WHILE_KEPT : NOT_KEPT)
  let isStopped = false
  let timer: number | undefined
  let place: string | undefined
  let sent: Fields | undefined

  const write = (): boolean => {
    clearTimeout(timer)
    timer = undefined
    if (isStopped) return false
    const text = textOf(form)
    if (answers === '' && sameFields(text.fields, asMade)) {
      if (place !== undefined) drop(place)
      place = undefined
      return true
    }
    const kept = keep(owner, { ...text, address, isSent: sent !== undefined && sameFields(text.fields, sent) }, place)
    note.textContent = kept === undefined ? NOT_KEPT : WHILE_KEPT
    place = kept ?? place
    return kept !== undefined
  }
  const writeWhatIsLeft = (): void => {
    if (timer !== undefined) write()
  }
  const keeping: Keeping = {
    write,
    writeWhatIsLeft,
    goOnAt: (next, sentAs) => {
      writeWhatIsLeft()
      const before = place
      place = next
      sent = sentAs
      return before
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      note.textContent = NOT_KEPT
    },
  }

  form.prepend(note)
  form.addEventListener('input', () => {
    timer ??= setTimeout(write, BEAT_MILLISECONDS)
  })
  // Heard last: a preview that stays on this page is no sending.
  document.addEventListener('submit', event => {
    if (event.target !== form || event.defaultPrevented) return
    sent = fieldsOf(form)
    write()
  })
  window.addEventListener('pagehide', writeWhatIsLeft)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') writeWhatIsLeft()
  })
  onSignedOut(owner, () => {
    keeping.stop()
    // It may have been written just before.
    dropAll(owner)
  })

  // What was sent came back in this form, and is not saved yet: it is kept as this form's from here on.
  if (answers !== '') keepInstead(listKept(owner).filter(draft => draft.key === answers && draft.isSent))
  // By then the browser has filled in what it remembers itself.
  else window.addEventListener('pageshow', offerBack, { once: true })
  return keeping

  function keepInstead(drafts: readonly Kept[]): void {
    if (drafts.length > 0 && write()) for (const draft of drafts) drop(draft.place)
  }

  function offerBack(): void {
    const held = fieldsOf(form)
    const here = listKept(owner).filter(draft => draft.address === address)
    const same = here.filter(draft => sameFields(draft.fields, held))
    // A browser that opens a page again may fill it in again too: then the text is back, and has its key and base to come.
    if (same[0] && !sameFields(held, asMade)) {
      fill(form, same[0])
      if (same[0].isSent) sent = held
    }
    keepInstead(same)
    const newest = here.find(draft => !same.includes(draft))
    if (newest) offer(form, newest, keeping)
  }
}
