/** What a report says of a barrier. */
export const reportStates = ['facing', 'worked-around', 'overcome', 'came-back'] as const

export type ReportState = (typeof reportStates)[number]

/** What a trial says of a solution. */
export const trialStates = ['worked', 'in-part', 'failed', 'not-allowed'] as const

export type TrialState = (typeof trialStates)[number]

export type StatementKind = 'report' | 'trial'

export type StatementState = ReportState | TrialState

/** How a barrier stands, derived from what organisations say. */
export const barrierStates = ['waiting', 'has-workaround', 'proven', 'mostly-overcome'] as const

export type BarrierState = (typeof barrierStates)[number]

/** How a solution stands. */
export const solutionStates = ['untried', 'tried', 'worked', 'proven'] as const

export type SolutionState = (typeof solutionStates)[number]

export type PageState = BarrierState | SolutionState

export const resolvedStates: ReadonlySet<StatementState> = new Set<StatementState>(['worked-around', 'overcome'])

/** Whether an organisation that says this of a barrier has got past it. */
export const isResolved = (state: StatementState): boolean => resolvedStates.has(state)
