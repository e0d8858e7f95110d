import { element } from './dom.js'
import { offerDraft, type DraftTarget } from './draft-banner.js'
import {
  canStoreDrafts,
  listDrafts,
  onSignOut,
  removeDraft,
  removeDraftsOf,
  storeDraft,
  type StoredDraft,
} from './draft-store.js'
import { fillForm, readFields, readText, sameFields, type FormFields } from './form-fields.js'

/** A draft is written at most this often. */
const WRITE_INTERVAL_MILLISECONDS = 1_000

const DRAFT_KEPT =
  'We keep what you type in this browser until you save it or sign out. We will offer it to you for 7 days.'
const DRAFT_NOT_KEPT = 'This browser is not keeping what you type.'

/** Keeps the text of one form as drafts. */
export interface DraftKeeper extends DraftTarget {
  /** Writes now what would be written within the next interval, if anything. */
  writePending(): void
  stop(): void
}

/** Removes the drafts of a form that was saved, by the key it was sent with. Text typed after sending stays. */
export function removeSavedDrafts(owner: string, key: string): void {
  for (const draft of listDrafts(owner)) if (draft.key === key && draft.isSent) removeDraft(draft.storageKey)
}

/** Keeps what the member `owner` types into `form`, and offers earlier text that was not saved. */
export function keepDrafts(owner: string, form: HTMLFormElement): DraftKeeper {
  const address = new URL(form.action).pathname
  /** The key this form was sent with, if this page is the answer to that. */
  const answeredKey = form.dataset['draft'] ?? ''
  const servedFields = readFields(form, true)
  const note = element('p', { class: 'govuk-hint app-draft-note' }, canStoreDrafts() ? DRAFT_KEPT : DRAFT_NOT_KEPT)
  let isStopped = false
  let timer: number | undefined
  let storageKey: string | undefined
  let sentFields: FormFields | undefined

  function write(): boolean {
    clearTimeout(timer)
    timer = undefined
    if (isStopped) return false
    const text = readText(form)
    if (answeredKey === '' && sameFields(text.fields, servedFields)) {
      if (storageKey !== undefined) removeDraft(storageKey)
      storageKey = undefined
      return true
    }
    const isSent = sentFields !== undefined && sameFields(text.fields, sentFields)
    const newKey = storeDraft(owner, { ...text, address, isSent }, storageKey)
    note.textContent = newKey === undefined ? DRAFT_NOT_KEPT : DRAFT_KEPT
    storageKey = newKey ?? storageKey
    return newKey !== undefined
  }

  function writePending(): void {
    if (timer !== undefined) write()
  }

  function switchTo(nextKey?: string, nextSentFields?: FormFields): string | undefined {
    writePending()
    const previousKey = storageKey
    storageKey = nextKey
    sentFields = nextSentFields
    return previousKey
  }

  function stop(): void {
    isStopped = true
    clearTimeout(timer)
    note.textContent = DRAFT_NOT_KEPT
  }

  /** Keeps the form's text in place of these drafts. */
  function replaceDrafts(drafts: readonly StoredDraft[]): void {
    if (drafts.length === 0 || !write()) return
    for (const draft of drafts) removeDraft(draft.storageKey)
  }

  function offerUnsaved(): void {
    const currentFields = readFields(form)
    const drafts = listDrafts(owner).filter(draft => draft.address === address)
    const same = drafts.filter(draft => sameFields(draft.fields, currentFields))
    // A browser that reopens a page may fill in the form again itself. The draft then still has the key and the base.
    if (same[0] && !sameFields(currentFields, servedFields)) {
      fillForm(form, same[0])
      if (same[0].isSent) sentFields = currentFields
    }
    replaceDrafts(same)
    const newest = drafts.find(draft => !same.includes(draft))
    if (newest) offerDraft(form, newest, keeper)
  }

  const keeper: DraftKeeper = { write, writePending, switchTo, stop }
  form.prepend(note)
  form.addEventListener('input', () => {
    timer ??= setTimeout(write, WRITE_INTERVAL_MILLISECONDS)
  })
  // On the document, so that it runs last: a preview in place has then prevented the default.
  document.addEventListener('submit', event => {
    if (event.target !== form || event.defaultPrevented) return
    sentFields = readFields(form)
    write()
  })
  window.addEventListener('pagehide', writePending)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') writePending()
  })
  onSignOut(owner, () => {
    stop()
    // A draft may have been written just before.
    removeDraftsOf(owner)
  })

  if (answeredKey === '') {
    // By `pageshow` the browser has filled in what it remembers itself.
    window.addEventListener('pageshow', offerUnsaved, { once: true })
  } else {
    // The text that was sent came back in this form and is not saved yet: from now on it is this form's draft.
    replaceDrafts(listDrafts(owner).filter(draft => draft.key === answeredKey && draft.isSent))
  }
  return keeper
}
