import type { Kind } from '../pages/index.js'
import { isResolved, reportStates, trialStates, type StatementKind, type StatementState } from './states.js'

/** What differs between the two kinds of statement, and between the kinds of page on which they are made. */
export interface StatementKindDefinition {
  readonly kind: StatementKind
  /** The kind of page that it is about. */
  readonly on: Kind
  /** The last part of the addresses below the page, and the first part of a statement's own address. */
  readonly path: string
  readonly states: readonly StatementState[]
  /** The state that the form begins with, if any. */
  readonly initialState: StatementState | undefined
  /** Whether one click, without the form, makes a statement. */
  readonly isOneClick: boolean
  /** Whether it keeps the number of the revision that it is about. */
  readonly namesRevision: boolean
  /** Whether the organisations in this state are those that a page's evidence puts forward. */
  readonly isSuccess: (state: StatementState) => boolean
  readonly text: StatementTexts
}

interface StatementTexts {
  /** The button that makes a statement. */
  readonly button: string
  /** The same where a page that may match is offered before a new one is written. */
  readonly alsoButton: string
  /** The link for a member who made a statement on the page before. */
  readonly updateLink: string
  /** The heading of the list of all statements, before the title of the page. */
  readonly listHeading: string
  /** The heading of the form that changes a statement, before the title of the page. */
  readonly changeHeading: string
  readonly stateLegend: string
  readonly linkedLabel: string
  readonly linkedHint: string | undefined
  readonly linkedPlaceholder: string
  /** `faced by`: precedes the number of organisations. */
  readonly countedBy: string
  /** The heading of the column with the state. */
  readonly stateHeading: string
  /** `with`: stands between a state and the linked page that the statement names. */
  readonly linkedPreposition: string
}

const report: StatementKindDefinition = {
  kind: 'report',
  on: 'barrier',
  path: 'reports',
  states: reportStates,
  initialState: 'facing',
  isOneClick: true,
  namesRevision: false,
  isSuccess: isResolved,
  text: {
    button: 'We faced this',
    alsoButton: 'We faced this too',
    updateLink: 'Update your report',
    listHeading: 'Who faced',
    changeHeading: 'Your report on',
    stateLegend: 'What is the situation now?',
    linkedLabel: 'Which solution did you use? (optional)',
    linkedHint: 'If you worked around the barrier or overcame it',
    linkedPlaceholder: 'Another solution, or none',
    countedBy: 'faced by',
    stateHeading: 'Situation',
    linkedPreposition: 'with',
  },
}

const trial: StatementKindDefinition = {
  kind: 'trial',
  on: 'solution',
  path: 'trials',
  states: trialStates,
  initialState: undefined,
  isOneClick: false,
  namesRevision: true,
  isSuccess: state => state === 'worked',
  text: {
    button: 'We tried this',
    alsoButton: 'We tried this too',
    updateLink: 'Update your report',
    listHeading: 'Who tried',
    changeHeading: 'Your trial of',
    stateLegend: 'How did it go?',
    linkedLabel: 'Which barrier did you try it against? (optional)',
    linkedHint: undefined,
    linkedPlaceholder: 'Another barrier',
    countedBy: 'tried by',
    stateHeading: 'Result',
    linkedPreposition: 'against',
  },
}

/** The kinds of statement, by name. */
export const statementKinds: Readonly<Record<StatementKind, StatementKindDefinition>> = { report, trial }

const byPageKind: Readonly<Record<Kind, StatementKindDefinition>> = { barrier: report, solution: trial }

/** The kind of statement that is made on pages of this kind. */
export const statementKindOn = (kind: Kind): StatementKindDefinition => byPageKind[kind]
