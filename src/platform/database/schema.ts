/**
 * The tables, for Kysely. Names are in snake_case. Columns hold only text and integers, so that SQLite and PostgreSQL can
 * share all statements. Instants are fixed-width UTC ISO text, ids are UUIDv7 text, and lists are JSON text.
 */
export interface Schema {
  organisation: OrganisationTable
  organisation_domain: { domain: string; organisation_id: string }
  member: MemberTable
  session: { id: string; member_id: string; data: string; created_at: string; expires_at: string }
  secret: { name: string; value: string }
  one_time_link: { token_hash: string; purpose: string; member_id: string | null; expires_at: string }
  failed_attempt: { key: string; points: number; expire: number | null }
  activity: ActivityTable
  page: PageTable
  page_address: { kind: string; slug: string; page_id: string; since: string }
  page_tag: { page_id: string; tag: string }
  page_link: { from_id: string; to_id: string; position: number }
  revision: RevisionTable
  suggestion: SuggestionTable
  suggestion_version: SuggestionVersionTable
  decision: DecisionTable
  form_submission: { key: string; member_id: string; hash: string; location: string; at: string }
  statement: StatementTable
  organisation_position: OrganisationPositionTable
  page_evidence: PageEvidenceTable
  search_word: { word: string; pages: number }
  search_trigram: { trigram: string; length: number; word: string }
  synonym: { id: string; terms: string; created_at: string }
  import_page: { page_id: string; source: string; path: string; live: number }
  import_line: {
    source: string
    line_hash: string
    page_id: string | null
    number: number | null
    problem: string | null
  }
  migration: { name: string; at: string }
  /** Derived data that a migration made stale, until it is rebuilt. */
  stale_data: { name: string }
}

/** Public bodies. An organisation that has ended may name its successor. */
export interface OrganisationTable {
  id: string
  slug: string
  name: string
  kind: string
  website: string | null
  ended_on: string | null
  successor_id: string | null
  created_at: string
}

/** People with an account. */
export interface MemberTable {
  id: string
  email: string
  name: string
  passphrase_hash: string
  role: string
  trust: string
  organisation_id: string | null
  shown_as: string
  created_at: string
  /** When an admin blocked the member. Null if they are not blocked. */
  blocked_at: string | null
}

/** The content of a page at one time. `revision`, `suggestion_version` and `page` share these columns. */
export interface ContentColumns {
  title: string
  summary: string
  theme: string
  tags: string
  links: string
  body: string
  hash: string
}

/** Published pages. `id`, `kind`, `seq`, `created_at` and `archived_at` are its own, the rest copies its newest revision. */
export interface PageTable extends ContentColumns {
  id: string
  seq: number
  kind: string
  slug: string
  sort_key: string
  number: number
  revision_id: string
  changed_at: string
  changed_by_name: string | null
  changed_by_organisation: string | null
  created_at: string
  archived_at: string | null
}

/** The revisions of each page, numbered from 1. Rows are never changed or deleted. */
export interface RevisionTable extends ContentColumns {
  id: string
  page_id: string
  number: number
  note: string
  author_id: string | null
  author_name: string | null
  author_organisation: string | null
  organisation_id: string | null
  shown_as: string
  how: string
  reviewer_id: string | null
  reviewer_label: string | null
  suggestion_id: string | null
  published_at: string
  created_at: string
}

/** Suggested pages and changes, with their state in review. */
export interface SuggestionTable {
  id: string
  page_id: string
  kind: string
  is_new: number
  state: string
  waiting_on: string
  author_id: string
  version: number
  theme: string
  created_at: string
  changed_at: string
  closed_at: string | null
  published_number: number | null
}

/** Every version of each suggestion, numbered from 1. */
export interface SuggestionVersionTable extends ContentColumns {
  suggestion_id: string
  number: number
  base_revision_id: string | null
  /** The moderator who resolved a conflict with this version. Null for the author's own. */
  resolver_label: string | null
  note: string
  author_name: string | null
  author_organisation: string | null
  organisation_id: string | null
  shown_as: string
  created_at: string
}

/** What moderators decided about suggestions. */
export interface DecisionTable {
  id: string
  suggestion_id: string
  moderator_id: string
  moderator_label: string
  verdict: string
  reason_code: string | null
  message: string
  seen_hash: string
  at: string
}

/** The log of what members did. See `Verb` for what is public. */
export interface ActivityTable {
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
  /** The member that the entry is about, if that is somebody else than the actor. */
  subject_id: string | null
  detail: string | null
}

/** The ledger of statements. Rows are never deleted. A statement that no longer counts has `ended_at`. */
export interface StatementTable {
  id: string
  /** `report` (on a barrier) or `trial` (of a solution). */
  kind: string
  page_id: string
  organisation_id: string
  member_id: string
  /** The situation with the barrier at the organisation (a report), or how the solution worked there (a trial). */
  state: string
  /** The solution that a report names, or the barrier that a trial was made against. */
  linked_page_id: string | null
  /** The revision of the solution that was tried. */
  revision_number: number | null
  approved_by: string
  weeks: number | null
  /** In whole pounds. */
  cost: number | null
  note: string
  /** The day that the statement is about: `2026-03-04`. */
  happened_on: string
  shown_as: string
  made_at: string
  ended_at: string | null
  /** `withdrawn` by its author, `replaced` by the author's correction, or `removed` by a moderator. */
  ended_how: string | null
}

/** The position of each organisation on each page. Derived from the statements that count. */
export interface OrganisationPositionTable {
  page_id: string
  organisation_id: string
  state: string
  linked_page_id: string | null
  happened_on: string
  /** When the organisation first took this position. */
  since: string
  people: number
  /** The number of people in each state, as JSON. Counts each person's newest statement. */
  people_by_state: string
  /** The same as `state` if the organisation may be named. Null if at most its kind may be shown. */
  named_state: string | null
}

/** The evidence on each page. Derived from the positions and links. Every page has a row. */
export interface PageEvidenceTable {
  /** The same as `page.seq`. */
  seq: number
  page_id: string
  /** The state of the barrier or solution. */
  state: string
  organisations: number
  people: number
  /** Number of organisations that resolved the barrier, or where the solution worked. */
  resolved_count: number
  /** The number of organisations in each state, as JSON. */
  organisations_by_state: string
  /** The lower bound of a solution's Wilson score interval, in millionths. */
  proof_score: number
  newest_on: string | null
  proven_since: string | null
  /** Statements made plus statements ended on the page. Data derived from them is current while this stays the same. */
  ledger_changes: number
}
