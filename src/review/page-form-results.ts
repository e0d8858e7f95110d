import type { Request, Response } from 'express'
import { publishesWithoutReview, type Member } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { markFormSaved, notify, seeOther, type Notice } from '../platform/http/index.js'
import { newId } from '../platform/ids.js'
import { addressOf } from '../pages/index.js'
import type { SearchDeps } from '../search/index.js'
import type { SameTitle } from './document-page.js'
import { reviewedBeforePublishing } from './messages.js'
import { showPageForm } from './page-form.js'
import type { PageFormContents, PageFormSettings } from './page-form-model.js'
import type { CompletedPageForm } from './posted-page-form.js'
import type { AlreadySent, Saved, SentDifferently } from './submission.js'
import { loadUsualWait } from './usual-wait.js'

/** What the form tells `actor` about what happens once it is sent. */
export async function nextStepFor(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
): Promise<Pick<PageFormSettings, 'nextStep'>> {
  if (publishesWithoutReview(actor))
    return { nextStep: 'We will publish this straight away. A moderator may check it later.' }
  const usualWait = await loadUsualWait(deps)
  return { nextStep: `${reviewedBeforePublishing(usualWait)} You can track it in “My suggestions”.` }
}

/** Tells the sender what was saved, and takes them there. */
export function redirectAfterSave(req: Request, res: Response, outcome: Saved | AlreadySent, key: string): void {
  notify(req, noticeFor(outcome))
  markFormSaved(req, key)
  seeOther(res, outcome.location)
}

function noticeFor(outcome: Saved | AlreadySent): Notice {
  if (outcome.result === 'already-sent')
    return {
      type: 'neutral',
      heading: 'Already sent',
      text: 'You have already sent this text, so we did not save it again. This is what you sent.',
    }
  if (outcome.result === 'suggested')
    return {
      heading: outcome.wasMerged ? 'Merged with a newer change and sent for review' : 'Sent for review',
      text: 'You can see the outcome here and in “My suggestions”. Until then you can edit or withdraw it.',
    }
  return publishedNotice(outcome)
}

function publishedNotice({ wasMerged, isArchived }: Saved): Notice {
  const merging = wasMerged ? 'Someone else changed this page while you were writing. It now has both changes. ' : ''
  if (isArchived)
    return {
      heading: wasMerged ? 'Change merged and saved' : 'Change saved',
      text: `${merging}This page is still archived, so it does not appear in lists or search results.`,
    }
  return {
    heading: wasMerged ? 'Merged and published' : 'Published',
    text: `${merging}Everyone can read it now. A moderator may check it later.`,
  }
}

/** 422: the form was sent without a change. */
export const showUnchanged = (
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values }: CompletedPageForm,
): Promise<void> =>
  showPageForm(
    deps,
    req,
    res,
    form,
    { values, errors: [{ field: '', message: 'You have not changed anything yet' }] },
    422,
  )

/** 422: there is a page with this title. The author may go on by sending the form again. */
export const showSameTitle = (
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values }: CompletedPageForm,
  { page }: SameTitle,
): Promise<void> =>
  showPageForm(
    deps,
    req,
    res,
    form,
    {
      values: { ...values, sameTitleAs: page.id },
      savedInstead: {
        before: 'There is a page with this title already:',
        link: { href: addressOf(page), text: page.title },
        after: '. Edit that page if it is about the same thing. If yours is about something else, change your title.',
      },
      errors: [
        {
          field: 'title',
          message: `There is a ${form.definition.singular} with this title. Change yours, or send the form again to keep it`,
        },
      ],
    },
    422,
  )

/** 409: the form was sent before with another text, as after "back". Keeps this text and links to the first one. */
export const showSentDifferently = (
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  { values }: CompletedPageForm,
  { savedAt }: SentDifferently,
): Promise<void> =>
  showPageForm(
    deps,
    req,
    res,
    form,
    {
      values: { ...values, key: newId() },
      savedInstead: {
        before: '',
        link: {
          href: savedAt,
          text: 'See and edit what you sent',
        },
        after: ', or send this text too.',
      },
      errors: [
        {
          field: '',
          message:
            'You have already sent this form and we saved it. The text below is different and has not been saved',
        },
      ],
    },
    409,
  )

/**
 * 409: the suggestion, or its page, has changed since the form was opened. Keeps the text, which can be sent again.
 * @param href where the newest version of the suggestion is
 */
export const showOutdated = (
  deps: SearchDeps,
  req: Request,
  res: Response,
  form: PageFormSettings,
  contents: Pick<PageFormContents, 'values' | 'conflict'>,
  { message, href }: { readonly message: string; readonly href: string },
): Promise<void> =>
  showPageForm(
    deps,
    req,
    res,
    form,
    {
      ...contents,
      savedInstead: {
        before: 'Your text is in the form.',
        link: { href, text: 'See the newest version' },
        after: ', then send yours if it should replace it.',
      },
      errors: [{ field: '', message }],
    },
    409,
  )
