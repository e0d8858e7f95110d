import type { Migration } from '../src/platform/database/index.js'

/** Gives the verdict of a moderator the name that the state of the suggestion has: rejected. Keeps the data. */
export const rejected: Migration = {
  name: '007-rejected',
  statements: () => [
    `update decision set verdict = 'reject' where verdict = 'refuse'`,
    `update activity set verb = 'review.rejected' where verb = 'review.refused'`,
  ],
}
