import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { Conflict, Forbidden, NotFound } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { isSameContent } from '../pages/index.js'
import { getRevisionById } from '../revisions/index.js'
import type { FormBase } from './form-base.js'
import { whyNot } from './messages.js'
import { loadProposal } from './proposal.js'
import { authorActionsOn } from './rules.js'
import { insertSubmission } from './submission-store.js'
import {
  authorshipOf,
  findEarlierResult,
  hashOfSubmission,
  keepLineEndings,
  keepValidLinks,
  type AlreadySent,
  type EditConflict,
  type PageSubmission,
  type Saved,
  type SentDifferently,
  type Unchanged,
} from './submission.js'
import { appendVersion, getSuggestion, type Suggestion } from './suggestion-store.js'

/**
 * A suggestion as sent with the form, the number of the version that the form was opened with, and the revision that the
 * form held the text merged with, if it did.
 */
export type AmendedSuggestion = PageSubmission & FormBase

/** Another version was sent since the form was opened. This one is not saved. */
export interface Outdated {
  readonly result: 'outdated'
}

/**
 * Adds a version to `actor`'s own suggestion. When it conflicts with its page, nothing is saved and both texts are
 * returned.
 * @throws Conflict when it is closed or its page is archived
 * @throws Forbidden when it is somebody else's
 */
export async function amend(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  id: string,
  amended: AmendedSuggestion,
): Promise<Saved | AlreadySent | SentDifferently | Unchanged | Outdated | EditConflict> {
  return deps.db.transaction(async tx => {
    const earlier = await findEarlierResult(tx, actor, amended)
    if (earlier) return earlier
    const suggestion = await getSuggestion(tx, id, actor)
    const { current } = suggestion
    requireAmendable(suggestion, actor)
    if (current.number !== amended.version) return { result: 'outdated' } as const
    const written = await keepValidLinks(tx, amended.content, suggestion.kind)
    const content = keepLineEndings(written, current.content)
    const { note, shownAs } = amended
    const { revisionId: baseRevisionId = current.baseRevisionId } = amended
    const changed = { ...suggestion, current: { ...current, content, note, baseRevisionId } }
    if (isUnchanged(suggestion, changed) && shownAs === current.author.shownAs) return { result: 'unchanged' } as const
    const conflict = await findConflict(tx, changed)
    if (conflict) return conflict

    const now = deps.clock.now()
    const author = authorshipOf(actor, shownAs)
    await appendVersion(tx, suggestion, { baseRevisionId, content, note, author }, now)
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.amended',
      actorId: actor.id,
      attribution: author.attribution,
      kind: suggestion.kind,
      suggestionId: id,
    })
    const location = `/suggestions/${id}`
    const hash = hashOfSubmission(amended)
    await insertSubmission(tx, { key: amended.key, memberId: actor.id, hash, location, at: now })
    return { result: 'suggested', location, wasMerged: false, isArchived: false } as const
  })
}

const isUnchanged = ({ current: before }: Suggestion, { current: after }: Suggestion): boolean =>
  isSameContent(after.content, before.content) &&
  after.note === before.note &&
  after.baseRevisionId === before.baseRevisionId

/** The conflict of a suggestion with its page. @throws NotFound when its base revision is not one of that page */
export async function findConflict(db: Reader, suggestion: Suggestion): Promise<EditConflict | undefined> {
  const { baseRevisionId } = suggestion.current
  if (baseRevisionId !== null && (await getRevisionById(db, baseRevisionId)).pageId !== suggestion.pageId)
    throw new NotFound('There is no such revision.')
  const { merge, published, hasConflict } = await loadProposal(db, suggestion)
  if (!hasConflict || !merge || !published) return undefined
  return { result: 'conflict', merge, revisionId: published.revisionId, by: published.by }
}

/**
 * @throws Conflict when the suggestion is closed or its page is archived, with a link to the suggestion
 * @throws Forbidden when it is somebody else's
 */
export function requireAmendable(suggestion: Suggestion, actor: Member): void {
  if (suggestion.authorId !== actor.id) throw new Forbidden('You cannot edit somebody else’s suggestion.')
  if (!authorActionsOn(suggestion, actor).has('amend'))
    throw new Conflict(whyNot(suggestion, 'amend'), {
      text: 'See the suggestion',
      href: `/suggestions/${suggestion.id}`,
    })
}
