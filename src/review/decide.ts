import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { getMember, updateMember, type Member } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import { findPageById, getPageById, getPublished, contentHash, isSameContent, type Content } from '../pages/index.js'
import { countReviewedRevisions, getRevisionById, mergeContent, type ContentMerge } from '../revisions/index.js'
import { publish, type Published } from './publish.js'
import { actionsOn, earnsTrust, type ReasonCode, type Verdict } from './rules.js'
import {
  appendAmendment,
  getSuggestion,
  insertDecision,
  listDecisions,
  closeSuggestion,
  returnToAuthor,
  type Suggestion,
} from './store.js'
import { keepValidLinks } from './write.js'

/** A suggestion held against the page as it stands: what publishing it would make of the page. */
export interface Proposal {
  /** What the page says now; undefined for a new page. */
  readonly published:
    | { readonly content: Content; readonly revisionId: string; readonly by: string; readonly archived: boolean }
    | undefined
  /** The merge, where the page moved on since the suggestion was begun. */
  readonly merge: ContentMerge | undefined
  /** What would be published, as it stands; of no use while `merge` has a conflict. */
  readonly content: Content
  /** A hash over that and where the suggestion stands: what a decision must have seen. */
  readonly hash: string
}

/** What a moderator sees: the content, the text of the suggestion it is from (so its note and author too), and whose turn it is. */
const hashOfProposal = ({ current, waitingOn }: Suggestion, content: Content): string =>
  sha256(`${contentHash(content)} ${current.ordinal} ${waitingOn}`)

/** What publishing `suggestion` would make of its page. */
export async function loadProposal(db: Reader, suggestion: Suggestion): Promise<Proposal> {
  const { content, baseRevisionId } = suggestion.current
  if (!(await findPageById(db, suggestion.pageId)))
    return { published: undefined, merge: undefined, content, hash: hashOfProposal(suggestion, content) }
  const { page, content: now } = await getPublished(db, suggestion.pageId)
  const published = {
    content: now,
    revisionId: page.revisionId,
    by: page.changedBy,
    archived: page.archivedAt !== null,
  }
  if (suggestion.state !== 'pending' || page.revisionId === baseRevisionId || baseRevisionId === null)
    return { published, merge: undefined, content, hash: hashOfProposal(suggestion, content) }
  const merge = mergeContent((await getRevisionById(db, baseRevisionId)).content, now, content)
  return { published, merge, content: merge.content, hash: hashOfProposal(suggestion, merge.content) }
}

export interface DecisionInput {
  readonly id: string
  readonly verdict: Verdict
  readonly reason: ReasonCode | undefined
  /** For the author; public is the reason code alone. */
  readonly sentence: string
  /** The hash of what was on the screen. */
  readonly seenHash: string
}

/** How a moderator is named in the moderation log: deciding for others is done by name. */
const moderatorLabel = (moderator: Member): string => moderator.name

/**
 * Publishes a suggestion, refuses it, or asks its author for changes. What is published is exactly what was seen.
 * @throws Conflict, with what happened, when it was decided, amended, or its page changed since `seenHash` was shown.
 */
