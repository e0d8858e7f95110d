import type { Request, Response } from 'express'
import { member, memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import { combinedModel, type CombinedModel } from './combined-model.js'
import { decisionModel, type DecisionModel } from './decision-model.js'
import { listDecisionsOfAll } from './decision-store.js'
import { listByAuthor } from './suggestion-list-store.js'
import { suggestionRow, type SuggestionRow } from './suggestion-row-model.js'

const PAGE_SIZE = 20
const PATH = '/account/suggestions'

/** The list of a member's own suggestions. */
export const ownSuggestionsRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get(PATH, member, (req, res) => showOwnSuggestions(deps, req, res))
  })

interface OwnSuggestionsModel extends PageModel, PagingLinks {
  readonly rows: readonly OwnSuggestionRow[]
}

interface OwnSuggestionRow extends SuggestionRow {
  /** The newest decision about it. */
  readonly decision: DecisionModel | undefined
  readonly combined: CombinedModel | undefined
}

export const ownSuggestionsView = view<OwnSuggestionsModel>('review/own-suggestions')

async function showOwnSuggestions({ db, config, clock }: Deps, req: Request, res: Response): Promise<void> {
  const now = clock.now()
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listByAuthor(db, memberOf(req).id, paging)
  const decisions = await listDecisionsOfAll(
    db,
    rows.map(suggestion => suggestion.id),
  )
  const newestDecisions = new Map(decisions.map(decision => [decision.suggestionId, decision]))
  show(req, res, ownSuggestionsView, {
    pageTitle: 'My suggestions',
    section: 'suggestions',
    noindex: true,
    rows: rows.map(suggestion => {
      const decision = newestDecisions.get(suggestion.id)
      return {
        ...suggestionRow(config, suggestion, now),
        decision: decision && decisionModel(decision, now),
        combined: combinedModel(suggestion, 'your'),
      }
    }),
    ...pagingLinks(paging, next, after => withQuery(PATH, { after })),
  })
}
