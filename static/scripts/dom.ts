/** Creates an element with these attributes and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value)
  created.append(...children)
  return created
}

/** Creates a secondary button that calls `onClick`. */
export function button(text: string, onClick: () => void): HTMLButtonElement {
  const created = element('button', { type: 'button', class: 'govuk-button govuk-button--secondary' }, text)
  created.addEventListener('click', onClick)
  return created
}

/** Finds a form's hidden field by name; null if there is none. */
export const hiddenField = (form: HTMLFormElement, name: string): HTMLInputElement | null =>
  form.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`)

/** Moves the focus to an element that cannot normally have it, so that a screen reader reads it next. */
export function focusOn(target: HTMLElement): void {
  target.tabIndex = -1
  target.focus()
}
