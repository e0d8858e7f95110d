import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { isSameContent } from '../pages/index.js'
import { whyNot } from './messages.js'
import { authorActionsOn } from './rules.js'
import { insertSubmission } from './submission-store.js'
import {
  authorshipOf,
  findEarlierResult,
  hashOfSubmission,
  keepLineEndings,
  keepValidLinks,
  type AlreadySent,
  type PageSubmission,
  type Saved,
  type SentDifferently,
  type Unchanged,
} from './submission.js'
import { appendVersion, getSuggestion, type Suggestion } from './suggestion-store.js'

/** A suggestion as sent with the form, and the number of the version that the form was opened with. */
export type AmendedSuggestion = PageSubmission & { readonly version: number }

/** Another version was sent since the form was opened. This one is not saved. */
export interface Outdated {
  readonly result: 'outdated'
}

/**
 * Adds a version to `actor`'s own suggestion.
 * @throws Conflict when it is closed or its page is archived
 * @throws Forbidden when it is somebody else's
 */
export async function amend(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  id: string,
  amended: AmendedSuggestion,
): Promise<Saved | AlreadySent | SentDifferently | Unchanged | Outdated> {
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
    if (isSameContent(content, current.content) && note === current.note && shownAs === current.author.shownAs)
      return { result: 'unchanged' } as const

    const now = deps.clock.now()
    const author = authorshipOf(actor, shownAs)
    await appendVersion(tx, suggestion, { baseRevisionId: current.baseRevisionId, content, note, author }, now)
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
