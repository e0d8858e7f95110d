import type { Migration } from '../src/platform/database/index.js'

/**
 * Calls each version of a suggestion a version, as the screen does. Keeps the data.
 *
 * Copies the table instead of renaming it, so that its primary key and foreign keys get the same names as in a table that
 * was created under the new name.
 */
export const suggestionVersions: Migration = {
  name: '009-suggestion-versions',
  statements: (_engine, text) => [
    `alter table suggestion rename column amendment to version`,
    `create table suggestion_version (
      suggestion_id ${text} not null references suggestion (id),
      number integer not null,
      base_revision_id ${text} references revision (id),
      resolver_label ${text},
      title ${text} not null,
      summary ${text} not null,
      theme ${text} not null,
      tags ${text} not null,
      links ${text} not null,
      body ${text} not null,
      hash ${text} not null,
      note ${text} not null,
      author_label ${text} not null,
      organisation_id ${text} references organisation (id),
      shown_as ${text} not null,
      created_at ${text} not null,
      primary key (suggestion_id, number)
    )`,
    `insert into suggestion_version
      (suggestion_id, number, base_revision_id, resolver_label, title, summary, theme, tags, links, body, hash, note,
      author_label, organisation_id, shown_as, created_at)
      select suggestion_id, ordinal, base_revision_id, resolver_label, title, summary, theme, tags, links, body, hash, note,
      author_label, organisation_id, shown_as, created_at from amendment`,
    `drop table amendment`,
  ],
}
