import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import { Conflict, Forbidden, NotFound } from '../platform/errors.js'
import { newId, sha256 } from '../platform/ids.js'
import { attribution, type Member, type ShownAs } from '../accounts/index.js'
import { recordActivity } from '../activity/index.js'
import {
  actionsOnPage,
  addressOf,
  getPublished,
  contentHash,
  listPagesByIds,
  isSameContent,
  type Content,
  type Kind,
} from '../pages/index.js'
import { getRevisionById, mergeContent, type Authorship, type ContentMerge } from '../revisions/index.js'
import { publish } from './publish.js'
import { actionsOn, publishesWithoutReview } from './rules.js'
import {
  appendAmendment,
  findIdenticalPending,
  findSubmission,
  getSuggestion,
  insertSuggestion,
  recordSubmission,
  closeSuggestion,
  type NewAmendment,
  type NewSuggestion,
} from './store.js'

type WriteDeps = Pick<Deps, 'db' | 'clock'>

/** What a member wrote, and how to be shown beside it. */
export interface PageSubmission {
  readonly content: Content
  readonly shownAs: ShownAs
  readonly note: string
  /** Names this filling-in of the form; a second sending of it changes nothing and leads to the same place. */
  readonly key: string
}

export type WriteResult =
  | { readonly done: 'published' | 'suggested'; readonly location: string; readonly merged: boolean }
  /** The same had been sent before: here is what came of it. */
  | { readonly done: 'already'; readonly location: string }
  /** The form had been sent before with another text, as after "back": `savedAt` is what came of that. This text is not saved. */
  | { readonly done: 'changed'; readonly savedAt: string }
  | { readonly done: 'unchanged' }
  /** Both sides changed the same thing since `base`: nothing was saved. */
  | { readonly done: 'conflict'; readonly merge: ContentMerge; readonly revisionId: string; readonly by: string }

const hashOfSubmission = ({ content, shownAs, note }: PageSubmission): string =>
  sha256(`${contentHash(content)} ${shownAs} ${note}`)

async function findEarlierResult(tx: Tx, actor: Member, writing: PageSubmission): Promise<WriteResult | undefined> {
  const before = await findSubmission(tx, writing.key, actor.id)
  if (!before) return undefined
  return before.hash === hashOfSubmission(writing)
    ? { done: 'already', location: before.location }
    : { done: 'changed', savedAt: before.location }
}

const authorshipOf = (actor: Member, shownAs: ShownAs): Authorship => ({
  authorId: actor.id,
  label: attribution(actor, shownAs),
  organisationId: actor.organisation?.id ?? null,
  shownAs,
})

/** Links may only name published pages of the other kind; what is not one is dropped, as if it had been unpublished meanwhile. */
export async function keepValidLinks(tx: Tx, content: Content, kind: Kind): Promise<Content> {
  const known = new Set(
    (await listPagesByIds(tx, content.links)).filter(page => page.kind !== kind).map(page => page.id),
  )
  return { ...content, links: content.links.filter(id => known.has(id)) }
}

/** Documents a new page: published at once for who may, else a suggestion. */
export const documentPage = (
  deps: WriteDeps,
  actor: Member,
  kind: Kind,
  writing: PageSubmission,
): Promise<WriteResult> =>
  deps.db.transaction(async tx => {
    const before = await findEarlierResult(tx, actor, writing)
    if (before) return before
    const content = await keepValidLinks(tx, writing.content, kind)
    return save(
      deps,
      tx,
      actor,
      { ...writing, content },
      { pageId: newId(), kind, isNew: true, baseRevisionId: null, merged: false, sentHash: hashOfSubmission(writing) },
    )
  })

/**
 * Changes a page, from the revision `baseRevisionId` that the person began with. Where the page has moved on since,
 * both changes are merged; where they meet, nothing is saved and both texts come back.
 */
export const editPage = (
  deps: WriteDeps,
  actor: Member,
  pageId: string,
  writing: PageSubmission & { readonly baseRevisionId: string },
): Promise<WriteResult> =>
  deps.db.transaction(async tx => {
    const before = await findEarlierResult(tx, actor, writing)
    if (before) return before
    const { page, content: published } = await getPublished(tx, pageId)
    if (!actionsOnPage(page, actor).has('edit')) throw new Forbidden('change an archived page')
    const typed = await keepValidLinks(tx, writing.content, page.kind)
    const base =
      page.revisionId === writing.baseRevisionId ? published : await baseOf(tx, pageId, writing.baseRevisionId)
    const stale = page.revisionId !== writing.baseRevisionId
    const merge = stale ? mergeContent(base, published, typed) : undefined
    if (merge && !merge.clean) return { done: 'conflict', merge, revisionId: page.revisionId, by: page.changedBy }
    const content = merge?.content ?? typed
    if (isSameContent(content, published)) return { done: 'unchanged' }
    return save(
      deps,
      tx,
      actor,
      { ...writing, content },
      {
        pageId,
        kind: page.kind,
        isNew: false,
        baseRevisionId: page.revisionId,
        merged: stale,
        sentHash: hashOfSubmission(writing),
      },
    )
  })

