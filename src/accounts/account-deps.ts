import type { Deps } from '../platform/deps.js'
import type { Tag } from '../platform/http/index.js'
import type { AccountForms } from './forms.js'
import type { Member } from './rules.js'
import type { SignInLimits } from './sign-in-limits.js'

/** An old statement that the account page asks the member to confirm. */
export interface StatementToConfirm {
  readonly title: string
  readonly pageHref: string
  readonly state: Tag
  /** The day it is about: `2026-03-04`, `4 March 2026` and `18 months ago`. */
  readonly day: string
  readonly dayExact: string
  readonly ago: string
  /** The fields of the form that says that nothing has changed, and the address that it posts to. */
  readonly confirmation: {
    readonly action: string
    readonly state: string
    readonly other: string
    readonly shownAs: string
  }
}

/** What the routes of accounts work with, beside what all routes do. */
export interface AccountDeps extends Deps {
  readonly limits: SignInLimits
  readonly forms: AccountForms
  /** Lists the member's old statements that the account page asks them to confirm. Comes from a later slice. */
  readonly listStatementsToConfirm: (member: Member) => Promise<readonly StatementToConfirm[]>
}
