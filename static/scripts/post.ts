const PATIENCE_MILLISECONDS = 10_000

/** Posts what a form holds without leaving the page. @throws when there is no answer in time; the form can be sent plainly then. */
export function post(form: HTMLFormElement, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const body = new URLSearchParams(more)
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const cut = new AbortController()
  setTimeout(() => cut.abort(), PATIENCE_MILLISECONDS)
  return fetch(form.action, { method: 'POST', body, redirect: 'manual', signal: cut.signal })
}
