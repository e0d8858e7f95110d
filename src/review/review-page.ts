import type { Request, Response } from 'express'
import { memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { show, view, type FieldError, type FormValues, type Link, type PageModel } from '../platform/http/index.js'
import { waitingTime } from '../platform/dates.js'
import { pluralise } from '../platform/text.js'
import { displayTime, findPageById, themeName, type Content, type DisplayTime } from '../pages/index.js'
import {
  compareContents,
  countReviewedRevisions,
  getRevisionById,
  loadContentNames,
  type ContentComparison,
} from '../revisions/index.js'
import { conflictModel, type ConflictModel } from './conflict-model.js'
import { listDecisions } from './decision-store.js'
import { MAX_MESSAGE_LENGTH } from './forms.js'
import { obstacleMessages } from './messages.js'
import type { PagePreview } from './page-form.js'
import { loadProposal, type Proposal } from './proposal.js'
import { actionsOn, publishObstacle, verdicts, type ReviewAction, type Verdict } from './rules.js'
import { countQueue, listQueue } from './suggestion-list-store.js'
import type { Suggestion } from './suggestion-store.js'
import { decisionModel, pageLink, reasonItems, stateTag, suggestionHeading, type DecisionModel } from './view-models.js'

interface VerdictItem {
  readonly value: Verdict
  readonly text: string
  readonly hint?: { readonly text: string }
}

interface ReviewModel extends PageModel {
  readonly heading: string
  /** The place in the queue, or the state of a suggestion that is not in it. */
  readonly caption: string
  readonly note: string
  /** How long it has waited; undefined once it is closed. */
  readonly waiting: { readonly since: DisplayTime; readonly text: string } | undefined
  readonly by: string
  readonly authorRecord: string
  /** The version that is shown and a link to the others; undefined while there is only one. */
  readonly versions: { readonly text: string; readonly href: string } | undefined
  /** Undefined for a new page. */
  readonly pageLink: Link | undefined
  readonly nextHref: string | undefined
  readonly decisions: readonly DecisionModel[]
  /** What happened while the moderator was deciding. */
  readonly conflictMessage: string | undefined
  /** Tells that a newer change was merged in. */
  readonly mergeNotice: string | undefined
  readonly conflict: ConflictModel | undefined
  readonly resolveHref: string | undefined
  readonly comparisonHeading: string
  readonly comparison: ContentComparison
  readonly previewHeading: string
  readonly preview: PagePreview & { readonly links: readonly string[] }
  readonly isOwn: boolean
  /** The form that decides it; undefined when this moderator cannot. */
  readonly decisionForm: DecisionFormModel | undefined
}

interface DecisionFormModel {
  readonly action: string
  readonly seenHash: string
  readonly verdictItems: readonly VerdictItem[]
  readonly verdictHint: string
  readonly reasonItems: typeof reasonItems
  readonly maxMessageLength: number
  readonly values: FormValues
}

export const reviewView = view<ReviewModel>('review/review')

/** What the page shows again after a decision that was not recorded. */
interface ShownAgain {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  readonly conflictMessage?: string
  readonly status?: number
}

/** The page on which a moderator decides a suggestion. */
export async function showReview(
  deps: Deps,
  req: Request,
  res: Response,
  suggestion: Suggestion,
  { errors, values = {}, conflictMessage, status }: ShownAgain = {},
): Promise<void> {
  const { db, config, clock, renderer } = deps
  const actor = memberOf(req)
  const now = clock.now()
  const page = await findPageById(db, suggestion.pageId)
  const proposal = await loadProposal(db, suggestion)
  // A merge and a comparison of long texts each take their time: requests in between should not wait for both.
  await yieldToEventLoop()
  // While there is a conflict there is no result to show, so the page shows what the author wrote, and from what.
  const proposed = proposal.hasConflict ? suggestion.current.content : proposal.content
  const before = await contentBefore(db, suggestion, proposal)
  const names = await loadContentNames(db, config, [before, proposed, proposal.content])
  const actions = actionsOn(suggestion, proposal, actor)
  const heading = suggestionHeading(suggestion, page)
  const publishedCount = await countReviewedRevisions(db, suggestion.authorId)
  const decisions = await listDecisions(db, suggestion.id)
  const labels = { theirs: `Published now, by ${proposal.published?.by ?? ''}`, ours: 'The suggestion' }
  show(
    req,
    res,
    reviewView,
    {
      pageTitle: `Review: ${heading}`,
      section: 'review',
      noindex: true,
      hideSearch: true,
      breadcrumbs: [{ text: 'Review', href: '/review' }],
      errors,
      heading,
      caption: await captionOf(db, suggestion),
      note: suggestion.current.note,
      waiting:
        suggestion.state === 'pending'
          ? { since: displayTime(suggestion.createdAt, now), text: waitingTime(suggestion.createdAt, now) }
          : undefined,
      by: suggestion.current.author.label,
      authorRecord: `${pluralise(publishedCount, 'suggestion')} published before`,
      versions: versionsOf(suggestion),
      pageLink: page && pageLink(page),
      nextHref: await nextHref(db, suggestion),
      decisions: decisions.map(decision => decisionModel(decision, now)),
      conflictMessage,
      mergeNotice: mergeNotice(proposal),
      conflict: proposal.hasConflict && proposal.merge ? conflictModel(proposal.merge, names, labels) : undefined,
      resolveHref: actions.has('resolve-conflict') ? `/review/${suggestion.id}/resolve` : undefined,
      comparisonHeading: comparisonHeading(suggestion, proposal),
      comparison: compareContents(before, proposed, names),
      previewHeading: proposal.hasConflict ? 'The suggestion’s own text' : 'Preview',
      preview: {
        title: proposed.title,
        summary: proposed.summary,
        theme: themeName(config, proposed.theme),
        tags: proposed.tags,
        links: proposed.links.map(names.page),
        html: (await renderer.render(proposed.body)).html,
      },
      isOwn: suggestion.authorId === actor.id,
      decisionForm: decisionFormModel(suggestion, proposal, actions, values),
    },
    status,
  )
}

/** What the proposed text is compared with; undefined when there was no page before. */
async function contentBefore(db: Reader, suggestion: Suggestion, proposal: Proposal): Promise<Content | undefined> {
  if (suggestion.state === 'pending' && !proposal.hasConflict) return proposal.published?.content
  const { baseRevisionId } = suggestion.current
  return baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
}

async function captionOf(db: Reader, suggestion: Suggestion): Promise<string> {
  const isInQueue = suggestion.state === 'pending' && suggestion.waitingOn === 'moderator'
  if (!isInQueue) return stateTag(suggestion).text
  const before = await countQueue(db, suggestion)
  const total = await countQueue(db)
  return `${before + 1} of ${total} waiting, oldest first`
}

const versionsOf = ({ id, current: { number } }: Suggestion): ReviewModel['versions'] =>
  number > 1 ? { text: `version ${number}: see earlier versions`, href: `/suggestions/${id}#versions` } : undefined

/** The next suggestion in the queue, whatever filter the queue was opened with. */
async function nextHref(db: Reader, { createdAt, id }: Suggestion): Promise<string | undefined> {
  const everything = { kind: undefined, theme: undefined, change: undefined }
  const { rows } = await listQueue(db, everything, { size: 1, after: [createdAt, id] })
  const [next] = rows
  return next && `/review/${next.id}`
}

const mergeNotice = ({ merge, hasConflict, published }: Proposal): string | undefined =>
  merge && !hasConflict
    ? `${published?.by ?? 'Someone'} changed the page after this was suggested. Both changes fit together: ` +
      'below is the page with both, compared with what is published now.'
    : undefined

function comparisonHeading(suggestion: Suggestion, proposal: Proposal): string {
  if (suggestion.isNew) return 'The new page'
  return proposal.hasConflict ? 'What the author changed, compared with what they started from' : 'What changed'
}

/** What a moderator can decide, as the items of radios. */
export const verdictItems: Readonly<Record<Verdict, VerdictItem>> = {
  publish: { value: 'publish', text: 'Publish' },
  'request-changes': {
    value: 'request-changes',
    text: 'Request changes',
    hint: { text: 'Tell the author what to change' },
  },
  reject: { value: 'reject', text: 'Reject', hint: { text: 'Choose a reason and explain it to the author' } },
}

function decisionFormModel(
  suggestion: Suggestion,
  proposal: Proposal,
  actions: ReadonlySet<ReviewAction>,
  values: FormValues,
): DecisionFormModel | undefined {
  const allowed = verdicts.filter(verdict => actions.has(verdict))
  if (allowed.length === 0) return undefined
  const obstacle = publishObstacle(suggestion, proposal)
  return {
    action: `/review/${suggestion.id}/decision`,
    seenHash: proposal.hash,
    verdictItems: allowed.map(verdict => verdictItems[verdict]),
    verdictHint: obstacle ? obstacleMessages[obstacle] : 'What you publish is exactly what you see here.',
    reasonItems,
    maxMessageLength: MAX_MESSAGE_LENGTH,
    values,
  }
}
