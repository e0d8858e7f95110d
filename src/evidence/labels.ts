import type { TagColour } from '../platform/http/index.js'
import type { Kind } from '../pages/index.js'
import type { PageEvidence } from './page-evidence-store.js'
import type { PageState, StatementState } from './states.js'

/** A state in words and in a tag's colour; beside people, "says it …". */
export const stateLabels: Readonly<
  Record<
    StatementState,
    { readonly text: string; readonly says: string; readonly colour: TagColour; readonly hint: string }
  >
> = {
  facing: { text: 'Facing it', says: 'is still facing it', colour: 'orange', hint: 'It gets in the way now' },
  'worked-around': {
    text: 'Worked around',
    says: 'worked around it',
    colour: 'teal',
    hint: 'It is still there, but there is a way round it',
  },
  overcome: { text: 'Overcome', says: 'overcame it', colour: 'green', hint: 'It does not get in the way any more' },
  'came-back': {
    text: 'Came back',
    says: 'says it came back',
    colour: 'red',
    hint: 'It was gone, and is in the way again',
  },
  worked: { text: 'Worked', says: 'says it worked', colour: 'green', hint: 'It got us round the barrier' },
  'in-part': {
    text: 'Worked in part',
    says: 'says it worked in part',
    colour: 'teal',
    hint: 'It helped, but not for everyone or not for everything',
  },
  failed: { text: 'Failed', says: 'says it failed', colour: 'red', hint: 'We tried it, and it did not help' },
  'not-allowed': {
    text: 'Not allowed',
    says: 'says it was not allowed',
    colour: 'orange',
    hint: 'We were told that we may not do it',
  },
}

/** How a page stands, in the words of a tag. */
export const pageStateLabels: Readonly<Record<PageState, { readonly text: string; readonly colour: TagColour }>> = {
  waiting: { text: 'Waiting for a workaround', colour: 'orange' },
  'has-workaround': { text: 'Has a workaround', colour: 'teal' },
  proven: { text: 'Proven way round', colour: 'green' },
  'mostly-overcome': { text: 'Mostly overcome', colour: 'green' },
  untried: { text: 'Not tried yet', colour: 'grey' },
  tried: { text: 'Tried', colour: 'grey' },
  worked: { text: 'Worked once', colour: 'teal' },
}

/** The tag of a page of this kind: a solution that is proven says so in one word. */
export const evidenceTag = (
  kind: Kind,
  { state, resolvedCount: past }: Pick<PageEvidence, 'state' | 'resolvedCount'>,
): { readonly text: string; readonly colour: TagColour } =>
  kind === 'solution' && state === 'proven'
    ? { text: 'Proven', colour: 'green' }
    : state === 'worked' && past > 1
      ? { text: 'Worked', colour: 'teal' }
      : pageStateLabels[state]

/** The labels of a table of statements. */
export interface StatementTableLabels {
  /** The heading of the column with the state. */
  readonly state: string
  /** Stands between a state and the linked page that the statement names. */
  readonly other: string
}

export const statementTableLabels: Readonly<Record<Kind, StatementTableLabels>> = {
  barrier: { state: 'Situation', other: 'with' },
  solution: { state: 'How it went', other: 'against' },
}
