import type { Reader } from '../platform/database/index.js'
import { findLastDecision } from './decision-store.js'
import { messageAboutOutcome } from './messages.js'
import type { Suggestion } from './suggestion-store.js'

/** Says who closed a suggestion, and how: `Mo Derate has already rejected this suggestion.` */
export const outcomeOf = async (db: Reader, suggestion: Suggestion): Promise<string> =>
  messageAboutOutcome(suggestion, await findLastDecision(db, suggestion.id))
