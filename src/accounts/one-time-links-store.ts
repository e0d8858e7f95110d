import type { Reader, Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'

/** Stores a link under the hash of its secret. Replaces any other link for the same purpose and member. */
export async function replaceOneTimeLink(
  tx: Tx,
  link: { tokenHash: string; purpose: string; memberId: string | null; expiresAt: Instant },
): Promise<void> {
  await tx
    .deleteFrom('one_time_link')
    .where('purpose', '=', link.purpose)
    .where(where => (link.memberId === null ? where('member_id', 'is', null) : where('member_id', '=', link.memberId)))
    .execute()
  await tx
    .insertInto('one_time_link')
    .values({ token_hash: link.tokenHash, purpose: link.purpose, member_id: link.memberId, expires_at: link.expiresAt })
    .execute()
}

/** Finds a link that has not expired at `now`. */
export async function findOneTimeLink(
  db: Reader,
  tokenHash: string,
  now: Instant,
): Promise<{ readonly purpose: string; readonly memberId: string | null } | undefined> {
  const row = await db
    .selectFrom('one_time_link')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { purpose: row.purpose, memberId: row.member_id }
}

/** Deletes a link after use, so that it works only once. */
export const deleteOneTimeLink = (tx: Tx, tokenHash: string): Promise<unknown> =>
  tx.deleteFrom('one_time_link').where('token_hash', '=', tokenHash).execute()
