import { countLive } from './count.js'
import { dropSaved, keepDrafts } from './drafts.js'
import { growWithText } from './grow.js'
import { sweep } from './kept.js'
import { previewInPlace } from './preview.js'
import { sendOnce } from './send-once.js'
import { signOutCleanly } from './sign-out.js'

// Loaded for those who are signed in. All of it only helps with what works without.
sendOnce()
for (const limit of document.querySelectorAll<HTMLElement>('[data-most]')) countLive(limit)
for (const field of document.querySelectorAll('textarea')) growWithText(field)

const form = document.querySelector<HTMLFormElement>('form[data-draft]')
if (form) previewInPlace(form)

const { draftsOf, saved } = document.body.dataset
if (draftsOf !== undefined) {
  sweep()
  if (saved !== undefined) dropSaved(draftsOf, saved)
  signOutCleanly(draftsOf, form ? keepDrafts(draftsOf, form) : undefined)
}
