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
  standing: StandingTable
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

/** The ledger: what a member said for their organisation, on a day. Rows are only added; one that no longer counts has `ended_at`. */
export interface StatementTable {
  id: string
  /** `report` (on a barrier) or `trial` (of a solution). */
  kind: string
  page_id: string
  organisation_id: string
  member_id: string
  /** A report's status or a trial's outcome. */
  state: string
  /** The solution a report names, the barrier a trial was made against. */
  other_id: string | null
  /** The solution's revision that was tried. */
  revision_number: number | null
  approved_by: string
  weeks: number | null
  /** Whole pounds. */
  cost: number | null
  note: string
  /** The day it speaks of, `2026-03-04`. */
  happened_on: string
  shown_as: string
  made_at: string
  ended_at: string | null
  /** `withdrawn` by its author, `replaced` by another of theirs, `removed` by a moderator. */
  ended_how: string | null
}

/** What an organisation says of a page now, of what counts. Derived from the ledger. */
export interface StandingTable {
  page_id: string
  organisation_id: string
  state: string
  other_id: string | null
  happened_on: string
  /** When it began to say what it says now. */
  since: string
  people: number
  /** How many of its people say what, each by their newest word, as JSON. */
  voices: string
  /** The same as `state` where the organisation may be named beside it; null where only its kind may, if that. */
  named_state: string | null
}

/** What all organisations together say of a page. Derived from the standings and links; every page has a row. */
export interface PageEvidenceTable {
  /** The page's own. */
  seq: number
  page_id: string
  /** A barrier's status or how a solution stands. */
  state: string
  organisations: number
  people: number
  /** How many got past it (a barrier), at how many it worked (a solution). */
  past: number
  /** How many organisations say what, as JSON. */
  counts: string
  /** A solution's lower bound of the Wilson interval, in millionths. */
  proof: number
  newest_on: string | null
  proven_since: string | null
  /** Statements made on it, and ended, together: while it is the same, so is what is derived from them. */
  said: number
}
