import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '../platform/clock.js'
import type { Engine, Tx } from '../platform/database/index.js'
import { Conflict } from '../platform/errors.js'
import { recordActivity } from '../activity/index.js'
import { deriveAfterPublishing } from '../evidence/index.js'
import {
  setArchivedAt,
  getPublished,
  createPage,
  findPageById,
  getPageById,
  getPageSeq,
  contentHash,
  listLinkedIds,
  updatePage,
  type Content,
  type Kind,
} from '../pages/index.js'
import {
  appendRevision,
  hasEarlierRevisionWithHash,
  newRevisionId,
  type Authorship,
  type PublishedHow,
} from '../revisions/index.js'
import { indexPage, unindexPage } from '../search/index.js'

export interface Publication {
  readonly pageId: string
  readonly kind: Kind
  readonly content: Content
  /** The published revision that `content` was made from or merged with; null for a new page. */
  readonly baseRevisionId: string | null
  readonly author: Authorship
  readonly note: string
  readonly how: PublishedHow
  readonly reviewer?: { readonly id: string; readonly label: string }
  readonly suggestionId?: string
  /** When it counts as published; an import's lies in the past. */
  readonly publishedAt: Instant
  /** When the row is made. */
  readonly now: Instant
}

export interface Published {
  readonly number: number
  readonly kind: Kind
  readonly slug: string
}

/**
 * Makes `content` the published revision of its page: the next in the numbered line, and everything that is derived
 * from it (the page's copy, its address, tags, links, the index), with a line in the log. The only way to publish.
 * @throws Conflict when the page has moved on from `baseRevisionId`.
 */
export async function publish(tx: Tx, engine: Engine, publication: Publication): Promise<Published> {
  const { pageId, kind, content, author, how, publishedAt, now } = publication
  const page = await findPageById(tx, pageId)
  const linkedBefore = page ? await listLinkedIds(tx, pageId) : []
  if ((page?.revisionId ?? null) !== publication.baseRevisionId)
    throw new Conflict('The page was changed in the meantime.')
  const number = (page?.number ?? 0) + 1
  const revisionId = newRevisionId()
  const source = { pageId, content, number, revisionId, publishedAt, authorLabel: author.label }
  if (page) await updatePage(tx, page, source, now)
  else await createPage(tx, kind, source, now)
  await appendRevision(tx, {
    id: revisionId,
    pageId,
    number,
    content,
    note: publication.note,
    author,
    how,
    reviewer: publication.reviewer,
    suggestionId: publication.suggestionId,
    publishedAt,
    createdAt: now,
  })
  // What an edit leaves linked as it was leaves the evidence as it was too.
  if (!page || !isDeepStrictEqual(linkedBefore, await listLinkedIds(tx, pageId)))
    await deriveAfterPublishing(tx, pageId, linkedBefore)
  if (!page || page.archivedAt === null) await indexPage(tx, engine, await getPageSeq(tx, pageId), content)
  await recordActivity(tx, {
    at: publishedAt,
    verb:
      page && (await hasEarlierRevisionWithHash(tx, pageId, contentHash(content), number))
        ? 'page.restored'
        : page
          ? 'page.changed'
          : 'page.published',
    actorId: author.authorId,
    actorLabel: author.label,
    kind,
    pageId,
    number,
  })
  const { slug } = (await findPageById(tx, pageId))!
  return { number, kind, slug }
}

export interface Archiving {
  readonly pageId: string
  readonly at: Instant
  readonly actorId: string | null
  readonly actorLabel: string
}

/** Takes a page out of lists and search. Its address and history stay. */
export async function archive(tx: Tx, engine: Engine, { pageId, at, actorId, actorLabel }: Archiving): Promise<void> {
  const page = await getPageById(tx, pageId)
  await setArchivedAt(tx, pageId, at)
  await unindexPage(tx, engine, await getPageSeq(tx, pageId))
  await deriveAfterPublishing(tx, pageId, await listLinkedIds(tx, pageId))
  await recordActivity(tx, { at, verb: 'page.archived', actorId, actorLabel, kind: page.kind, pageId })
}

/** Puts an archived page back into lists and search, as it was. */
export async function bringBack(tx: Tx, engine: Engine, { pageId, at, actorId, actorLabel }: Archiving): Promise<void> {
  const { page, content } = await getPublished(tx, pageId)
  await setArchivedAt(tx, pageId, null)
  await indexPage(tx, engine, await getPageSeq(tx, pageId), content)
  await deriveAfterPublishing(tx, pageId, await listLinkedIds(tx, pageId))
  await recordActivity(tx, { at, verb: 'page.returned', actorId, actorLabel, kind: page.kind, pageId })
}
