import type { Deps } from '../platform/deps.js'
import type { Instant } from '../platform/clock.js'
import type { Engine, Tx } from '../platform/database/index.js'
import { publishesWithoutReview, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { addressOf, type Kind } from '../pages/index.js'
import type { Authorship } from '../revisions/index.js'
import { publish } from './publish.js'
import { insertSubmission } from './submission-store.js'
import { authorshipOf, type AlreadySent, type PageSubmission, type Saved } from './submission.js'
import { findIdenticalPending, insertSuggestion, type NewSuggestion } from './suggestion-store.js'

/** The page that a submission is saved to. */
export interface SaveTarget {
  readonly pageId: string
  readonly kind: Kind
  /** The published revision that the content is based on; null for a new page. */
  readonly baseRevisionId: string | null
  /** Whether a newer change to the page was merged in. */
  readonly wasMerged: boolean
  readonly isArchived: boolean
  /** The hash of what was sent, before links were checked and changes merged. */
  readonly sentHash: string
}

/** Publishes what a trusted member sent. Makes a suggestion of what anybody else sent. */
export async function save(
  deps: Pick<Deps, 'db' | 'clock'>,
  tx: Tx,
  actor: Member,
  submission: PageSubmission,
  target: SaveTarget,
): Promise<Saved | AlreadySent> {
  const at = deps.clock.now()
  const saving: Saving = { actor, submission, target, author: authorshipOf(actor, submission.shownAs), at }
  const saved = publishesWithoutReview(actor)
    ? await publishDirectly(tx, deps.db.engine, saving)
    : await suggest(tx, saving)
  if (saved.result === 'already-sent') return saved
  const { location } = saved
  await insertSubmission(tx, { key: submission.key, memberId: actor.id, hash: target.sentHash, location, at })
  return saved
}

/** What a submission is saved with, however it is saved. */
interface Saving {
  readonly actor: Member
  readonly submission: PageSubmission
  readonly target: SaveTarget
  readonly author: Authorship
  readonly at: Instant
}

async function publishDirectly(tx: Tx, engine: Engine, { submission, target, author, at }: Saving): Promise<Saved> {
  const { pageId, kind, baseRevisionId, wasMerged, isArchived } = target
  const { content, note } = submission
  const published = await publish(tx, engine, {
    pageId,
    kind,
    content,
    baseRevisionId,
    author,
    note,
    how: 'direct',
    publishedAt: at,
    now: at,
  })
  return { result: 'published', location: addressOf(published), wasMerged, isArchived }
}

async function suggest(tx: Tx, { actor, submission, target, author, at }: Saving): Promise<Saved | AlreadySent> {
  const { pageId, kind, baseRevisionId, wasMerged, isArchived } = target
  const { content, note } = submission
  const suggestion: NewSuggestion = { pageId, kind, authorId: actor.id, baseRevisionId, content, note, author }
  // The same text sent from a form that was opened again: moderators need it once.
  const identicalId = await findIdenticalPending(tx, suggestion)
  if (identicalId !== undefined) return { result: 'already-sent', location: `/suggestions/${identicalId}` }
  const id = await insertSuggestion(tx, suggestion, at)
  await recordActivity(tx, {
    at,
    verb: 'suggestion.made',
    actorId: actor.id,
    attribution: author.attribution,
    kind,
    suggestionId: id,
  })
  return { result: 'suggested', location: `/suggestions/${id}`, wasMerged, isArchived }
}
