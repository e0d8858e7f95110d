import { announceSignOut, hasDrafts, removeDraftsOf } from './draft-store.js'
import type { DraftKeeper } from './drafts.js'
import { postForm } from './post-form.js'

/**
 * Removes a member's drafts when they sign out, once the server has signed them out: without an answer nothing is lost.
 * If there are drafts, the page that warns about them comes first.
 */
export function removeDraftsOnSignOut(owner: string, keeper: DraftKeeper | undefined): void {
  let isWaiting = false
  document.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
    const { pathname } = new URL(form.action)
    if (pathname !== '/sign-out') return
    event.preventDefault()
    keeper?.writePending()
    if (location.pathname !== pathname && hasDrafts(owner)) {
      location.assign(pathname)
      return
    }
    if (isWaiting) return
    isWaiting = true
    signOut(form, owner, keeper)
      .catch(() => form.submit())
      .finally(() => {
        isWaiting = false
      })
  })
}

async function signOut(form: HTMLFormElement, owner: string, keeper: DraftKeeper | undefined): Promise<void> {
  const { type, status } = await postForm(form)
  const isSignedOut = type === 'opaqueredirect'
  // 403: the session in which this page was opened has already ended.
  if (isSignedOut || status === 403) {
    keeper?.stop()
    removeDraftsOf(owner)
    announceSignOut(owner)
  }
  if (isSignedOut) location.assign('/')
  else form.submit()
}
