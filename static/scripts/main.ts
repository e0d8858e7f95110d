import { countLive } from './count.js'
import { keepDrafts } from './drafts.js'
import { growWithText } from './grow.js'
import { previewInPlace } from './preview.js'
import { sendOnce } from './send-once.js'

// Loaded for those who are signed in. All of it only helps with what works without.
sendOnce()
for (const limit of document.querySelectorAll<HTMLElement>('[data-most]')) countLive(limit)
for (const field of document.querySelectorAll('textarea')) growWithText(field)

const form = document.querySelector<HTMLFormElement>('form[data-draft]')
const { draftsOf } = document.body.dataset
if (draftsOf !== undefined) keepDrafts(draftsOf, form)
if (form) previewInPlace(form)
