import { byName, type Member } from '../accounts/index.js'
import type { NewActivity, Verb } from '../activity/index.js'
import type { Instant } from '../platform/clock.js'
import type { PageHead } from '../pages/index.js'

/**
 * What the activity log keeps about a member's own statement. It names neither the member nor the kind of organisation:
 * log entries stay, while the number of organisations of a kind, which decides whether the kind may be shown, changes.
 */
export const statementActivity = (verb: Verb, actor: Member, page: PageHead, at: Instant): NewActivity => ({
  at,
  verb,
  actorId: actor.id,
  attribution: byName('a member'),
  kind: page.kind,
  pageId: page.id,
})
