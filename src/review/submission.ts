import type { Reader, Tx } from '../platform/database/index.js'
import { sha256 } from '../platform/ids.js'
import { attribution, type Attribution, type Member, type ShownAs } from '../accounts/index.js'
import { contentHash, listPagesByIds, type Content, type Kind } from '../pages/index.js'
import { withLineEndingsOf, type Authorship, type ContentMerge } from '../revisions/index.js'
import { findSubmission } from './submission-store.js'

/** What a member sent with the page form. */
export interface PageSubmission {
  readonly content: Content
  readonly shownAs: ShownAs
  readonly note: string
  /** Identifies the form that was filled in: sending it a second time leads to the same place and saves nothing. */
  readonly key: string
}

export interface Saved {
  readonly result: 'published' | 'suggested'
  readonly location: string
  /** Whether a newer change to the page was merged in. */
  readonly wasMerged: boolean
  /** Whether the page is archived. */
  readonly isArchived: boolean
}

/** Exactly this was sent before; `location` is where it led. */
export interface AlreadySent {
  readonly result: 'already-sent'
  readonly location: string
}

/** The form was sent before with another text, as after "back". That one is at `savedAt`; this one is not saved. */
export interface SentDifferently {
  readonly result: 'sent-differently'
  readonly savedAt: string
}

export interface Unchanged {
  readonly result: 'unchanged'
}

/** Both sides changed the same thing since the base revision. Nothing is saved. */
export interface EditConflict {
  readonly result: 'conflict'
  readonly merge: ContentMerge
  /** The revision that is published now, and its author. */
  readonly revisionId: string
  readonly by: Attribution
}

export const hashOfSubmission = ({ content, shownAs, note }: PageSubmission): string =>
  sha256(`${contentHash(content)} ${shownAs} ${note}`)

/** What came of an earlier sending of the same form; undefined when this is the first. */
export async function findEarlierResult(
  db: Reader,
  actor: Member,
  submission: PageSubmission,
): Promise<AlreadySent | SentDifferently | undefined> {
  const earlier = await findSubmission(db, submission.key, actor.id)
  if (!earlier) return undefined
  return earlier.hash === hashOfSubmission(submission)
    ? { result: 'already-sent', location: earlier.location }
    : { result: 'sent-differently', savedAt: earlier.location }
}

/** How the member is recorded as the author of a text. */
export const authorshipOf = (actor: Member, shownAs: ShownAs): Authorship => ({
  authorId: actor.id,
  attribution: attribution(actor, shownAs),
  organisationId: actor.organisation?.id ?? null,
  shownAs,
})

/** Gives the lines of a sent text the endings that they have in `earlier`: browsers send all with the same. */
export const keepLineEndings = (sent: Content, earlier: Content): Content => ({
  ...sent,
  body: withLineEndingsOf(earlier.body, sent.body),
})

/** Drops links to anything but published pages of another kind: such a page may have gone while the form was open. */
export async function keepValidLinks(tx: Tx, content: Content, kind: Kind): Promise<Content> {
  const linkedPages = await listPagesByIds(tx, content.links)
  const validIds = new Set(linkedPages.filter(page => page.kind !== kind).map(page => page.id))
  return { ...content, links: content.links.filter(id => validIds.has(id)) }
}
