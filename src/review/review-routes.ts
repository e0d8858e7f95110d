import type { Request, Response } from 'express'
import { memberOf, moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict } from '../platform/errors.js'
import { notify, parseForm, routesOf, seeOther, type Notice, type Route } from '../platform/http/index.js'
import { addressOf } from '../pages/index.js'
import { decide } from './decide.js'
import { decisionForm, withPresentNames } from './forms.js'
import type { Published } from './publish.js'
import { showReview } from './review-page.js'
import type { Verdict } from './rules.js'
import { suggestionAt } from './suggestion-at.js'

/** One suggestion in front of a moderator, and the decision about it. */
export const suggestionReviewRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/review/:id', moderator, async (req, res) =>
      showReview(deps, req, res, await suggestionAt(deps.db, req)),
    )
    routes.post('/review/:id/decision', moderator, (req, res) => submitDecision(deps, req, res))
  })

async function submitDecision(deps: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const form = parseForm(decisionForm, withPresentNames(req.body))
  const { values } = form
  if (!form.ok) return showReview(deps, req, res, suggestion, { errors: form.errors, values, status: 422 })
  try {
    const published = await decide(deps, memberOf(req), { id: suggestion.id, ...form.value })
    notify(req, noticeFor(form.value.verdict, published))
    seeOther(res, '/review')
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const newest = await suggestionAt(deps.db, req)
    await showReview(deps, req, res, newest, { values, conflictMessage: error.message, status: 409 })
  }
}

function noticeFor(verdict: Verdict, published: Published | undefined): Notice {
  switch (verdict) {
    case 'publish':
      return {
        heading: 'Published',
        text: 'Everyone can read it now. The author can see this under “My suggestions”.',
        links: published ? [{ text: 'See the page', href: addressOf(published) }] : [],
      }
    case 'reject':
      return {
        heading: 'Rejected',
        text:
          'The author can see your message under “My suggestions”. ' +
          'The moderation log shows the reason, but nothing of the suggestion.',
      }
    case 'request-changes':
      return {
        heading: 'Sent back to the author',
        text: 'The author can see your message under “My suggestions”. You can review it again once they amend it.',
      }
  }
}
