import type { Request, Response } from 'express'
import { memberOf, type Member } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { show, view, type FieldError, type FormValues } from '../platform/http/index.js'
import { findPageById, findPageByTitle, type Content, type PageHead } from '../pages/index.js'
import { countReviewedRevisions, getRevisionById, loadContentNames } from '../revisions/index.js'
import { listDecisions } from './decision-store.js'
import { previewOf } from './page-preview.js'
import { loadProposal, type Proposal } from './proposal.js'
import { changesModel, decisionPart, headerModel, type Review, type ReviewModel } from './review-model.js'
import { countByAuthor, countQueue, listQueue } from './suggestion-list-store.js'
import type { Suggestion } from './suggestion-store.js'

export const reviewView = view<ReviewModel>('review/review')

/** What the page shows again after a decision that was not recorded. */
interface ShownAgain {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  readonly conflictMessage?: string
  readonly status?: number
}

/** The page on which a moderator decides on a suggestion. */
export async function showReview(
  deps: Deps,
  req: Request,
  res: Response,
  suggestion: Suggestion,
  { errors, values = {}, conflictMessage, status }: ShownAgain = {},
): Promise<void> {
  const review = await loadReview(deps, suggestion, memberOf(req))
  const header = headerModel(review)
  show(
    req,
    res,
    reviewView,
    {
      pageTitle: `Review: ${header.heading}`,
      section: 'review',
      noindex: true,
      hideSearch: true,
      breadcrumbs: [{ text: 'Review', href: '/review' }],
      errors,
      conflictMessage,
      ...header,
      ...changesModel(review),
      preview: await previewOf(deps, review.proposed, review.names),
      ...decisionPart(review, values),
    },
    status,
  )
}

async function loadReview({ db, config, clock }: Deps, suggestion: Suggestion, actor: Member): Promise<Review> {
  const proposal = await loadProposal(db, suggestion)
  // A merge and a comparison of long texts each take their time: requests in between should not wait for both.
  await yieldToEventLoop()
  // While there is a conflict there is no result to show, so the page shows what the author wrote, and from what.
  const proposed = proposal.hasConflict ? suggestion.current.content : proposal.content
  const before = await contentBefore(db, suggestion, proposal)
  return {
    suggestion,
    page: await findPageById(db, suggestion.pageId),
    sameTitle: await findSameTitle(db, suggestion),
    proposal,
    actor,
    now: clock.now(),
    proposed,
    before,
    names: await loadContentNames(db, config, [before, proposed, proposal.content]),
    decisions: await listDecisions(db, suggestion.id),
    author: {
      sent: await countByAuthor(db, suggestion.authorId),
      published: await countReviewedRevisions(db, suggestion.authorId),
    },
    place: await placeInQueue(db, suggestion),
    nextId: await findNextInQueue(db, suggestion),
  }
}

/** A page with the title that a new page waiting for review is to have. */
async function findSameTitle(db: Reader, { isNew, state, kind, current }: Suggestion): Promise<PageHead | undefined> {
  return isNew && state === 'pending' ? findPageByTitle(db, kind, current.content.title) : undefined
}

/** What the proposed text is compared with; undefined when there was no page before. */
async function contentBefore(db: Reader, suggestion: Suggestion, proposal: Proposal): Promise<Content | undefined> {
  if (suggestion.state === 'pending' && !proposal.hasConflict) return proposal.published?.content
  const { baseRevisionId } = suggestion.current
  return baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
}

async function placeInQueue(db: Reader, suggestion: Suggestion): Promise<Review['place']> {
  const isInQueue = suggestion.state === 'pending' && suggestion.waitingOn === 'moderator'
  return isInQueue ? { number: (await countQueue(db, suggestion)) + 1, total: await countQueue(db) } : undefined
}

/** The next suggestion in the queue, whatever filter the queue was opened with. */
async function findNextInQueue(db: Reader, { createdAt, id }: Suggestion): Promise<string | undefined> {
  const everything = { kind: undefined, theme: undefined, change: undefined }
  const { rows } = await listQueue(db, everything, { size: 1, after: [createdAt, id] })
  return rows[0]?.id
}
