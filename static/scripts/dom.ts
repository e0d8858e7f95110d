/** An element with these attributes and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

export const button = (text: string, press: () => void): HTMLButtonElement => {
  const made = element('button', { type: 'button', class: 'govuk-button govuk-button--secondary' }, text)
  made.addEventListener('click', press)
  return made
}

/** A form's hidden field of this name; null where it has none. */
export const hiddenField = (form: HTMLFormElement, name: string): HTMLInputElement | null =>
  form.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`)

/** Moves the focus to what takes none by itself, so that it is read out next. */
export function focusOn(target: HTMLElement): void {
  target.tabIndex = -1
  target.focus()
}
