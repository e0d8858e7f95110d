import type { Reader, Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'

/** A link before it is stored. */
interface NewLink {
  readonly tokenHash: string
  readonly purpose: string
  readonly memberId: string | null
  readonly expiresAt: Instant
}

/** Stores a link under the hash of its secret. Replaces any other link for the same purpose and member. */
export async function replaceOneTimeLink(tx: Tx, link: NewLink): Promise<void> {
  await tx
    .deleteFrom('one_time_link')
    .where('purpose', '=', link.purpose)
    .where(where => (link.memberId === null ? where('member_id', 'is', null) : where('member_id', '=', link.memberId)))
    .execute()
  await addOneTimeLink(tx, link)
}

/** Stores a link under the hash of its secret. */
export const addOneTimeLink = (tx: Tx, link: NewLink): Promise<unknown> =>
  tx
    .insertInto('one_time_link')
    .values({ token_hash: link.tokenHash, purpose: link.purpose, member_id: link.memberId, expires_at: link.expiresAt })
    .execute()

/** Counts the links for a purpose that have not expired at `now`. */
export async function countOneTimeLinks(db: Reader, purpose: string, now: Instant): Promise<number> {
  const { n } = await db
    .selectFrom('one_time_link')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return n
}

/** Deletes all links for a purpose. */
export const deleteOneTimeLinks = (tx: Tx, purpose: string): Promise<unknown> =>
  tx.deleteFrom('one_time_link').where('purpose', '=', purpose).execute()

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
