import type { Migration } from '../src/platform/database/index.js'

/**
 * Keeps sessions for members only, with the time when each began, and a secret that signs what the browsers of visitors keep
 * for us.
 */
export const sessionsOfMembers: Migration = {
  name: '011-sessions-of-members',
  statements: (engine, text) => [
    `create table secret (name ${text} primary key, value ${text} not null)`,
    `insert into secret (name, value) values ('signing', ${randomSecret(engine)})`,
    `delete from session where member_id is null`,
    `alter table session add column created_at ${text} not null default ''`,
    `update session set created_at = ${currentInstant(engine)}`,
  ],
}

/** At least 240 random bits as hexadecimal digits. */
const randomSecret = (engine: string): string =>
  engine === 'postgres'
    ? `replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`
    : `lower(hex(randomblob(32)))`

/** The present time in the form in which the service stores it. */
const currentInstant = (engine: string): string =>
  engine === 'postgres'
    ? `to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`
