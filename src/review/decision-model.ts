import type { Instant } from '../platform/clock.js'
import { displayTime, type DisplayTime } from '../pages/index.js'
import type { Decision } from './decision-store.js'
import { reasons, type Verdict } from './rules.js'

/** A decision as the author of the suggestion and the moderators see it. */
export interface DecisionModel {
  readonly verdict: string
  readonly by: string
  readonly reason: string | undefined
  readonly message: string
  readonly time: DisplayTime
}

const verdictLabels: Readonly<Record<Verdict, string>> = {
  publish: 'Published',
  reject: 'Rejected',
  'request-changes': 'Changes requested',
}

export const decisionModel = (decision: Decision, now: Instant): DecisionModel => ({
  verdict: verdictLabels[decision.verdict],
  by: decision.moderatorLabel,
  reason: decision.reason && reasons[decision.reason],
  message: decision.message,
  time: displayTime(decision.at, now),
})

/** The reasons as the items of a select. */
export const reasonItems = Object.entries(reasons).map(([value, text]) => ({ value, text }))
