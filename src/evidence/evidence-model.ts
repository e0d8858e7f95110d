import type { TagColour } from '../platform/http/index.js'
import type { Kind } from '../pages/index.js'
import { dateAgo, formatDate } from '../platform/dates.js'
import { pluralise } from '../platform/text.js'
import { evidenceTag, stateLabels } from './labels.js'
import type { PageEvidence } from './page-evidence-store.js'
import { reportStates, trialStates, type StatementState } from './states.js'

/** A part of a bar: what, how many, and where it stands, in hundredths of its width. */
export interface BarPart {
  readonly state: StatementState
  readonly organisations: number
  readonly from: number
  readonly width: number
}

/** The counts as parts of a bar, in the order of the states; empty when nobody said anything. */
export function barOf(
  states: readonly StatementState[],
  counts: PageEvidence['organisationsByState'],
): readonly BarPart[] {
  const total = states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  let from = 0
  return states.flatMap(state => {
    const organisations = counts[state] ?? 0
    if (organisations === 0) return []
    const part = { state, organisations, from: round(from), width: round((100 * organisations) / total) }
    from += (100 * organisations) / total
    return [part]
  })
}

const round = (value: number): number => Math.round(value * 100) / 100

/** Each state with its word and how many organisations say it, zeros too: failures are shown as plainly as what worked. */
export const countsOf = (kind: Kind, counts: PageEvidence['organisationsByState']) =>
  (kind === 'barrier' ? reportStates : trialStates).map(state => ({
    state,
    text: stateLabels[state].text,
    organisations: counts[state] ?? 0,
  }))

/** What a bar shows, in one sentence: `Worked at 4, worked in part at 1, failed at 0, not allowed at 2 organisations`. */
export function barText(
  kind: Kind,
  { organisations, organisationsByState: counts }: Pick<PageEvidence, 'organisations' | 'organisationsByState'>,
): string {
  const n = (state: StatementState): number => counts[state] ?? 0
  return kind === 'barrier'
    ? `Of ${pluralise(organisations, 'organisation')}, ${n('facing')} facing it, ${n('worked-around')} worked around it, ${n('overcome')} overcame it, back at ${n('came-back')}`
    : `Worked at ${n('worked')}, worked in part at ${n('in-part')}, failed at ${n('failed')}, not allowed at ${pluralise(n('not-allowed'), 'organisation')}`
}

export interface EvidenceModel {
  readonly tag: { readonly text: string; readonly colour: TagColour }
  readonly organisations: number
  /** `faced by 12 organisations (19 people)`; undefined when nobody said anything. */
  readonly organisationsText: string | undefined
  /** `5 got past it`, `worked at 4`. */
  readonly resolvedText: string | undefined
  readonly newest: { readonly iso: string; readonly day: string; readonly ago: string } | undefined
  readonly counts: ReturnType<typeof countsOf>
  readonly bar: readonly BarPart[]
  /** What the bar says, in words. */
  readonly barText: string
}

/** What all organisations say of a page, as every place shows it. */
export function evidenceModel(kind: Kind, evidence: PageEvidence, today: string): EvidenceModel {
  const people = evidence.people > evidence.organisations ? ` (${pluralise(evidence.people, 'person', 'people')})` : ''
  return {
    tag: evidenceTag(kind, evidence),
    organisations: evidence.organisations,
    organisationsText:
      evidence.organisations === 0
        ? undefined
        : `${kind === 'barrier' ? 'faced by' : 'tried by'} ${pluralise(evidence.organisations, 'organisation')}${people}`,
    resolvedText:
      evidence.organisations === 0
        ? undefined
        : kind === 'barrier'
          ? `${evidence.resolvedCount} got past it`
          : `worked at ${evidence.resolvedCount}`,
    newest:
      evidence.newestOn === null
        ? undefined
        : {
            iso: evidence.newestOn,
            day: formatDate(`${evidence.newestOn}T12:00:00.000Z`),
            ago: dateAgo(evidence.newestOn, today),
          },
    counts: countsOf(kind, evidence.organisationsByState),
    bar: barOf(kind === 'barrier' ? reportStates : trialStates, evidence.organisationsByState),
    barText: barText(kind, evidence),
  }
}
