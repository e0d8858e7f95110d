import { DRAFT_DAYS } from '../../src/platform/draft-storage.js'
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

const DRAFT_KEPT = `This browser keeps a draft for ${DRAFT_DAYS} days, or until you save or sign out.`
const DRAFT_NOT_KEPT = 'This browser cannot keep a draft. Copy your text before you leave the page.'

/** Removes the drafts of a form that was saved, by the key it was sent with. Text typed after sending stays. */
export function removeSavedDrafts(owner: string, key: string): void {
  for (const draft of listDrafts(owner)) if (draft.key === key && draft.isSent) removeDraft(draft.storageKey)
}

/** Keeps what the member `owner` types into `form`, and offers earlier text that was not saved. */
export function keepDrafts(owner: string, form: HTMLFormElement): DraftKeeper {
  const keeper = new DraftKeeper(owner, form)
  keeper.start()
  return keeper
}

/** Keeps the text of one form as drafts. */
export class DraftKeeper implements DraftTarget {
  readonly #owner: string
  readonly #form: HTMLFormElement
  readonly #address: string
  /** The key this form was sent with, if this page is the answer to that. Otherwise empty. */
  readonly #answeredKey: string
  /** The fields as the server sent them. */
  readonly #servedFields: FormFields
  readonly #note = element('p', { class: 'govuk-hint app-draft-note' }, canStoreDrafts() ? DRAFT_KEPT : DRAFT_NOT_KEPT)
  #isStopped = false
  #timer: number | undefined
  #storageKey: string | undefined
  #sentFields: FormFields | undefined

  constructor(owner: string, form: HTMLFormElement) {
    this.#owner = owner
    this.#form = form
    this.#address = new URL(form.action).pathname
    this.#answeredKey = form.dataset['draft'] ?? ''
    this.#servedFields = readFields(form, true)
  }

  /** Shows a note in the form, writes drafts from now on, and offers what was not saved. */
  start(): void {
    this.#form.prepend(this.#note)
    this.#listen()
    if (this.#answeredKey === '') {
      // By `pageshow` the browser has filled in what it remembers itself.
      window.addEventListener('pageshow', () => this.#offerUnsaved(), { once: true })
    } else {
      // The text that was sent came back in this form and is not saved yet: from now on it is this form's draft.
      this.#replaceDrafts(listDrafts(this.#owner).filter(draft => draft.key === this.#answeredKey && draft.isSent))
    }
  }

  #listen(): void {
    this.#form.addEventListener('input', () => {
      this.#timer ??= setTimeout(() => this.write(), WRITE_INTERVAL_MILLISECONDS)
    })
    // On the document, so that it runs last: a preview in place has then prevented the default.
    document.addEventListener('submit', event => {
      if (event.target !== this.#form || event.defaultPrevented) return
      this.#sentFields = readFields(this.#form)
      this.write()
    })
    window.addEventListener('pagehide', () => this.writePending())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.writePending()
    })
    onSignOut(this.#owner, () => {
      this.stop()
      // A draft may have been written just before.
      removeDraftsOf(this.#owner)
    })
  }

  write(): boolean {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#isStopped) return false
    const text = readText(this.#form)
    if (this.#answeredKey === '' && sameFields(text.fields, this.#servedFields)) {
      if (this.#storageKey !== undefined) removeDraft(this.#storageKey)
      this.#storageKey = undefined
      return true
    }
    const isSent = this.#sentFields !== undefined && sameFields(text.fields, this.#sentFields)
    const newKey = storeDraft(this.#owner, { ...text, address: this.#address, isSent }, this.#storageKey)
    this.#note.textContent = newKey === undefined ? DRAFT_NOT_KEPT : DRAFT_KEPT
    this.#storageKey = newKey ?? this.#storageKey
    return newKey !== undefined
  }

  /** Writes now what would be written within the next interval, if anything. */
  writePending(): void {
    if (this.#timer !== undefined) this.write()
  }

  switchTo(nextKey?: string, nextSentFields?: FormFields): string | undefined {
    this.writePending()
    const previousKey = this.#storageKey
    this.#storageKey = nextKey
    this.#sentFields = nextSentFields
    return previousKey
  }

  /** Writes no more drafts, and says so in the form. */
  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    this.#note.textContent = DRAFT_NOT_KEPT
  }

  /** Keeps the form's text in place of these drafts. */
  #replaceDrafts(drafts: readonly StoredDraft[]): void {
    if (drafts.length === 0 || !this.write()) return
    for (const draft of drafts) removeDraft(draft.storageKey)
  }

  #offerUnsaved(): void {
    const currentFields = readFields(this.#form)
    const drafts = listDrafts(this.#owner).filter(draft => draft.address === this.#address)
    const same = drafts.filter(draft => sameFields(draft.fields, currentFields))
    // A browser that reopens a page may fill in the form again itself. The draft then still has the key and the base.
    if (same[0] && !sameFields(currentFields, this.#servedFields)) {
      fillForm(this.#form, same[0])
      if (same[0].isSent) this.#sentFields = currentFields
    }
    this.#replaceDrafts(same)
    const newest = drafts.find(draft => !same.includes(draft))
    if (newest) offerDraft(this.#form, newest, this)
  }
}
