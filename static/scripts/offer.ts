import { ago, minuteOf } from '../../src/platform/dates.js'
import { button, element, focusOn } from './dom.js'
import type { Keeping } from './drafts.js'
import { fill, sameFields, textOf } from './fields.js'
import { drop, restore, type Kept } from './kept.js'

/** Says above the form that text was not saved, and leaves it to the person to put it back or throw it away. Both can be undone. */
export function offer(form: HTMLFormElement, first: Kept, keeping: Keeping): void {
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

  const say = (
    heading: readonly (Node | string)[],
    more: readonly string[],
    ...buttons: readonly HTMLButtonElement[]
  ): HTMLElement => {
    const said = element('p', { class: 'govuk-notification-banner__heading' }, ...heading)
    content.textContent = ''
    content.append(
      said,
      ...more.map(text => element('p', { class: 'govuk-body' }, text)),
      element('div', { class: 'app-button-row' }, ...buttons),
    )
    return said
  }

  const show = (draft: Kept): HTMLElement => {
    const at = new Date(draft.at).toISOString()
    const name = draft.fields['title']
    const { fields, base } = textOf(form)
    return say(
      [
        'Text you typed here ',
        element('time', { datetime: at, title: minuteOf(at) }, ago(at, new Date().toISOString())),
        draft.isSent ? ' was sent, but may not be saved.' : ' was not sent, as far as this browser knows.',
      ],
      [
        ...(typeof name === 'string' && name.trim() !== '' && name !== fields['title']
          ? [`Its title is “${name.trim()}”.`]
          : []),
        ...(draft.isSent ? ['You can put it back and send it again: nothing is saved twice.'] : []),
        ...(draft.base !== base
          ? [
              'The page has changed since then, and the form holds what it says now. If you put yours back and send it, those changes are not overwritten unseen.',
            ]
          : []),
      ],
      button('Put it back', () => putBack(draft)),
      button('Throw it away', () => throwAway(draft)),
    )
  }

  function putBack(draft: Kept): void {
    const before = textOf(form)
    const placeBefore = keeping.goOnAt(draft.place, draft.isSent ? draft.fields : undefined)
    fill(form, draft)
    keeping.write()
    focusOn(
      say(
        ['Your text is back in the form. It is not sent yet.'],
        [],
        button('Undo', () => {
          const now = textOf(form)
          const place = keeping.goOnAt(placeBefore) ?? draft.place
          fill(form, before)
          focusOn(show({ ...draft, ...now, place, isSent: draft.isSent && sameFields(now.fields, draft.fields) }))
        }),
      ),
    )
  }

  function throwAway(draft: Kept): void {
    drop(draft.place)
    focusOn(
      say(
        ['The text is thrown away.'],
        [],
        button('Undo', () => {
          restore(draft)
          focusOn(show(draft))
        }),
      ),
    )
  }

  show(first)
}
