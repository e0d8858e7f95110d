/**
 * The tables, as Kysely sees them: snake_case, text and whole numbers only, so that SQLite and PostgreSQL
 * share one set of statements. Instants are fixed-width UTC ISO text, ids UUIDv7 text, lists JSON text.
 */
export interface Schema {
  organisation: OrganisationTable
  organisation_domain: { domain: string; organisation_id: string }
  member: MemberTable
  session: { id: string; member_id: string | null; data: string; expires_at: string }
  one_time_link: { token_hash: string; purpose: string; member_id: string | null; expires_at: string }
  failed_attempt: { key: string; points: number; expire: number | null }
  activity: ActivityTable
  page: PageTable
  page_address: { kind: string; slug: string; page_id: string; since: string }
  page_tag: { page_id: string; tag: string }
  page_link: { from_id: string; to_id: string; position: number }
  revision: RevisionTable
  suggestion: SuggestionTable
  amendment: AmendmentTable
  decision: DecisionTable
  form_submission: { key: string; member_id: string; hash: string; location: string; at: string }
  statement: StatementTable
  organisation_position: OrganisationPositionTable
  page_evidence: PageEvidenceTable
  search_word: { word: string; pages: number }
  search_gram: { gram: string; length: number; word: string }
  synonym: { id: string; words: string; created_at: string }
  import_page: { page_id: string; source: string; path: string; live: number }
  import_line: {
    source: string
    line_hash: string
    page_id: string | null
    number: number | null
    problem: string | null
  }
  migration: { name: string; at: string }
  /** Derived data that a migration made stale and that is not rebuilt yet. */
  stale_data: { name: string }
}

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
}

/** What a page says at one time; the columns that `revision`, `amendment` and the published copy share. */
export interface ContentColumns {
  title: string
  summary: string
  theme: string
  tags: string
  links: string
  body: string
  hash: string
}

/** A published page. All but `id`, `kind`, `seq`, `created_at` and `archived_at` is derived from its newest revision. */
export interface PageTable extends ContentColumns {
  id: string
  seq: number
  kind: string
  slug: string
  sort_key: string
  number: number
  revision_id: string
  changed_at: string
  changed_by: string
  created_at: string
  archived_at: string | null
}

/** The published line of a page, numbered 1, 2, 3 …; rows are only ever added. */
export interface RevisionTable extends ContentColumns {
  id: string
  page_id: string
  number: number
  note: string
  author_id: string | null
  author_label: string
  organisation_id: string | null
  shown_as: string
  how: string
  reviewer_id: string | null
  reviewer_label: string | null
  suggestion_id: string | null
  published_at: string
  created_at: string
}

export interface SuggestionTable {
  id: string
  page_id: string
  kind: string
  is_new: number
  state: string
  waiting_on: string
  author_id: string
  amendment: number
  theme: string
  created_at: string
  changed_at: string
  closed_at: string | null
  published_number: number | null
}

/** What a suggestion said at one time: its first text is amendment 1, each later one is kept beside it. */
export interface AmendmentTable extends ContentColumns {
  suggestion_id: string
  ordinal: number
  base_revision_id: string | null
  /** The moderator who settled a conflict by this text; null for the author's own. */
  resolver_label: string | null
  note: string
  author_label: string
  organisation_id: string | null
  shown_as: string
  created_at: string
}

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

export interface ActivityTable {
  id: string
  at: string
  verb: string
  actor_id: string | null
  actor_label: string
  kind: string | null
  page_id: string | null
  number: number | null
  suggestion_id: string | null
  reason_code: string | null
}

/** The ledger of statements. Rows are only added; a statement that no longer counts has `ended_at`. */
export interface StatementTable {
  id: string
  /** `report` (on a barrier) or `trial` (of a solution). */
  kind: string
  page_id: string
  organisation_id: string
  member_id: string
  /** How the barrier stands at the organisation (a report), or how the solution worked there (a trial). */
  state: string
  /** The solution that a report names, or the barrier that a trial was made against. */
  linked_page_id: string | null
  /** The revision of the solution that was tried. */
  revision_number: number | null
  approved_by: string
  weeks: number | null
  /** Whole pounds. */
  cost: number | null
  note: string
  /** The day that the statement is about, `2026-03-04`. */
  happened_on: string
  shown_as: string
  made_at: string
  ended_at: string | null
  /** `withdrawn` by its author, `replaced` by the author's correction, or `removed` by a moderator. */
  ended_how: string | null
}

/** The position of an organisation on a page. Derived from those of its statements that count. */
export interface OrganisationPositionTable {
  page_id: string
  organisation_id: string
  state: string
  linked_page_id: string | null
  happened_on: string
  /** When the organisation first took this position. */
  since: string
  people: number
  /** The number of people in each state, each person by their newest statement, as JSON. */
  people_by_state: string
  /** Equal to `state` where the organisation may be named; null where at most its kind may be shown. */
  named_state: string | null
}

/** The evidence on a page. Derived from the positions and links; every page has a row. */
export interface PageEvidenceTable {
  /** The same as `page.seq`. */
  seq: number
  page_id: string
  /** A barrier's or a solution's state. */
  state: string
  organisations: number
  people: number
  /** Organisations that resolved a barrier, or where a solution worked. */
  resolved_count: number
  /** The number of organisations in each state, as JSON. */
  organisations_by_state: string
  /** The lower bound of a solution's Wilson score interval, in millionths. */
  proof_score: number
  newest_on: string | null
  proven_since: string | null
  /** Statements made on the page plus statements ended. While it stays the same, so does all that is derived from them. */
  ledger_changes: number
}
