const TIMEOUT_MILLISECONDS = 10_000

/** Posts a form without leaving the page. @throws if there is no answer in time; the form can then be sent as usual. */
export function postForm(form: HTMLFormElement, extraFields: Readonly<Record<string, string>> = {}): Promise<Response> {
  const body = new URLSearchParams(extraFields)
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const timeout = new AbortController()
  setTimeout(() => timeout.abort(), TIMEOUT_MILLISECONDS)
  return fetch(form.action, { method: 'POST', body, redirect: 'manual', signal: timeout.signal })
}
