import { element, focusOn } from './dom.js'
import { post } from './post.js'

/** Shows the server's preview above the form, without leaving the page. Whatever else the server answers is for a page of its own. */
export function previewInPlace(form: HTMLFormElement): void {
  let isWaiting = false
  form.addEventListener('submit', event => {
    const { submitter } = event
    // What is said to be wrong on this page may be mended by now: only a new page says so.
    if (
      !(submitter instanceof HTMLButtonElement) ||
      submitter.value !== 'preview' ||
      document.querySelector('.govuk-error-summary')
    )
      return
    event.preventDefault()
    if (isWaiting) return
    isWaiting = true
    previewOf(form)
      .then(
        section => show(section, form),
        () => sendPlainly(form),
      )
      .finally(() => {
        isWaiting = false
      })
  })
}

async function previewOf(form: HTMLFormElement): Promise<Element> {
  const answer = await post(form, { intent: 'preview' })
  const section = answer.ok
    ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.app-preview')
    : null
  if (!section) throw new Error('no preview')
  return section
}

function show(section: Element, form: HTMLFormElement): void {
  document.querySelector('.app-preview')?.remove()
  form.before(document.adoptNode(section))
  const heading = section.querySelector<HTMLElement>('h2')
  if (heading) focusOn(heading)
  section.scrollIntoView()
}

function sendPlainly(form: HTMLFormElement): void {
  const intent = element('input', { type: 'hidden', name: 'intent', value: 'preview' })
  form.append(intent)
  form.submit()
  intent.remove()
}
