import type { Migration } from '../src/platform/database/index.js'

export const said: Migration = {
  name: '004-said',
  statements: () => [
    `alter table page_evidence add column said integer not null default 0`,
    `update page_evidence set said = (select count(*) + count(ended_at) from statement where statement.page_id = page_evidence.page_id)`,
  ],
}
