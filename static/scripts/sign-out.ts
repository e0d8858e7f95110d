import type { Keeping } from './drafts.js'
import { dropAll, hasKept, tellSignedOut } from './kept.js'
import { post } from './post.js'

/**
 * Signing out removes what this browser keeps for the member called `owner`, once the server has signed them out: no
 * answer, no loss. Where something is kept, the page that says so comes first.
 */
export function signOutCleanly(owner: string, keeping: Keeping | undefined): void {
  let isWaiting = false
  document.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
    const { pathname } = new URL(form.action)
    if (pathname !== '/sign-out') return
    event.preventDefault()
    keeping?.writeWhatIsLeft()
    if (location.pathname !== pathname && hasKept(owner)) return location.assign(pathname)
    if (isWaiting) return
    isWaiting = true
    signOut(form)
      .catch(() => form.submit())
      .finally(() => {
        isWaiting = false
      })
  })

  async function signOut(form: HTMLFormElement): Promise<void> {
    const { type, status } = await post(form)
    const isOut = type === 'opaqueredirect'
    // 403: the session this page was opened in is over already.
    if (isOut || status === 403) {
      keeping?.stop()
      dropAll(owner)
      tellSignedOut(owner)
    }
    if (isOut) location.assign('/')
    else form.submit()
  }
}
