import type { Instant } from '../platform/clock.js'
import { keysetPage, type Reader, type Tx } from '../platform/database/index.js'
import { newId } from '../platform/ids.js'
import { attributionFrom, type Attribution } from '../accounts/index.js'
import { paged, type Cursor, type Paged, type Paging } from '../platform/paging.js'

/**
 * What a member did. Entries with `page.*` are public, and those with `review.*` are in the moderation log, except
 * `review.changes-requested`. All others are private, except that the log says that a member was blocked, but not whom.
 */
export type Verb =
  | 'page.published'
  | 'page.changed'
  | 'page.restored'
  | 'page.archived'
  | 'page.returned'
  | 'suggestion.made'
  | 'suggestion.amended'
  | 'suggestion.withdrawn'
  | 'review.published'
  | 'review.rejected'
  | 'review.changes-requested'
  | 'review.archived'
  | 'review.returned'
  | 'report.made'
  | 'trial.made'
  | 'statement.changed'
  | 'statement.withdrawn'
  | 'review.removed'
  | 'member.trusted'
  | 'member.role'
  | 'member.blocked'
  | 'member.unblocked'

/** An entry of the activity log, before it is stored. */
export interface NewActivity {
  readonly at: Instant
  readonly verb: Verb
  readonly actorId: string | null
  /** How the log shows the actor: as they chose, or by name for a moderator's decision. */
  readonly attribution: Attribution
  /** The kind of the page that the entry is about. */
  readonly kind?: string
  /** Set only for a published page, because the log is public. */
  readonly pageId?: string
  /** The number of the revision. */
  readonly number?: number
  readonly suggestionId?: string
  /** The code of the moderator's reason. */
  readonly reasonCode?: string
  /** The member that the entry is about, if that is somebody else than the actor. */
  readonly subjectId?: string
  /** More about what was done: `member → moderator`. Only admins see it. */
  readonly detail?: string
}

/** A stored entry of the activity log. */
export interface Activity extends NewActivity {
  readonly id: string
}

/** Adds an entry to the log. An entry never holds the text of a suggestion. */
export const recordActivity = (tx: Tx, entry: NewActivity): Promise<unknown> =>
  tx
    .insertInto('activity')
    .values({
      id: newId(),
      at: entry.at,
      verb: entry.verb,
      actor_id: entry.actorId,
      actor_name: entry.attribution.name ?? null,
      actor_organisation: entry.attribution.organisation ?? null,
      kind: entry.kind ?? null,
      page_id: entry.pageId ?? null,
      number: entry.number ?? null,
      suggestion_id: entry.suggestionId ?? null,
      reason_code: entry.reasonCode ?? null,
      subject_id: entry.subjectId ?? null,
      detail: entry.detail ?? null,
    })
    .execute()

/** Lists one page of the entries with any of `verbs`, newest first. */
export async function listActivity(db: Reader, verbs: readonly Verb[], paging: Paging): Promise<Paged<Activity>> {
  const entries: Activity[] = []
  // Query each verb separately, so that the index finds a rare verb without scanning the others.
  for (const verb of verbs) {
    const rows = await db
      .selectFrom('activity')
      .selectAll()
      .where('verb', '=', verb)
      .$call(keysetPage(['at', 'id'], 'desc', paging))
      .execute()
    entries.push(...rows.map(activityFrom))
  }
  const sortKey = (entry: Activity): string => cursorOf(entry).join(' ')
  entries.sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1))
  return paged(entries, paging, cursorOf)
}

/** Lists one page of the entries about the page `pageId` with any of `verbs`, newest first. */
export async function listPageActivity(
  db: Reader,
  pageId: string,
  verbs: readonly Verb[],
  paging: Paging,
): Promise<Paged<Activity>> {
  const rows = await db
    .selectFrom('activity')
    .selectAll()
    .where('page_id', '=', pageId)
    .where('verb', 'in', verbs)
    .$call(keysetPage(['at', 'id'], 'desc', paging))
    .execute()
  return paged(rows.map(activityFrom), paging, cursorOf)
}

/** Finds the entry about a page with this verb and time. Undefined if there is none, or if several cannot be told apart. */
export async function findPageActivityAt(
  db: Reader,
  pageId: string,
  verb: Verb,
  at: Instant,
): Promise<Activity | undefined> {
  const rows = await db
    .selectFrom('activity')
    .selectAll()
    .where('page_id', '=', pageId)
    .where('verb', '=', verb)
    .where('at', '=', at)
    .execute()
  return rows.length === 1 ? rows.map(activityFrom)[0] : undefined
}

const cursorOf = ({ at, id }: Activity): Cursor => [at, id]

function activityFrom(row: {
  id: string
  at: string
  verb: string
  actor_id: string | null
  actor_name: string | null
  actor_organisation: string | null
  kind: string | null
  page_id: string | null
  number: number | null
  suggestion_id: string | null
  reason_code: string | null
  subject_id: string | null
  detail: string | null
}): Activity {
  return {
    id: row.id,
    at: row.at,
    verb: row.verb as Verb,
    actorId: row.actor_id,
    attribution: attributionFrom({ name: row.actor_name, organisation: row.actor_organisation }),
    ...(row.kind === null ? {} : { kind: row.kind }),
    ...(row.page_id === null ? {} : { pageId: row.page_id }),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.suggestion_id === null ? {} : { suggestionId: row.suggestion_id }),
    ...(row.reason_code === null ? {} : { reasonCode: row.reason_code }),
    ...(row.subject_id === null ? {} : { subjectId: row.subject_id }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  }
}
