import type { Request, Response } from 'express'
import { memberOf, moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict } from '../platform/errors.js'
import {
  notify,
  parseForm,
  routesOf,
  seeOther,
  type FormValues,
  type Notice,
  type Route,
} from '../platform/http/index.js'
import { addressOf } from '../pages/index.js'
import { decide } from './decide.js'
import { decisionForm, renameOldDecisionFields } from './forms.js'
import { DECISION_NOT_SAVED } from './messages.js'
import { outcomeOf } from './outcome.js'
import type { Published } from './publish.js'
import { showReview } from './review-page.js'
import type { Verdict } from './rules.js'
import { suggestionAt } from './suggestion-at.js'

/** One suggestion in front of a moderator, and the decision on it. */
export const suggestionReviewRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/review/:id', moderator, async (req, res) =>
      showReview(deps, req, res, await suggestionAt(deps.db, req)),
    )
    routes.post('/review/:id/decision', moderator, (req, res) => submitDecision(deps, req, res), {
      writesText: 'save your decision on this suggestion',
    })
  })

async function submitDecision(deps: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const form = parseForm(decisionForm, renameOldDecisionFields(req.body))
  const { values } = form
  if (!form.ok && suggestion.state === 'pending')
    return showReview(deps, req, res, suggestion, { errors: form.errors, values, status: 422 })
  if (!form.ok)
    return showNotSaved(deps, req, res, values, `${await outcomeOf(deps.db, suggestion)} ${DECISION_NOT_SAVED}`)
  try {
    const published = await decide(deps, memberOf(req), { id: suggestion.id, ...form.value })
    notify(req, noticeFor(form.value.verdict, published))
    seeOther(res, '/review')
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    await showNotSaved(deps, req, res, values, error.message)
  }
}

/** 409: the suggestion as it is now, with what was typed. */
async function showNotSaved(
  deps: Deps,
  req: Request,
  res: Response,
  values: FormValues,
  conflictMessage: string,
): Promise<void> {
  const newest = await suggestionAt(deps.db, req)
  await showReview(deps, req, res, newest, { values, conflictMessage, status: 409 })
}

function noticeFor(verdict: Verdict, published: Published | undefined): Notice {
  switch (verdict) {
    case 'publish':
      return {
        heading: 'Suggestion published',
        text: 'Everyone can read it now. The author can see the outcome in “My suggestions”.',
        links: published ? [{ text: 'See the page', href: addressOf(published) }] : [],
      }
    case 'reject':
      return {
        heading: 'Suggestion rejected',
        text:
          'The author can read your message in “My suggestions”. ' +
          'The moderation log shows your name and the reason, but no text from the suggestion.',
      }
    case 'request-changes':
      return {
        heading: 'Suggestion sent back to its author',
        text: 'The author can read your message in “My suggestions”. The suggestion returns to the queue when they edit it.',
      }
  }
}
