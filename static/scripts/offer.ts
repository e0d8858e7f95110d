import { ago, minuteOf } from '../../src/platform/dates.js'
import { button, element, focusOn, hiddenField } from './dom.js'
import { fieldsOf, fill } from './fields.js'
import { drop, keep, newId, type Draft } from './kept.js'

/** Says above the form that text was not sent, and leaves it to the person to put it back or throw it away. Both can be undone. */
export function offer(owner: string, form: HTMLFormElement, first: Draft): void {
  const base = hiddenField(form, 'base')
  const content = element('div', { class: 'govuk-notification-banner__content' })
  const title = element('h2', { class: 'govuk-notification-banner__title', id: 'draft-title' }, 'Not sent')
  form.before(element('div', { class: 'govuk-notification-banner app-draft', role: 'region', 'aria-labelledby': 'draft-title' },
    element('div', { class: 'govuk-notification-banner__header' }, title), content))

  const say = (heading: readonly (Node | string)[], more: readonly string[], ...buttons: readonly HTMLButtonElement[]): HTMLElement => {
    const said = element('p', { class: 'govuk-notification-banner__heading' }, ...heading)
    content.textContent = ''
    content.append(said, ...more.map(text => element('p', { class: 'govuk-body' }, text)), element('div', { class: 'app-button-row' }, ...buttons))
    return said
  }

  const show = (draft: Draft): HTMLElement => {
    const at = new Date(draft.at).toISOString()
    const name = draft.fields['title']
    const isNewer = draft.base !== (base?.value ?? '')
    return say(
      ['Text you typed here ', element('time', { datetime: at, title: minuteOf(at) }, ago(at, new Date().toISOString())), ' was not sent.'],
      [
        ...(typeof name === 'string' && name.trim() !== '' && name !== fieldsOf(form)['title'] ? [`Its title is “${name.trim()}”.`] : []),
        ...(isNewer ? ['The page has changed since then, and the form holds what it says now. If you put your text back and send it, those changes are not overwritten unseen.'] : []),
      ],
      button('Put it back', () => putBack(draft)), button('Throw it away', () => throwAway(draft)))
  }

  function putBack(draft: Draft): void {
    const before = { fields: fieldsOf(form), base: base?.value ?? '' }
    write(draft)
    drop(owner, draft.id)
    focusOn(say(['Your text is back in the form. It is not sent yet.'], [], button('Undo', () => {
      const now = { ...draft, id: newId(), fields: fieldsOf(form) }
      write(before)
      keep(owner, now)
      focusOn(show(now))
    })))
  }

  function throwAway(draft: Draft): void {
    drop(owner, draft.id)
    focusOn(say(['The text is thrown away.'], [], button('Undo', () => {
      keep(owner, draft)
      focusOn(show(draft))
    })))
  }

  /** Text goes with what it began from, so that the server sees what others changed since. */
  function write(text: Pick<Draft, 'fields' | 'base'>): void {
    if (base) base.value = text.base
    fill(form, text.fields)
  }

  show(first)
}
