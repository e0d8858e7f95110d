import { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml, type Member } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { waitingTime } from '../platform/dates.js'
import { unsavedFields, type FormValues, type Link, type PageModel, type UnsavedField } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { addressOf, displayTime, type Content, type DisplayTime, type PageHead } from '../pages/index.js'
import { compareContents, type ContentComparison, type ContentNames } from '../revisions/index.js'
import { conflictModel, NOBODY, publishedNowBy, type ConflictModel } from './conflict-model.js'
import { decisionModel, reasonItems, type DecisionModel } from './decision-model.js'
import type { Decision } from './decision-store.js'
import { MAX_MESSAGE_LENGTH } from './forms.js'
import { obstacleMessages } from './messages.js'
import type { PagePreview } from './page-form-model.js'
import type { Proposal } from './proposal.js'
import { actionsOn, publishObstacle, verdicts, type Verdict } from './rules.js'
import { pageLink, stateTag, suggestionHeading } from './suggestion-model.js'
import type { Suggestion } from './suggestion-store.js'

/** A suggestion in front of a moderator, and everything that its page is made from. */
export interface Review {
  readonly suggestion: Suggestion
  /** Undefined for a new page. */
  readonly page: PageHead | undefined
  /** A published page with the title that a new page is to have. */
  readonly sameTitle: PageHead | undefined
  readonly proposal: Proposal
  readonly actor: Member
  readonly now: Instant
  /** What the page shows as proposed, and what it compares that with; `before` is undefined for a new page. */
  readonly proposed: Content
  readonly before: Content | undefined
  readonly names: ContentNames
  readonly decisions: readonly Decision[]
  /** How many suggestions of this author were ever sent, and published. */
  readonly author: { readonly sent: number; readonly published: number }
  /** Undefined for a suggestion that is not in the queue. */
  readonly place: { readonly number: number; readonly total: number } | undefined
  /** The next suggestion in the queue. */
  readonly nextId: string | undefined
}

interface HeaderModel {
  readonly heading: string
  /** The place in the queue, or the state of a suggestion that is not in it. */
  readonly caption: string
  readonly note: string
  /** How long it has waited for a moderator; undefined when it is closed or waits for its author. */
  readonly waiting: { readonly since: DisplayTime; readonly text: string } | undefined
  readonly by: SafeHtml
  readonly authorRecord: string
  /** The version that is shown and a link to the others; undefined while there is only one. */
  readonly versions: Link | undefined
  readonly pageLink: Link | undefined
  readonly nextHref: string | undefined
  readonly decisions: readonly DecisionModel[]
}

interface ChangesModel {
  /** Leads to the published page that has the title of a new one. */
  readonly sameTitle: Link | undefined
  /** Tells that a newer change was merged in. */
  readonly mergeNotice: SafeHtml | undefined
  readonly conflict: ConflictModel | undefined
  readonly resolveHref: string | undefined
  readonly comparisonHeading: string
  readonly comparison: ContentComparison
  readonly previewHeading: string
}

