import type { Migration } from '../src/platform/database/index.js'
import { foundation } from './001-foundation.js'
import { evidence } from './002-evidence.js'
import { search } from './003-search.js'
import { said } from './004-said.js'
import { plainNames } from './005-plain-names.js'
import { reviewNames } from './006-review-names.js'
import { rejected } from './007-rejected.js'
import { searchNames } from './008-search-names.js'
import { suggestionVersions } from './009-suggestion-versions.js'
import { statementOrder } from './010-statement-order.js'
import { sessionsOfMembers } from './011-sessions-of-members.js'
import { searchWords } from './012-search-words.js'
import { attributions } from './013-attributions.js'
import { blockedMembers } from './014-blocked-members.js'

/** All migrations, oldest first. Never change one that has been released: add a new one. Decision 16 has the one exception. */
export const migrations: readonly Migration[] = [
  foundation,
  evidence,
  search,
  said,
  plainNames,
  reviewNames,
  rejected,
  searchNames,
  suggestionVersions,
  statementOrder,
  sessionsOfMembers,
  searchWords,
  attributions,
  blockedMembers,
]
