import type { Migration } from '../src/platform/database/index.js'

/** Gives the index that lists of statements are read from the order that they are sorted by: the time too, before the id. */
export const statementOrder: Migration = {
  name: '010-statement-order',
  statements: () => [
    `drop index statement_newest`,
    `create index statement_newest on statement (page_id, happened_on, made_at, id)`,
  ],
}