interface DecisionPart {
  readonly isOwn: boolean
  /** The form for the decision; undefined when this moderator cannot. */
  readonly decisionForm: DecisionFormModel | undefined
  /** What the moderator had typed, to copy, when there is no form any more to hold it. */
  readonly unsavedFields: readonly UnsavedField[]
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

interface VerdictItem {
  readonly value: Verdict
  readonly text: string
  readonly hint?: { readonly text: string }
}

export interface ReviewModel extends PageModel, HeaderModel, ChangesModel, DecisionPart {
  /** What happened while the moderator made the decision. */
  readonly conflictMessage: string | undefined
  readonly preview: PagePreview
}

/** Who suggests what, since when, and what was decided about it so far. */
export function headerModel({ suggestion, page, now, decisions, author, place, nextId }: Review): HeaderModel {
  const { id, state, waitingOn, current, createdAt } = suggestion
  return {
    heading: suggestionHeading(suggestion, page),
    caption: place ? `${place.number} of ${place.total} waiting, oldest first` : stateTag(suggestion).text,
    note: current.note,
    waiting:
      state === 'pending' && waitingOn === 'moderator'
        ? { since: displayTime(createdAt, now), text: waitingTime(createdAt, now) }
        : undefined,
    by: attributionHtml(current.author.attribution),
    authorRecord: authorRecord(author),
    versions:
      current.number > 1
        ? { text: `version ${current.number}: see earlier versions`, href: `/suggestions/${id}#versions` }
        : undefined,
    pageLink: page && pageLink(page),
    nextHref: nextId === undefined ? undefined : `/review/${nextId}`,
    decisions: decisions.map(decision => decisionModel(decision, now)),
  }
}

/** How much a moderator knows of an author: `2 suggestions published before`. */
export function authorRecord({ sent, published }: Review['author']): string {
  if (published > 0) return `${pluralise(published, 'suggestion')} published before`
  return sent > 1 ? 'no suggestions published before' : 'first suggestion by this author'
}

/** What publishing the suggestion would change, or what stands in the way. */
export const changesModel = ({
  suggestion,
  proposal,
  actor,
  proposed,
  before,
  names,
  sameTitle,
}: Review): ChangesModel => ({
  sameTitle: sameTitle && { text: sameTitle.title, href: addressOf(sameTitle) },
  mergeNotice: mergeNotice(proposal),
  conflict:
    proposal.hasConflict && proposal.merge
      ? conflictModel(proposal.merge, names, {
          theirs: publishedNowBy(proposal.published?.by ?? NOBODY),
          ours: 'The suggestion',
        })
      : undefined,
  resolveHref: actionsOn(suggestion, proposal, actor).has('resolve-conflict')
    ? `/review/${suggestion.id}/resolve`
    : undefined,
  comparisonHeading: comparisonHeading(suggestion, proposal),
  comparison: compareContents(before, proposed, names),
  previewHeading: previewHeading(suggestion, proposal),
})

const mergeNotice = ({ merge, hasConflict, published }: Proposal): SafeHtml | undefined =>
  merge && published && !hasConflict
    ? new SafeHtml(
        `The page was changed after this was suggested, by ${attributionHtml(published.by).toString()}. ` +
          'Both changes fit together: below is the page with both, compared with what is published now.',
      )
    : undefined

function comparisonHeading(suggestion: Suggestion, proposal: Proposal): string {
  if (suggestion.isNew) return 'The text as the author wrote it'
  return proposal.hasConflict ? 'What the author changed' : 'What changed'
}

function previewHeading(suggestion: Suggestion, proposal: Proposal): string {
  if (suggestion.isNew) return 'How the page will look'
  return proposal.hasConflict ? 'Preview of the suggestion on its own' : 'Preview'
}

/** @param values what the moderator typed before the page is shown again */
export function decisionPart(review: Review, values: FormValues): DecisionPart {
  const decisionForm = decisionFormModel(review, values)
  return {
    isOwn: review.suggestion.authorId === review.actor.id,
    decisionForm,
    unsavedFields: decisionForm ? [] : unsavedMessage(values),
  }
}

const unsavedMessage = ({ message = '' }: FormValues): readonly UnsavedField[] =>
  unsavedFields([{ name: 'message', value: String(message) }], { message: { label: 'Your message to the author' } })

/** The verdicts as the items of radios. */
export const verdictItems: Readonly<Record<Verdict, VerdictItem>> = {
  publish: { value: 'publish', text: 'Publish' },
  'request-changes': {
    value: 'request-changes',
    text: 'Request changes',
    hint: { text: 'Tell the author what to change' },
  },
  reject: { value: 'reject', text: 'Reject', hint: { text: 'Choose a reason and explain it to the author' } },
}

function decisionFormModel({ suggestion, proposal, actor }: Review, values: FormValues): DecisionFormModel | undefined {
  const actions = actionsOn(suggestion, proposal, actor)
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
