import type { Migration } from '../src/platform/database/index.js'

/** Renames columns and values of the review slice to plain names. Keeps the data. */
export const reviewNames: Migration = {
  name: '006-review-names',
  statements: () => [
    `alter table decision rename column sentence to message`,
    `update decision set verdict = 'request-changes' where verdict = 'ask'`,
    `update activity set verb = 'review.changes-requested' where verb = 'review.asked'`,
    `alter table suggestion rename column settled_at to closed_at`,
  ],
}
