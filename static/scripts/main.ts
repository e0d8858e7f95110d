import { growWithText } from './auto-grow.js'
import { countCharacters } from './character-count.js'
import { removeOldDrafts } from './draft-store.js'
import { keepDrafts, removeSavedDrafts } from './drafts.js'
import { previewInPlace } from './preview-in-place.js'
import { ignoreClicksBegunElsewhere, sendOnce } from './send-once.js'
import { removeDraftsOnSignOut } from './sign-out.js'

// Loaded for people who are signed in. Everything works without it.
ignoreClicksBegunElsewhere()
sendOnce()
for (const limit of document.querySelectorAll<HTMLElement>('[data-most]')) countCharacters(limit)
for (const field of document.querySelectorAll('textarea')) growWithText(field)

const form = document.querySelector<HTMLFormElement>('form[data-draft]')
if (form) previewInPlace(form)

const { draftsOf, saved } = document.body.dataset
if (draftsOf !== undefined) {
  removeOldDrafts()
  if (saved !== undefined) removeSavedDrafts(draftsOf, saved)
  removeDraftsOnSignOut(draftsOf, form ? keepDrafts(draftsOf, form) : undefined)
}
