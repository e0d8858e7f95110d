import type { Deps } from '../platform/deps.js'
import type { Tag } from '../platform/http/index.js'
import type { AccountForms } from './forms.js'
import type { Member } from './rules.js'
import type { SignInLimiter } from './sign-in.js'

/** An old statement that the account page asks the member to confirm or correct. */
export interface StatementToConfirm {
  readonly title: string
  readonly pageHref: string
  readonly state: Tag
  /** The day of the statement: `2026-03-04`, `4 March 2026` and `18 months ago`. */
  readonly day: string
  readonly dayExact: string
  readonly ago: string
  /** The address and the fields of the form that confirms the statement. */
  readonly still: { readonly action: string; readonly state: string; readonly other: string; readonly shownAs: string }
}

/** The dependencies of the account routes. */
export interface AccountDeps extends Deps {
  readonly limiter: SignInLimiter
  readonly forms: AccountForms
  /** Lists the member's old statements for them to confirm. Passed in, because a later slice stores statements. */
  readonly listStatementsToConfirm: (member: Member) => Promise<readonly StatementToConfirm[]>
}