async function baseOf(tx: Tx, pageId: string, revisionId: string): Promise<Content> {
  const revision = await getRevisionById(tx, revisionId)
  if (revision.pageId !== pageId) throw new NotFound('revision')
  return revision.content
}

interface SaveTarget {
  readonly pageId: string
  readonly kind: Kind
  readonly isNew: boolean
  readonly baseRevisionId: string | null
  readonly merged: boolean
  /** The hash of what was sent, before links were checked and changes merged. */
  readonly sentHash: string
}

async function save(
  { db, clock }: WriteDeps,
  tx: Tx,
  actor: Member,
  writing: PageSubmission,
  target: SaveTarget,
): Promise<WriteResult> {
  const { pageId, kind, baseRevisionId, isNew } = target
  const { content, note } = writing
  const author = authorshipOf(actor, writing.shownAs)
  const now = clock.now()
  const settle = async (done: 'published' | 'suggested', location: string): Promise<WriteResult> => {
    await recordSubmission(tx, { key: writing.key, memberId: actor.id, hash: target.sentHash, location, at: now })
    return { done, location, merged: target.merged }
  }
  if (publishesWithoutReview(actor)) {
    const published = await publish(tx, db.engine, {
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
    return settle('published', addressOf(published))
  }
  const suggestion: NewSuggestion = { pageId, kind, isNew, authorId: actor.id, baseRevisionId, content, note, author }
  // As after "back", in a form that was opened anew: one of them is enough for who decides.
  const same = await findIdenticalPending(tx, suggestion)
  if (same !== undefined) return { done: 'already', location: `/suggestions/${same}` }
  const id = await insertSuggestion(tx, suggestion, now)
  await recordActivity(tx, {
    at: now,
    verb: 'suggestion.made',
    actorId: actor.id,
    actorLabel: author.label,
    kind,
    suggestionId: id,
  })
  return settle('suggested', `/suggestions/${id}`)
}

/** What the author says instead. The text before it is kept. @throws Conflict when it was amended or decided since `ordinal` was shown. */
export const amend = (
  deps: WriteDeps,
  actor: Member,
  id: string,
  writing: PageSubmission & { readonly ordinal: number },
): Promise<WriteResult> =>
  deps.db.transaction(async tx => {
    const before = await findEarlierResult(tx, actor, writing)
    if (before) return before
    const suggestion = await getSuggestion(tx, id, actor)
    if (suggestion.authorId !== actor.id) throw new Forbidden('amend somebody else’s suggestion')
    if (!actionsOn(suggestion, actor).has('amend'))
      throw new Conflict(`This suggestion was ${suggestion.state} in the meantime, so it cannot be amended.`)
    if (suggestion.current.ordinal !== writing.ordinal)
      throw new Conflict(
        'This suggestion was amended in the meantime, perhaps by you in another window. Open it again to see its newest text.',
      )
    const content = await keepValidLinks(tx, writing.content, suggestion.kind)
    if (
      isSameContent(content, suggestion.current.content) &&
      writing.note === suggestion.current.note &&
      writing.shownAs === suggestion.current.author.shownAs
    )
      return { done: 'unchanged' }
    const now = deps.clock.now()
    const author = authorshipOf(actor, writing.shownAs)
    await appendAmendment(
      tx,
      suggestion,
      { baseRevisionId: suggestion.current.baseRevisionId, content, note: writing.note, author } satisfies NewAmendment,
      now,
    )
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.amended',
      actorId: actor.id,
      actorLabel: author.label,
      kind: suggestion.kind,
      suggestionId: id,
    })
    const location = `/suggestions/${id}`
    await recordSubmission(tx, {
      key: writing.key,
      memberId: actor.id,
      hash: hashOfSubmission(writing),
      location,
      at: now,
    })
    return { done: 'suggested', location, merged: false }
  })

/** The author takes a suggestion back. @throws Conflict when it was decided in the meantime. */
export const withdraw = (deps: WriteDeps, actor: Member, id: string): Promise<void> =>
  deps.db.transaction(async tx => {
    const suggestion = await getSuggestion(tx, id, actor)
    if (suggestion.authorId !== actor.id) throw new Forbidden('withdraw somebody else’s suggestion')
    if (suggestion.state === 'withdrawn') return
    if (!actionsOn(suggestion, actor).has('withdraw'))
      throw new Conflict(`This suggestion was ${suggestion.state} in the meantime, so it cannot be withdrawn.`)
    const now = deps.clock.now()
    await closeSuggestion(tx, id, 'withdrawn', now, null)
    await recordActivity(tx, {
      at: now,
      verb: 'suggestion.withdrawn',
      actorId: actor.id,
      actorLabel: suggestion.current.author.label,
      kind: suggestion.kind,
      suggestionId: id,
    })
  })
