import type { Migration } from '../src/platform/database/index.js'

/** Members can be blocked, and the log of activity says which member an entry is about and what exactly was done. */
export const blockedMembers: Migration = {
  name: '014-blocked-members',
  statements: (_engine, text) => [
    `alter table member add column blocked_at ${text}`,
    `alter table activity add column subject_id ${text} references member (id)`,
    `alter table activity add column detail ${text}`,
  ],
}
