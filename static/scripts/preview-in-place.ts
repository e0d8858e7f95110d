import { element, focusOn } from './dom.js'
import { postForm } from './post-form.js'

/** Shows the server's preview above the form without leaving the page. For any other answer the form is sent as usual. */
export function previewInPlace(form: HTMLFormElement): void {
  let isWaiting = false
  form.addEventListener('submit', event => {
    const { submitter } = event
    const isPreview = submitter instanceof HTMLButtonElement && submitter.value === 'preview'
    // The errors on this page may have been corrected by now. Only a new page can tell.
    if (!isPreview || document.querySelector('.govuk-error-summary')) return
    event.preventDefault()
    if (isWaiting) return
    isWaiting = true
    fetchPreview(form)
      .then(
        section => showPreview(section, form),
        () => submitForPreview(form),
      )
      .finally(() => {
        isWaiting = false
      })
  })
}

async function fetchPreview(form: HTMLFormElement): Promise<Element> {
  const response = await postForm(form, { intent: 'preview' })
  if (!response.ok) throw new Error('no preview')
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const section = page.querySelector('.app-preview')
  if (!section) throw new Error('no preview')
  return section
}

function showPreview(section: Element, form: HTMLFormElement): void {
  document.querySelector('.app-preview')?.remove()
  form.before(document.adoptNode(section))
  const heading = section.querySelector<HTMLElement>('h2')
  if (heading) focusOn(heading)
  section.scrollIntoView()
}

function submitForPreview(form: HTMLFormElement): void {
  const intent = element('input', { type: 'hidden', name: 'intent', value: 'preview' })
  form.append(intent)
  form.submit()
  intent.remove()
}
