import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '../platform/clock.js'
import type { Engine, Reader, Tx } from '../platform/database/index.js'
import { Conflict } from '../platform/errors.js'
import { recordActivity, type Verb } from '../activity/index.js'
import { deriveAfterPublishing } from '../evidence/index.js'
import {
  contentHash,
  createPage,
  findPageById,
  getPageById,
  getPageSeq,
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
import { indexPage } from '../search/index.js'

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
  /** When readers are told it was published. For an import this is in the past. */
  readonly publishedAt: Instant
  /** When the row is written. */
  readonly now: Instant
}

export interface Published {
  /** The number of the new revision. */
  readonly number: number
  readonly kind: Kind
  readonly slug: string
}

/**
 * Appends `content` to its page as the published revision, with the next number, and updates everything that is
 * derived from it: the page's copy, address, tags and links, the evidence and the search index. Nothing else publishes.
 * @throws Conflict when the page is no longer at `baseRevisionId`
 */
export async function publish(tx: Tx, engine: Engine, publication: Publication): Promise<Published> {
  const { pageId, kind, content, author, how, publishedAt, now } = publication
  const page = await findPageById(tx, pageId)
  if ((page?.revisionId ?? null) !== publication.baseRevisionId)
    throw new Conflict('This page has changed since you opened it.')
  const linkedBefore = page ? await listLinkedIds(tx, pageId) : []
  const number = (page?.number ?? 0) + 1
  const revisionId = newRevisionId()
  const copy = { pageId, content, number, revisionId, publishedAt, attribution: author.attribution }
  if (page) await updatePage(tx, page, copy, now)
  else await createPage(tx, kind, copy, now)
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
  // Evidence depends on links alone: an edit that leaves them as they were leaves the evidence as it was.
  const linksChanged = !page || !isDeepStrictEqual(linkedBefore, await listLinkedIds(tx, pageId))
  if (linksChanged) await deriveAfterPublishing(tx, pageId, linkedBefore)
  if (!page || page.archivedAt === null) await indexPage(tx, engine, await getPageSeq(tx, pageId), content)
  await recordActivity(tx, {
    at: publishedAt,
    verb: await verbFor(tx, publication, number),
    actorId: author.authorId,
    attribution: author.attribution,
    kind,
    pageId,
    number,
  })
  const { slug } = await getPageById(tx, pageId)
  return { number, kind, slug }
}

async function verbFor(db: Reader, { pageId, content }: Publication, number: number): Promise<Verb> {
  if (number === 1) return 'page.published'
  return (await hasEarlierRevisionWithHash(db, pageId, contentHash(content), number)) ? 'page.restored' : 'page.changed'
}
