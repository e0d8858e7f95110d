/** The states that a report can give a barrier. */
export const reportStates = ['facing', 'worked-around', 'overcome', 'came-back'] as const

export type ReportState = (typeof reportStates)[number]

/** The states that a trial can give a solution. */
export const trialStates = ['worked', 'in-part', 'failed', 'not-allowed'] as const

export type TrialState = (typeof trialStates)[number]

/** A report is about a barrier, a trial about a solution. */
export type StatementKind = 'report' | 'trial'

/** The state that a statement gives its page. */
export type StatementState = ReportState | TrialState

/** The states of a barrier, derived from the positions of organisations and from its solutions. */
export const barrierStates = ['waiting', 'has-workaround', 'proven', 'mostly-overcome'] as const

export type BarrierState = (typeof barrierStates)[number]

/** The states of a solution, derived from the positions of organisations. */
export const solutionStates = ['untried', 'tried', 'worked', 'proven'] as const

export type SolutionState = (typeof solutionStates)[number]

/** The state of a page of either kind. */
export type PageState = BarrierState | SolutionState

/** The states of a report whose organisation got round the barrier. */
export const resolvedStates: ReadonlySet<StatementState> = new Set<StatementState>(['worked-around', 'overcome'])

/**
 * The states of a position in which search finds a page by the kind of the organisation: it faced the barrier, whatever
 * came of that, or the solution works there.
 */
export const statesFoundByKind: readonly StatementState[] = [...reportStates, 'worked']

/** Whether an organisation in this state got round the barrier. */
export const isResolved = (state: StatementState): boolean => resolvedStates.has(state)
