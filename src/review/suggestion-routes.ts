import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { notify, routesOf, seeOther, type Notice, type Route } from '../platform/http/index.js'
import { noticeWhyNot } from './messages.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'
import { showSuggestion } from './suggestion-page.js'
import { showVersion } from './version-page.js'
import { withdraw } from './withdraw.js'

/** A suggestion, each of its versions, and withdrawing it. */
export const suggestionRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/suggestions/:id', member, (req, res) => showSuggestion(deps, req, res))
    routes.get('/suggestions/:id/versions/:number', member, (req, res) => showVersion(deps, req, res))
    routes.get('/suggestions/:id/amendments/:number', member, redirectToVersion)
    routes.post('/suggestions/:id/withdraw', member, (req, res) => submitWithdraw(deps, req, res))
  })

/** Versions had this address before, and people may have kept links. */
function redirectToVersion(req: Request, res: Response): void {
  const { id, number } = req.params
  res.redirect(308, `/suggestions/${encodeURIComponent(String(id))}/versions/${encodeURIComponent(String(number))}`)
}

const withdrawn: Notice = {
  heading: 'Suggestion withdrawn',
  text: 'We will not review your suggestion. You can still copy its text here.',
}

/** Answers a second request to withdraw the same suggestion. */
const alreadyWithdrawn = (suggestion: Suggestion): Notice => ({
  ...noticeWhyNot(suggestion, 'withdraw'),
  heading: 'Already withdrawn',
})

async function submitWithdraw(deps: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  if (suggestion.state === 'withdrawn' && suggestion.authorId === memberOf(req).id) {
    notify(req, alreadyWithdrawn(suggestion))
    return seeOther(res, `/suggestions/${suggestion.id}`)
  }
  const isWithdrawn = await withdraw(deps, memberOf(req), suggestion.id)
  notify(req, isWithdrawn ? withdrawn : noticeWhyNot(await suggestionAt(deps.db, req), 'withdraw'))
  seeOther(res, `/suggestions/${suggestion.id}`)
}
