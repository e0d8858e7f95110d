import { element, hiddenField } from './dom.js'

interface Ticked {
  readonly value: string
  /** What the box says, for a form that does not have it. */
  readonly text: string
}

/** What a person can fill in of a form, by the fields' names: what was typed or chosen, and the boxes that are ticked. */
export type Fields = Readonly<Record<string, string | readonly Ticked[]>>

const isWriting = (one: Element): one is HTMLInputElement | HTMLTextAreaElement =>
  // `find` looks for a page to link: it is no part of what is written.
  one instanceof HTMLTextAreaElement || (one instanceof HTMLInputElement && one.type === 'text' && one.name !== 'find')

const isChoice = (one: Element, type: 'radio' | 'checkbox'): one is HTMLInputElement =>
  one instanceof HTMLInputElement && one.type === type

/** What the form holds now; or, `asSent`, what it held when the server sent it. */
export function fieldsOf(form: HTMLFormElement, asSent = false): Fields {
  const fields: Record<string, string | Ticked[]> = {}
  for (const one of form.elements) {
    if (isWriting(one)) fields[one.name] = asSent ? one.defaultValue : one.value
    else if (one instanceof HTMLSelectElement) {
      const chosen = asSent
        ? ([...one.options].find(option => option.defaultSelected) ?? one.options[0])
        : one.selectedOptions[0]
      fields[one.name] = chosen?.value ?? ''
    } else if (isChoice(one, 'radio')) {
      if (asSent ? one.defaultChecked : one.checked) fields[one.name] = one.value
    } else if (isChoice(one, 'checkbox') && (asSent ? one.defaultChecked : one.checked)) {
      const ticked = fields[one.name]
      fields[one.name] = [
        ...(Array.isArray(ticked) ? ticked : []),
        { value: one.value, text: one.labels?.[0]?.textContent ?? '' },
      ]
    }
  }
  return fields
}

const told = (held: Fields[string] | undefined): string =>
  typeof held === 'string'
    ? held
    : (held ?? [])
        .map(one => one.value)
        .sort()
        .join(' ')

/** Whether what was read from storage can be filled in. */
export const isFields = (found: unknown): found is Fields =>
  typeof found === 'object' &&
  found !== null &&
  Object.values(found).every(
    held =>
      typeof held === 'string' ||
      (Array.isArray(held) &&
        held.every((one: Partial<Ticked> | null) => typeof one?.value === 'string' && typeof one.text === 'string')),
  )

export const sameFields = (a: Fields, b: Fields): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every(name => told(a[name]) === told(b[name]))

/** What a form holds, with what the server goes by when it is sent. */
export interface Text {
  readonly fields: Fields
  /** Names this filling-in of the form to the server, which saves it once however often it is sent. */
  readonly key: string
  /** What the person began from: the server sees by it what others changed since. */
  readonly base: string
}

export const textOf = (form: HTMLFormElement): Text => ({
  fields: fieldsOf(form),
  key: hiddenField(form, 'key')?.value ?? '',
  base: hiddenField(form, 'base')?.value ?? '',
})

/** Has the form hold `text`, and says so to whatever listens to its fields. */
export function fill(form: HTMLFormElement, text: Text): void {
  for (const name of ['key', 'base'] as const) {
    const field = hiddenField(form, name)
    if (field) field.value = text[name]
  }
  const { fields } = text
  for (const [name, ticked] of Object.entries(fields)) if (typeof ticked !== 'string') addMissing(form, name, ticked)
  for (const one of form.elements) {
    const held = fields[(one as HTMLInputElement).name]
    if (isChoice(one, 'checkbox'))
      one.checked = typeof held !== 'string' && (held ?? []).some(({ value }) => value === one.value)
    else if (typeof held !== 'string') continue
    else if (isChoice(one, 'radio')) one.checked = one.value === held
    else if (isWriting(one) || one instanceof HTMLSelectElement) one.value = held
    else continue
    one.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** Boxes for what was ticked on another page of this form, as for links that were found by a search. */
function addMissing(form: HTMLFormElement, name: string, ticked: readonly Ticked[]): void {
  const has = (value: string): boolean =>
    [...form.elements].some(one => isChoice(one, 'checkbox') && one.name === name && one.value === value)
  const boxes = ticked
    .filter(({ value }) => !has(value))
    .map(({ value, text }) => {
      const id = `put-back-${value}`
      return element(
        'div',
        { class: 'govuk-checkboxes__item' },
        element('input', { class: 'govuk-checkboxes__input', id, name, type: 'checkbox', value }),
        element('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, text),
      )
    })
  if (boxes.length > 0)
    form
      .querySelector(`#${name}-to legend`)
      ?.after(element('div', { class: 'govuk-checkboxes govuk-checkboxes--small' }, ...boxes))
}
