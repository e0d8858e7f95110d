import type { TagColour } from '../platform/http/index.js'
import { kinds, type Kind } from '../pages/index.js'
import { capitalise } from '../platform/text.js'
import type { PageEvidence } from './page-evidence-store.js'
import { statementKindOn } from './statement-kinds.js'
import type { PageState, StatementState } from './states.js'

/** The text and colour of a tag. */
export interface EvidenceTag {
  readonly text: string
  readonly colour: TagColour
}

interface StateLabel extends EvidenceTag {
  /** Explains the state in the form. */
  readonly hint: string
}

/** How each state of a statement is shown. */
export const stateLabels: Readonly<Record<StatementState, StateLabel>> = {
  facing: {
    text: 'Facing it',
    colour: 'orange',
    hint: 'It gets in the way now',
  },
  'worked-around': {
    text: 'Worked around',
    colour: 'teal',
    hint: 'It is still there, but we can work round it',
  },
  overcome: {
    text: 'Overcome',
    colour: 'green',
    hint: 'It does not get in the way any more',
  },
  'came-back': {
    text: 'Came back',
    colour: 'red',
    hint: 'It had gone, but is in the way again',
  },
  worked: {
    text: 'Worked',
    colour: 'green',
    hint: 'It got us round the barrier',
  },
  'in-part': {
    text: 'Worked in part',
    colour: 'teal',
    hint: 'It helped, but not for everyone or not for everything',
  },
  failed: {
    text: 'Failed',
    colour: 'red',
    hint: 'We tried it, and it did not help',
  },
  'not-allowed': {
    text: 'Not allowed',
    colour: 'orange',
    hint: 'We were not allowed to do it',
  },
}

/** The tag of each state of a page. */
export const pageStateLabels: Readonly<Record<PageState, EvidenceTag>> = {
  waiting: { text: 'Needs a solution', colour: 'orange' },
  'has-workaround': { text: 'Has a solution', colour: 'teal' },
  proven: { text: kinds.solution.statements.provenTag, colour: 'green' },
  'mostly-overcome': { text: 'Mostly overcome', colour: 'green' },
  untried: { text: 'Not tried yet', colour: 'grey' },
  tried: { text: 'No success yet', colour: 'grey' },
  worked: { text: 'Worked, not proven yet', colour: 'teal' },
}

/** The tag that shows the state of a page of this kind. */
export function evidenceTag(kind: Kind, evidence: Pick<PageEvidence, 'state' | 'resolvedCount'>): EvidenceTag {
  const { state, resolvedCount } = evidence
  if (state === 'proven') return { text: kinds[kind].statements.provenTag, colour: 'green' }
  // Organisations got round it, but none of them says how.
  if (state === 'waiting' && resolvedCount > 0) return { text: 'Solution not shared yet', colour: 'orange' }
  return pageStateLabels[state]
}

/** The labels of a table of statements. */
export interface StatementTableLabels {
  /** The heading of the column with the state. */
  readonly state: string
  /** `Solution`: names the kind of the linked page that a statement may name. */
  readonly linked: string
}

const tableLabelsOn = (kind: Kind): StatementTableLabels => ({
  state: statementKindOn(kind).text.stateHeading,
  linked: capitalise(kinds[kinds[kind].linksTo].singular),
})

/** The labels of the table of statements on pages of each kind. */
export const statementTableLabels: Readonly<Record<Kind, StatementTableLabels>> = {
  barrier: tableLabelsOn('barrier'),
  solution: tableLabelsOn('solution'),
}
