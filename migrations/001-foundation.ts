import type { Migration } from '../src/platform/database/index.js'

/** The content of a page at one time. */
const content = (text: string): string => `
  title ${text} not null,
  summary ${text} not null,
  theme ${text} not null,
  tags ${text} not null,
  links ${text} not null,
  body ${text} not null,
  hash ${text} not null`

export const foundation: Migration = {
  name: '001-foundation',
  statements: (engine, text) => [
    `create table organisation (
      id ${text} primary key,
      slug ${text} not null unique,
      name ${text} not null unique,
      kind ${text} not null,
      website ${text},
      ended_on ${text},
      successor_id ${text} references organisation (id),
      created_at ${text} not null
    )`,
    `create table organisation_domain (
      domain ${text} primary key,
      organisation_id ${text} not null references organisation (id)
    )`,
    `create table member (
      id ${text} primary key,
      email ${text} not null unique,
      name ${text} not null,
      passphrase_hash ${text} not null,
      role ${text} not null,
      trust ${text} not null,
      organisation_id ${text} references organisation (id),
      shown_as ${text} not null,
      created_at ${text} not null
    )`,
    `create table session (
      id ${text} primary key,
      member_id ${text} references member (id),
      data ${text} not null,
      expires_at ${text} not null
    )`,
    `create index session_member on session (member_id)`,
    `create index session_expiry on session (expires_at)`,
    `create table one_time_link (
      token_hash ${text} primary key,
      purpose ${text} not null,
      member_id ${text} references member (id),
      expires_at ${text} not null
    )`,
    `create table failed_attempt (
      key ${text} primary key,
      points integer not null default 0,
      expire bigint
    )`,

    `create table activity (
      id ${text} primary key,
      at ${text} not null,
      verb ${text} not null,
      actor_id ${text} references member (id),
      actor_label ${text} not null,
      kind ${text},
      page_id ${text},
      number integer,
      suggestion_id ${text},
      reason_code ${text}
    )`,
    `create index activity_verb on activity (verb, at, id)`,
    `create index activity_page on activity (page_id, at, id)`,

    `create table page (
      id ${text} primary key,
      seq integer not null unique,
      kind ${text} not null,
      slug ${text} not null,
      sort_key ${text} not null,
      ${content(text)},
      number integer not null,
      revision_id ${text} not null,
      changed_at ${text} not null,
      changed_by ${text} not null,
      created_at ${text} not null,
      archived_at ${text},
      unique (kind, slug)
    )`,
    `create index page_newest on page (kind, changed_at, id)`,
    `create index page_title on page (kind, sort_key, id)`,
    `create index page_theme on page (theme)`,
    `create table page_address (
      kind ${text} not null,
      slug ${text} not null,
      page_id ${text} not null references page (id),
      since ${text} not null,
      primary key (kind, slug)
    )`,
    `create index page_address_page on page_address (page_id)`,
    `create table page_tag (
      page_id ${text} not null references page (id),
      tag ${text} not null,
      primary key (page_id, tag)
    )`,
    `create index page_tag_tag on page_tag (tag, page_id)`,
    `create table page_link (
      from_id ${text} not null references page (id),
      to_id ${text} not null references page (id),
      position integer not null,
      primary key (from_id, to_id)
    )`,
    `create index page_link_to on page_link (to_id)`,

    `create table revision (
      id ${text} primary key,
      page_id ${text} not null references page (id),
      number integer not null,
      ${content(text)},
      note ${text} not null,
      author_id ${text} references member (id),
      author_label ${text} not null,
      organisation_id ${text} references organisation (id),
      shown_as ${text} not null,
      how ${text} not null,
      reviewer_id ${text} references member (id),
      reviewer_label ${text},
      suggestion_id ${text},
      published_at ${text} not null,
      created_at ${text} not null,
      unique (page_id, number)
    )`,
    `create index revision_author on revision (author_id)`,
    `create index revision_how on revision (how, created_at, id)`,

    `create table suggestion (
      id ${text} primary key,
      page_id ${text} not null,
      kind ${text} not null,
      is_new integer not null,
      state ${text} not null,
      waiting_on ${text} not null,
      author_id ${text} not null references member (id),
      amendment integer not null,
      theme ${text} not null,
      created_at ${text} not null,
      changed_at ${text} not null,
      settled_at ${text},
      published_number integer
    )`,
    `create index suggestion_queue on suggestion (state, waiting_on, created_at, id)`,
    `create index suggestion_author on suggestion (author_id, created_at, id)`,
    `create index suggestion_page on suggestion (page_id)`,
    `create table amendment (
      suggestion_id ${text} not null references suggestion (id),
      ordinal integer not null,
      base_revision_id ${text} references revision (id),
      resolver_label ${text},
      ${content(text)},
      note ${text} not null,
      author_label ${text} not null,
      organisation_id ${text} references organisation (id),
      shown_as ${text} not null,
      created_at ${text} not null,
      primary key (suggestion_id, ordinal)
    )`,
    `create table decision (
      id ${text} primary key,
      suggestion_id ${text} not null references suggestion (id),
      moderator_id ${text} not null references member (id),
      moderator_label ${text} not null,
      verdict ${text} not null,
      reason_code ${text},
      sentence ${text} not null,
      seen_hash ${text} not null,
      at ${text} not null
    )`,
    `create index decision_suggestion on decision (suggestion_id, at)`,
    `create table form_submission (
      key ${text} not null,
      member_id ${text} not null references member (id),
      hash ${text} not null,
      location ${text} not null,
      at ${text} not null,
      primary key (member_id, key)
    )`,

    `create table import_page (
      page_id ${text} primary key references page (id),
      source ${text} not null,
      path ${text} not null,
      live integer not null
    )`,
    `create index import_page_path on import_page (source, path)`,
    `create table import_line (
      source ${text} not null,
      line_hash ${text} not null,
      page_id ${text} references page (id),
      number integer,
      problem ${text},
      primary key (source, line_hash)
    )`,

    ...(engine === 'sqlite'
      ? [
          `create virtual table page_search using fts5 (title, summary, tags, body, tokenize = 'porter unicode61 remove_diacritics 2')`,
        ]
      : [
          `create table page_search (seq integer primary key, document tsvector not null)`,
          `create index page_search_document on page_search using gin (document)`,
        ]),
  ],
}
