import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import { publishesWithoutReview, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { addressOf, type Kind } from '../pages/index.js'
import { publish } from './publish.js'
import { insertSubmission } from './submission-store.js'
import { authorshipOf, type AlreadySent, type PageSubmission, type Saved } from './submission.js'
import { findIdenticalPending, insertSuggestion, type NewSuggestion } from './suggestion-store.js'

export interface SaveTarget {
  readonly pageId: string
  readonly kind: Kind
  readonly isNew: boolean
  /** The published revision that the content is based on; null for a new page. */
  readonly baseRevisionId: string | null
  /** Whether a newer change to the page was merged in. */
  readonly merged: boolean
  readonly isArchived: boolean
  /** The hash of what was sent, before links were checked and changes merged. */
  readonly sentHash: string
}

/** Publishes what a trusted member sent; makes a suggestion of what anybody else did. */
export async function save(
  deps: Pick<Deps, 'db' | 'clock'>,
  tx: Tx,
  actor: Member,
  submission: PageSubmission,
  target: SaveTarget,
): Promise<Saved | AlreadySent> {
  const now = deps.clock.now()
  const { pageId, kind, isNew, baseRevisionId, merged, isArchived } = target
  const { content, note } = submission
  const author = authorshipOf(actor, submission.shownAs)
  const remember = (location: string): Promise<unknown> =>
    insertSubmission(tx, { key: submission.key, memberId: actor.id, hash: target.sentHash, location, at: now })

  if (publishesWithoutReview(actor)) {
    const published = await publish(tx, deps.db.engine, {
      pageId,
      kind,
      content,
      baseRevisionId,
      author,
      note,
      how: 'direct',
      publishedAt: now,
      now,
    })
    const location = addressOf(published)
    await remember(location)
    return { result: 'published', location, merged, isArchived }
  }

  const suggestion: NewSuggestion = { pageId, kind, isNew, authorId: actor.id, baseRevisionId, content, note, author }
  // The same text sent from a form that was opened again: moderators need it once.
  const identicalId = await findIdenticalPending(tx, suggestion)
  if (identicalId !== undefined) return { result: 'already-sent', location: `/suggestions/${identicalId}` }
  const id = await insertSuggestion(tx, suggestion, now)
  await recordActivity(tx, {
    at: now,
    verb: 'suggestion.made',
    actorId: actor.id,
    actorLabel: author.label,
    kind,
    suggestionId: id,
  })
  const location = `/suggestions/${id}`
  await remember(location)
  return { result: 'suggested', location, merged, isArchived }
}
