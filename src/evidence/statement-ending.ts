import { attributionText, type Member } from '../accounts/index.js'
import { findPageActivityAt } from '../activity/index.js'
import type { Reader } from '../platform/database/index.js'
import { formatDate } from '../platform/dates.js'
import { removalReasons, type RemovalReason } from './rules.js'
import type { EndedStatement, StatementEnding } from './statement.js'

const headings: Readonly<Record<StatementEnding, string>> = {
  withdrawn: 'This report has been withdrawn',
  replaced: 'This report has been corrected',
  removed: 'This report has been removed',
}

/** The heading of the page that says how a statement ended. */
export const endingHeading = ({ ended }: EndedStatement): string => headings[ended.how]

/** Says to `reader`, its author or a moderator, how a statement ended. */
export async function endingText(db: Reader, statement: EndedStatement, reader: Member): Promise<string> {
  const { how, at } = statement.ended
  const day = formatDate(at)
  if (how === 'removed') return removalText(db, statement, reader)
  const who = statement.memberId === reader.id ? 'You' : 'Its author'
  return how === 'withdrawn'
    ? `${who} withdrew this report on ${day}. We no longer show or count it.`
    : `${who} corrected this report on ${day}. The new report is on the page.`
}

/** Says who removed a statement, and why: the moderation log shows both to everyone. */
async function removalText(db: Reader, { pageId, ended }: EndedStatement, reader: Member): Promise<string> {
  const day = formatDate(ended.at)
  const entry = await findPageActivityAt(db, pageId, 'review.removed', ended.at)
  if (!entry) return `A moderator removed this report on ${day}.`
  const who = entry.actorId === reader.id ? 'You' : `A moderator, ${attributionText(entry.attribution)},`
  return `${who} removed this report on ${day}. Reason: ${removalReasons[entry.reasonCode as RemovalReason]}.`
}
