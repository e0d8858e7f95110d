import { kinds, type Kind } from '../pages/index.js'
import { pluralise } from '../platform/text.js'
import { isResolved, reportStates, trialStates, type StatementKind, type StatementState } from './states.js'

/** The number of organisations in each state. */
type StateCounts = Readonly<Partial<Record<StatementState, number>>>

/** What differs between the two kinds of statement, and between the kinds of page on which they are made. */
export interface StatementKindDefinition {
  readonly kind: StatementKind
  /** The kind of page that it is about. */
  readonly on: Kind
  readonly states: readonly StatementState[]
  /** The button that makes a statement at once, in this state. Undefined if only the form makes one. */
  readonly oneClick: { readonly state: StatementState; readonly text: string } | undefined
  /** Whether it keeps the number of the revision that it is about. */
  readonly namesRevision: boolean
  /** Whether the form asks for the approval, the weeks and the money that were needed. */
  readonly asksEffort: boolean
  /** Whether an organisation in this state got round the barrier, or found that the solution worked. */
  readonly isSuccess: (state: StatementState) => boolean
  /** How many of the page's organisations reported what: `faced by 12 organisations`. */
  readonly organisationsText: (organisations: number, counts: StateCounts) => string
  /** How many of them are in a state that `isSuccess`: `5 got round it`. */
  readonly successText: (successes: number, counts: StateCounts) => string
  /** What a bar of the states shows, in one sentence. */
  readonly countsText: (organisations: number, counts: StateCounts) => string
  readonly text: StatementTexts
}

const sumOf = (counts: StateCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

interface StatementTexts {
  /** Confirms the first statement of an organisation on a page. */
  readonly recorded: (organisation: string, state: StatementState) => string
  /** Confirms a statement of an organisation that had one on the page already. */
  readonly recordedAgain: string
  /**
   * How the reader's peers fared: `2 councils like yours faced it. 1 got round it`.
   * @param peers names a number of them: `2 councils like yours`.
   */
  readonly peers: (peers: (count: number) => string, counts: StateCounts) => string
  /** The heading of the list of all statements, before the title of the page. */
  readonly listHeading: string
  /** The heading of the form that changes a statement, before the title of the page. */
  readonly changeHeading: string
  readonly stateLegend: string
  readonly linkedLabel: string
  readonly linkedHint: string | undefined
  /** The heading of the column with the state. */
  readonly stateHeading: string
}

const resolvedIn = (counts: StateCounts): number => (counts['worked-around'] ?? 0) + (counts.overcome ?? 0)

const numberOrNone = (count: number): string => (count === 0 ? 'None' : String(count))

const report: StatementKindDefinition = {
  kind: 'report',
  on: 'barrier',
  states: reportStates,
  oneClick: { state: 'facing', text: 'We face this now' },
  namesRevision: false,
  asksEffort: false,
  isSuccess: isResolved,
  organisationsText: organisations => `faced by ${pluralise(organisations, 'organisation')}`,
  successText: successes =>
    successes === 0 ? 'no organisation has reported getting round it' : `${successes} got round it`,
  countsText: (organisations, counts) =>
    `Of ${pluralise(organisations, 'organisation')}: ${counts.facing ?? 0} facing it, ` +
    `${counts['worked-around'] ?? 0} worked around it, ${counts.overcome ?? 0} overcame it, ` +
    `came back at ${counts['came-back'] ?? 0}`,
  text: {
    recorded: (organisation, state) =>
      `We have added ${organisation} to the organisations ${state === 'facing' ? 'facing' : 'that faced'} this.`,
    recordedAgain: 'We count each organisation once, using its latest report.',
    peers: (peers, counts) => `${peers(sumOf(counts))} faced it. ${numberOrNone(resolvedIn(counts))} got round it`,
    listHeading: 'Who faced',
    changeHeading: 'Your report on',
    stateLegend: 'What is the situation now?',
    linkedLabel: 'Which solution did you use? (optional)',
    linkedHint: 'If you chose “Worked around” or “Overcome”',
    stateHeading: 'Situation',
  },
}

/** Organisations that were not allowed to use a solution did not try it. */
function triedText(organisations: number, counts: StateCounts): string {
  const notAllowed = counts['not-allowed'] ?? 0
  const tried = organisations - notAllowed
  if (tried === 0) return `not allowed at ${pluralise(notAllowed, 'organisation')}`
  const triedBy = `tried by ${pluralise(tried, 'organisation')}`
  return notAllowed === 0 ? triedBy : `${triedBy}, not allowed at ${notAllowed}`
}

function peersTriedText(peers: (count: number) => string, counts: StateCounts): string {
  const { worked = 0, 'in-part': inPart = 0, 'not-allowed': notAllowed = 0 } = counts
  const tried = sumOf(counts) - notAllowed
  if (tried === 0) return `not allowed at ${peers(notAllowed)}`
  const didNot = inPart > 0 ? 'did not fully work' : 'did not work'
  if (tried === 1) return `${worked > 0 ? 'worked' : didNot} at the ${peers(1).replace(/^1 /, 'one ')} that tried it`
  const where = `the ${peers(tried)} that tried it`
  return worked > 0 ? `worked at ${worked} of ${where}` : `${didNot} at any of ${where}`
}

const trial: StatementKindDefinition = {
  kind: 'trial',
  on: 'solution',
  states: trialStates,
  oneClick: undefined,
  namesRevision: true,
  asksEffort: true,
  isSuccess: state => state === 'worked',
  organisationsText: triedText,
  successText: (successes, counts) => {
    if (successes > 0) return `worked at ${pluralise(successes, 'organisation')}`
    return counts['in-part'] ? `worked in part at ${counts['in-part']}` : 'has not worked yet'
  },
  countsText: (_organisations, counts) =>
    `Worked at ${counts.worked ?? 0}, worked in part at ${counts['in-part'] ?? 0}, failed at ${counts.failed ?? 0}, ` +
    `not allowed at ${pluralise(counts['not-allowed'] ?? 0, 'organisation')}`,
  text: {
    recorded: () => 'Thank you. Others can now see how it went.',
    recordedAgain: 'Thank you. Others can now see how it went.',
    peers: peersTriedText,
    listHeading: 'Who tried',
    changeHeading: 'Your report on',
    stateLegend: 'How did it go?',
    linkedLabel: 'Which barrier did you use it for? (optional)',
    linkedHint: undefined,
    stateHeading: 'How it went',
  },
}

/** The kinds of statement, by name. */
export const statementKinds: Readonly<Record<StatementKind, StatementKindDefinition>> = { report, trial }

const byPageKind: Readonly<Record<Kind, StatementKindDefinition>> = { barrier: report, solution: trial }

/** The kind of statement that is made on pages of this kind. */
export const statementKindOn = (kind: Kind): StatementKindDefinition => byPageKind[kind]

/** All kinds of statement. */
export const allStatementKinds: readonly StatementKindDefinition[] = Object.values(statementKinds)

/** `reports`: ends the addresses below a page, and begins a statement's own address. */
export const statementPath = ({ on }: StatementKindDefinition): string => kinds[on].statements.path
