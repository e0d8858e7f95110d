import { createDateTimeFormat, timeAgo } from '../../src/platform/dates.js'
import { button, element, focusOn } from './dom.js'
import { removeDraft, restoreDraft, type StoredDraft } from './draft-store.js'
import { fillForm, readText, sameFields, type FormFields } from './form-fields.js'

/** What the banner needs from the code that keeps the form's drafts. */
export interface DraftTarget {
  /** Stores what the form holds now. Returns whether all of it is stored. */
  write(): boolean
  /**
   * From the next write on, the form's text replaces the draft at `storageKey` (or starts a new one). `sentFields` is
   * what was sent of that draft. Returns the key under which the text until now is stored, if any.
   */
  switchTo(storageKey?: string, sentFields?: FormFields): string | undefined
}

/** Offers unsaved text above the form. The person restores or discards it, and can undo either. */
export function offerDraft(form: HTMLFormElement, offered: StoredDraft, target: DraftTarget): void {
  const content = element('div', { class: 'govuk-notification-banner__content' })
  const title = element('h2', { class: 'govuk-notification-banner__title', id: 'draft-title' }, 'Not saved')
  form.before(
    element(
      'div',
      { class: 'govuk-notification-banner app-draft', role: 'region', 'aria-labelledby': 'draft-title' },
      element('div', { class: 'govuk-notification-banner__header' }, title),
      content,
    ),
  )

  const showOffer = (draft: StoredDraft): HTMLElement =>
    showMessage(
      content,
      headingFor(draft),
      detailsOf(draft, form),
      button('Restore the draft', () => restore(draft)),
      button('Delete the draft', () => discard(draft)),
    )

  function restore(draft: StoredDraft): void {
    const replaced = readText(form)
    const replacedKey = target.switchTo(draft.storageKey, draft.isSent ? draft.fields : undefined)
    fillForm(form, draft)
    target.write()
    const undo = (): void => {
      const current = readText(form)
      const storageKey = target.switchTo(replacedKey) ?? draft.storageKey
      fillForm(form, replaced)
      const isSent = draft.isSent && sameFields(current.fields, draft.fields)
      focusOn(showOffer({ ...draft, ...current, storageKey, isSent }))
    }
    focusOn(
      showMessage(content, ['Your text is back in the form. You have not sent it yet.'], [], button('Undo', undo)),
    )
  }

  function discard(draft: StoredDraft): void {
    removeDraft(draft.storageKey)
    const undo = (): void => {
      restoreDraft(draft)
      focusOn(showOffer(draft))
    }
    focusOn(showMessage(content, ['Draft deleted.'], [], button('Undo', undo)))
  }

  showOffer(offered)
}

/** Replaces the banner's content, and returns its heading. */
function showMessage(
  content: HTMLElement,
  heading: readonly (Node | string)[],
  details: readonly string[],
  ...buttons: readonly HTMLButtonElement[]
): HTMLElement {
  const headingElement = element('p', { class: 'govuk-notification-banner__heading' }, ...heading)
  const paragraphs = details.map(text => element('p', { class: 'govuk-body' }, text))
  content.replaceChildren(headingElement, ...paragraphs, element('div', { class: 'app-button-row' }, ...buttons))
  return headingElement
}

function headingFor(draft: StoredDraft): readonly (Node | string)[] {
  const writtenAt = new Date(draft.writtenAt).toISOString()
  const age = timeAgo(writtenAt, new Date().toISOString())
  return [
    'Text you typed here ',
    element('time', { datetime: writtenAt, title: createDateTimeFormat()(writtenAt) }, age),
    draft.isSent ? ' was sent, but may not be saved.' : ' may not have been sent.',
  ]
}

function detailsOf(draft: StoredDraft, form: HTMLFormElement): readonly string[] {
  const details: string[] = []
  const current = readText(form)
  const title = draft.fields['title']
  if (typeof title === 'string' && title.trim() !== '' && title !== current.fields['title'])
    details.push(`Its title is “${title.trim()}”.`)
  if (draft.isSent) details.push('You can restore it and send it again. We will not save it twice.')
  if (draft.base !== current.base)
    details.push(
      'The page has changed since then, and the form shows it as it is now. ' +
        'If you restore your text and send it, we will merge both changes or show you where they conflict.',
    )
  return details
}
