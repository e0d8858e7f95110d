import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'

/** The first sending of a form. A second sending with the same key is recognised by it. */
export interface FormSubmission {
  /** The key that the form was shown with. */
  readonly key: string
  readonly memberId: string
  /** A hash over everything that was sent. */
  readonly hash: string
  /** The address that the sender was redirected to. */
  readonly location: string
  readonly at: Instant
}

/** Where the first sending of this form led, and the hash of what was sent; undefined before it is sent. */
export const findSubmission = (
  db: Reader,
  key: string,
  memberId: string,
): Promise<Pick<FormSubmission, 'location' | 'hash'> | undefined> =>
  db
    .selectFrom('form_submission')
    .select(['location', 'hash'])
    .where('key', '=', key)
    .where('member_id', '=', memberId)
    .executeTakeFirst()

export const insertSubmission = (tx: Tx, submission: FormSubmission): Promise<unknown> =>
  tx
    .insertInto('form_submission')
    .values({
      key: submission.key,
      member_id: submission.memberId,
      hash: submission.hash,
      location: submission.location,
      at: submission.at,
    })
    .execute()
