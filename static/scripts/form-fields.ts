import { element, hiddenField } from './dom.js'

interface TickedBox {
  readonly value: string
  /** The box's label, for a form that does not have this box. */
  readonly text: string
}

/** What a person filled in, by field name: text, a chosen value, or ticked boxes. */
export type FormFields = Readonly<Record<string, string | readonly TickedBox[]>>

/** `find` looks for a page to link, so it is not part of the text. */
const isTextField = (control: Element): control is HTMLInputElement | HTMLTextAreaElement =>
  control instanceof HTMLTextAreaElement ||
  (control instanceof HTMLInputElement && control.type === 'text' && control.name !== 'find')

const isChoice = (control: Element, type: 'radio' | 'checkbox'): control is HTMLInputElement =>
  control instanceof HTMLInputElement && control.type === type

/** The form's fields now; or, with `asServed`, as the server sent them. */
export function readFields(form: HTMLFormElement, asServed = false): FormFields {
  const fields: Record<string, string | TickedBox[]> = {}
  for (const control of form.elements) {
    if (isTextField(control)) fields[control.name] = asServed ? control.defaultValue : control.value
    else if (control instanceof HTMLSelectElement) fields[control.name] = selectedValue(control, asServed)
    else if (isChoice(control, 'radio')) {
      if (isChecked(control, asServed)) fields[control.name] = control.value
    } else if (isChoice(control, 'checkbox') && isChecked(control, asServed)) {
      const ticked = fields[control.name]
      const box = { value: control.value, text: control.labels?.[0]?.textContent ?? '' }
      fields[control.name] = Array.isArray(ticked) ? [...ticked, box] : [box]
    }
  }
  return fields
}

const isChecked = (choice: HTMLInputElement, asServed: boolean): boolean =>
  asServed ? choice.defaultChecked : choice.checked

function selectedValue(select: HTMLSelectElement, asServed: boolean): string {
  if (!asServed) return select.selectedOptions[0]?.value ?? ''
  const options = [...select.options]
  return (options.find(option => option.defaultSelected) ?? options[0])?.value ?? ''
}

function comparable(value: FormFields[string] | undefined): string {
  if (typeof value === 'string') return value
  return (value ?? [])
    .map(box => box.value)
    .sort()
    .join(' ')
}

const isTickedBox = (box: Partial<TickedBox> | null): boolean =>
  typeof box?.value === 'string' && typeof box.text === 'string'

/** Whether a value from storage can be filled into a form. */
export const isFormFields = (value: unknown): value is FormFields =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(field => typeof field === 'string' || (Array.isArray(field) && field.every(isTickedBox)))

export const sameFields = (a: FormFields, b: FormFields): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every(name => comparable(a[name]) === comparable(b[name]))

/** A form's fields, with the hidden values that the server needs when they are sent. */
export interface FormText {
  readonly fields: FormFields
  /** Identifies this form to the server, which saves it once however often it is sent. */
  readonly key: string
  /** The revision the person started from, so that the server can merge what others changed since. */
  readonly base: string
}

export const readText = (form: HTMLFormElement): FormText => ({
  fields: readFields(form),
  key: hiddenField(form, 'key')?.value ?? '',
  base: hiddenField(form, 'base')?.value ?? '',
})

/** Fills `text` into the form, with an `input` event for each field that changes. */
export function fillForm(form: HTMLFormElement, text: FormText): void {
  for (const name of ['key', 'base'] as const) {
    const field = hiddenField(form, name)
    if (field) field.value = text[name]
  }
  for (const [name, value] of Object.entries(text.fields)) {
    if (typeof value !== 'string') addMissingBoxes(form, name, value)
  }
  for (const control of form.elements) {
    const value = text.fields[(control as HTMLInputElement).name]
    if (setValue(control, value)) control.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** Sets a control's value. Returns false if it has none to set. */
function setValue(control: Element, value: FormFields[string] | undefined): boolean {
  if (isChoice(control, 'checkbox')) {
    control.checked = typeof value !== 'string' && (value ?? []).some(box => box.value === control.value)
    return true
  }
  if (typeof value !== 'string') return false
  if (isChoice(control, 'radio')) {
    control.checked = control.value === value
    return true
  }
  if (isTextField(control) || control instanceof HTMLSelectElement) {
    control.value = value
    return true
  }
  return false
}

/** Adds boxes that were ticked on an earlier view of this form, such as links found by a search. */
function addMissingBoxes(form: HTMLFormElement, name: string, ticked: readonly TickedBox[]): void {
  const boxesInForm = [...form.elements].filter(control => isChoice(control, 'checkbox') && control.name === name)
  const present = new Set(boxesInForm.map(box => (box as HTMLInputElement).value))
  const missing = ticked.filter(box => !present.has(box.value))
  if (missing.length === 0) return
  const legend = form.querySelector(`#${name}-to legend`)
  const items = missing.map(box => checkboxItem(name, box))
  legend?.after(element('div', { class: 'govuk-checkboxes govuk-checkboxes--small' }, ...items))
}

function checkboxItem(name: string, { value, text }: TickedBox): HTMLElement {
  const id = `put-back-${value}`
  return element(
    'div',
    { class: 'govuk-checkboxes__item' },
    element('input', { class: 'govuk-checkboxes__input', id, name, type: 'checkbox', value }),
    element('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, text),
  )
}
