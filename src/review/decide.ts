import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import type { Engine, Reader, Tx } from '../platform/database/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import { byName, getMember, updateMember, type Member } from '../accounts/index.js'
import { recordActivity, type NewActivity } from '../activity/index.js'
import { getPageById } from '../pages/index.js'
import { countReviewedRevisions } from '../revisions/index.js'
import { findLastDecision, insertDecision, type Decision } from './decision-store.js'
import { loadProposal, type Proposal } from './proposal.js'
import { publish, type Published } from './publish.js'
import { decisionObstacle, earnsTrust, reasonFor, type ReasonCode, type Verdict } from './rules.js'
import { closeSuggestion, getSuggestion, returnToAuthor, type Suggestion } from './suggestion-store.js'
import { DECISION_NOT_SAVED, obstacleMessages } from './messages.js'
import { outcomeOf } from './outcome.js'

export interface DecisionInput {
  /** The suggestion's id. */
  readonly id: string
  readonly verdict: Verdict
  readonly reason: ReasonCode | undefined
  /** Shown to the author. Only the reason code is public. */
  readonly message: string
  /** The hash of the proposal that was on the moderator's screen. */
  readonly seenHash: string
}

/**
 * Publishes a suggestion, rejects it, or asks its author for changes. What is published is exactly what was seen.
 * Returns the page that was published, if one was.
 * @throws Conflict when somebody decided on or changed the suggestion or its page since it was shown
 * @throws Forbidden when `actor` may not decide on it
 */
export async function decide(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: DecisionInput,
): Promise<Published | undefined> {
  return deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    if (await isSentAgain(tx, suggestion, actor, input)) return findPublished(tx, suggestion)
    const proposal = await loadProposal(tx, suggestion)
    await requireSameAsSeen(tx, suggestion, proposal, input)
    requireAllowed(suggestion, proposal, actor, input.verdict)
    const decision = decisionFrom(input, actor, deps.clock.now())
    await insertDecision(tx, decision)
    return applyDecision(tx, deps.db.engine, { suggestion, proposal, decision })
  })
}

/** Sending the same form twice is one decision. */
async function isSentAgain(db: Reader, suggestion: Suggestion, actor: Member, input: DecisionInput): Promise<boolean> {
  const isDecided = suggestion.state !== 'pending' || suggestion.waitingOn === 'author'
  const last = isDecided ? await findLastDecision(db, suggestion.id) : undefined
  return (
    last !== undefined &&
    last.moderatorId === actor.id &&
    last.verdict === input.verdict &&
    last.seenHash === input.seenHash &&
    last.reason === reasonFor(input.verdict, input.reason) &&
    last.message === input.message
  )
}

async function findPublished(db: Reader, suggestion: Suggestion): Promise<Published | undefined> {
  if (suggestion.publishedNumber === null) return undefined
  const { slug } = await getPageById(db, suggestion.pageId)
  return { number: suggestion.publishedNumber, kind: suggestion.kind, slug }
}

/** @throws Conflict that says what happened since the moderator opened the page */
async function requireSameAsSeen(
  db: Reader,
  suggestion: Suggestion,
  proposal: Proposal,
  { seenHash }: DecisionInput,
): Promise<void> {
  if (suggestion.state !== 'pending') throw new Conflict(`${await outcomeOf(db, suggestion)} ${DECISION_NOT_SAVED}`)
  if (proposal.hash === seenHash) return
  const last = suggestion.waitingOn === 'author' ? await findLastDecision(db, suggestion.id) : undefined
  if (last) throw new Conflict(`${last.moderatorLabel} has already requested changes. ${DECISION_NOT_SAVED}`)
  throw new Conflict('The suggestion or its page has changed since you opened it. Check what it says now, then decide.')
}

/**
 * @throws Conflict that says what has to be put right before this decision
 * @throws Forbidden when the actor cannot decide so in any case
 */
function requireAllowed(suggestion: Suggestion, proposal: Proposal, actor: Member, verdict: Verdict): void {
  const obstacle = decisionObstacle(suggestion, proposal, actor, verdict)
  if (obstacle === 'forbidden') throw new Forbidden('You cannot decide on this suggestion.')
  if (obstacle) throw new Conflict(obstacleMessages[obstacle])
}

const decisionFrom = (
  { id, verdict, reason, message, seenHash }: DecisionInput,
  actor: Member,
  at: Instant,
): Decision => ({
  suggestionId: id,
  moderatorId: actor.id,
  // Moderators act for everyone, so the log shows them by name.
  moderatorLabel: actor.name,
  verdict,
  reason: reasonFor(verdict, reason),
  message,
  seenHash,
  at,
})

interface Decided {
  readonly suggestion: Suggestion
  readonly proposal: Proposal
  readonly decision: Decision
}

async function applyDecision(tx: Tx, engine: Engine, decided: Decided): Promise<Published | undefined> {
  const { suggestion, decision } = decided
  const activity = activityOf(decided)
  switch (decision.verdict) {
    case 'request-changes':
      await returnToAuthor(tx, suggestion.id)
      await recordActivity(tx, { ...activity, verb: 'review.changes-requested' })
      return undefined
    case 'reject':
      await closeSuggestion(tx, suggestion.id, 'rejected', decision.at)
      await recordActivity(tx, {
        ...activity,
        verb: 'review.rejected',
        ...(decision.reason && { reasonCode: decision.reason }),
      })
      return undefined
    case 'publish':
      return publishSuggestion(tx, engine, decided, activity)
  }
}

/** What the log tells about any decision. It is public, so it does not name a page that is not published. */
const activityOf = ({ suggestion, proposal, decision }: Decided): Omit<NewActivity, 'verb'> => ({
  at: decision.at,
  actorId: decision.moderatorId,
  attribution: byName(decision.moderatorLabel),
  kind: suggestion.kind,
  suggestionId: suggestion.id,
  ...(proposal.published && { pageId: suggestion.pageId }),
})

async function publishSuggestion(
  tx: Tx,
  engine: Engine,
  { suggestion, proposal, decision }: Decided,
  activity: Omit<NewActivity, 'verb'>,
): Promise<Published> {
  const published = await publish(tx, engine, {
    pageId: suggestion.pageId,
    kind: suggestion.kind,
    content: proposal.content,
    baseRevisionId: proposal.published?.revisionId ?? null,
    author: suggestion.current.author,
    note: suggestion.current.note,
    how: 'reviewed',
    reviewer: { id: decision.moderatorId, label: decision.moderatorLabel },
    suggestionId: suggestion.id,
    publishedAt: decision.at,
    now: decision.at,
  })
  await closeSuggestion(tx, suggestion.id, 'published', decision.at, published.number)
  await recordActivity(tx, {
    ...activity,
    verb: 'review.published',
    pageId: suggestion.pageId,
    number: published.number,
  })
  await trustAuthorIfEarned(tx, suggestion, decision.at)
  return published
}

async function trustAuthorIfEarned(tx: Tx, suggestion: Suggestion, at: Instant): Promise<void> {
  const author = await getMember(tx, suggestion.authorId)
  if (!earnsTrust(author, await countReviewedRevisions(tx, author.id))) return
  await updateMember(tx, author.id, { trust: 'trusted' })
  await recordActivity(tx, {
    at,
    verb: 'member.trusted',
    actorId: author.id,
    attribution: suggestion.current.author.attribution,
  })
}