export const decide = (
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: DecisionInput,
): Promise<Published | undefined> =>
  deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    const before = (await listDecisions(tx, suggestion.id)).at(-1)
    const again =
      before?.moderatorId === actor.id &&
      before.verdict === input.verdict &&
      before.seenHash === input.seenHash &&
      before.sentence === input.sentence
    // The same form sent twice is one decision.
    if (again && (suggestion.state !== 'pending' || suggestion.waitingOn === 'author'))
      return suggestion.publishedNumber === null ? undefined : publishedAs(tx, suggestion, suggestion.publishedNumber)
    if (suggestion.state !== 'pending') throw new Conflict(await whatHappened(tx, suggestion))
    if (suggestion.authorId === actor.id) throw new Forbidden('decide your own suggestion')
    const proposal = await loadProposal(tx, suggestion)
    if (proposal.hash !== input.seenHash)
      throw new Conflict(
        suggestion.waitingOn === 'author' && before
          ? `${before.moderatorLabel} asked the author for changes in the meantime. Your decision was not recorded.`
          : 'The suggestion or its page changed since you opened this. Look at what it says now, then decide.',
      )
    if (!actionsOn(suggestion, actor).has(input.verdict)) throw new Forbidden('decide this suggestion')
    if (input.verdict === 'publish' && proposal.published?.archived)
      throw new Conflict('The page was archived in the meantime. Bring it back first, or refuse the suggestion.')
    if (
      input.verdict === 'publish' &&
      proposal.published &&
      isSameContent(proposal.content, proposal.published.content)
    )
      throw new Conflict(
        'The page says all of this already, so there is nothing to publish. Refuse the suggestion as a duplicate.',
      )
    if (input.verdict === 'publish' && proposal.merge && !proposal.merge.clean)
      throw new Conflict('The suggestion conflicts with what was published since. Settle the conflict first.')
    const now = deps.clock.now()
    const label = moderatorLabel(actor)
    await insertDecision(tx, {
      suggestionId: suggestion.id,
      moderatorId: actor.id,
      moderatorLabel: label,
      verdict: input.verdict,
      reason: input.reason,
      sentence: input.sentence,
      seenHash: input.seenHash,
      at: now,
    })
    // A page that is not published stays out of the log, which is read in public.
    const about = {
      at: now,
      actorId: actor.id,
      actorLabel: label,
      kind: suggestion.kind,
      suggestionId: suggestion.id,
      ...(proposal.published ? { pageId: suggestion.pageId } : {}),
    }
    if (input.verdict === 'ask') {
      await returnToAuthor(tx, suggestion.id)
      await recordActivity(tx, { ...about, verb: 'review.asked' })
      return undefined
    }
    if (input.verdict === 'refuse') {
      await closeSuggestion(tx, suggestion.id, 'rejected', now, null)
      await recordActivity(tx, {
        ...about,
        verb: 'review.refused',
        ...(input.reason === undefined ? {} : { reasonCode: input.reason }),
      })
      return undefined
    }
    const published = await publish(tx, deps.db.engine, {
      pageId: suggestion.pageId,
      kind: suggestion.kind,
      content: proposal.content,
      baseRevisionId: proposal.published?.revisionId ?? null,
      author: suggestion.current.author,
      note: suggestion.current.note,
      how: 'reviewed',
      reviewer: { id: actor.id, label },
      suggestionId: suggestion.id,
      publishedAt: now,
      now,
    })
    await closeSuggestion(tx, suggestion.id, 'published', now, published.number)
    await recordActivity(tx, {
      ...about,
      verb: 'review.published',
      pageId: suggestion.pageId,
      number: published.number,
    })
    const author = await getMember(tx, suggestion.authorId)
    if (earnsTrust(author, await countReviewedRevisions(tx, author.id))) {
      await updateMember(tx, author.id, { trust: 'trusted' })
      await recordActivity(tx, {
        at: now,
        verb: 'member.trusted',
        actorId: author.id,
        actorLabel: suggestion.current.author.label,
      })
    }
    return published
  })

async function publishedAs(db: Reader, suggestion: Suggestion, number: number): Promise<Published> {
  return { number, kind: suggestion.kind, slug: (await getPageById(db, suggestion.pageId)).slug }
}

async function whatHappened(db: Reader, suggestion: Suggestion): Promise<string> {
  const last = (await listDecisions(db, suggestion.id)).at(-1)
  if (suggestion.state === 'withdrawn' || !last)
    return 'Its author withdrew this suggestion in the meantime. Nothing was decided.'
  return `${last.moderatorLabel} ${suggestion.state === 'published' ? 'published' : 'refused'} this suggestion in the meantime. Your decision was not recorded.`
}

/**
 * A moderator's way to settle a conflict: `content`, made from the page as it stood at `baseRevisionId`, becomes what
 * the suggestion says. Its author stays its author, and every earlier text is kept.
 * @throws Conflict when the suggestion or the page changed since.
 */
export const resolveConflict = (
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  input: { readonly id: string; readonly content: Content; readonly ordinal: number; readonly baseRevisionId: string },
): Promise<void> =>
  deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, input.id, actor)
    const { current } = suggestion
    const content = await keepValidLinks(tx, input.content, suggestion.kind)
    if (
      current.ordinal === input.ordinal + 1 &&
      current.resolverLabel === moderatorLabel(actor) &&
      isSameContent(current.content, content)
    )
      return
    if (!actionsOn(suggestion, actor).has('publish')) throw new Conflict(await whatHappened(tx, suggestion))
    const { published, merge } = await loadProposal(tx, suggestion)
    if (!merge || merge.clean) throw new Conflict('There is no conflict to settle in this suggestion any more.')
    if (suggestion.current.ordinal !== input.ordinal || published?.revisionId !== input.baseRevisionId)
      throw new Conflict(
        'The suggestion or its page changed again while you were settling the conflict. Your text is below.',
      )
    const now = deps.clock.now()
    await appendAmendment(
      tx,
      suggestion,
      {
        baseRevisionId: input.baseRevisionId,
        content,
        note: suggestion.current.note,
        author: suggestion.current.author,
        resolverLabel: moderatorLabel(actor),
      },
      now,
    )
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.amended',
      actorId: actor.id,
      actorLabel: moderatorLabel(actor),
      kind: suggestion.kind,
      suggestionId: suggestion.id,
    })
  })
