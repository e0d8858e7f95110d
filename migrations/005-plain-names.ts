import type { Migration } from '../src/platform/database/index.js'

/**
 * Renames the tables and columns of the evidence slice to plain names. Keeps the data.
 *
 * Copies the table of positions instead of renaming it, so that its primary key and foreign keys get the same names as in a
 * table that was created under the new name.
 */
export const plainNames: Migration = {
  name: '005-plain-names',
  statements: (_engine, text) => [
    `alter table statement rename column other_id to linked_page_id`,
    `drop index statement_other`,
    `create index statement_linked_page on statement (linked_page_id)`,
    `drop index statement_standing`,
    `create index statement_position on statement (page_id, organisation_id)`,

    `create table organisation_position (
      page_id ${text} not null references page (id),
      organisation_id ${text} not null references organisation (id),
      state ${text} not null,
      linked_page_id ${text},
      happened_on ${text} not null,
      since ${text} not null,
      people integer not null,
      people_by_state ${text} not null,
      named_state ${text},
      primary key (page_id, organisation_id)
    )`,
    `insert into organisation_position
      (page_id, organisation_id, state, linked_page_id, happened_on, since, people, people_by_state, named_state)
      select page_id, organisation_id, state, other_id, happened_on, since, people, voices, named_state from standing`,
    `drop table standing`,
    `create index organisation_position_organisation on organisation_position (organisation_id, page_id)`,
    `create index organisation_position_newest on organisation_position (page_id, happened_on, organisation_id)`,
    // Has all columns that a filter by organisation needs, so that it reads only this index.
    `create index organisation_position_filter on organisation_position (page_id, named_state, organisation_id)`,

    `alter table page_evidence rename column past to resolved_count`,
    `alter table page_evidence rename column counts to organisations_by_state`,
    `alter table page_evidence rename column proof to proof_score`,
    `alter table page_evidence rename column said to ledger_changes`,
  ],
}
