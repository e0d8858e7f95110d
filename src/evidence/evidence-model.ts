import type { Kind } from '../pages/index.js'
import { dateAgo, formatDate } from '../platform/dates.js'
import { pluralise } from '../platform/text.js'
import { evidenceTag, stateLabels, type EvidenceTag } from './labels.js'
import type { PageEvidence } from './page-evidence-store.js'
import { statementKindOn } from './statement-kinds.js'
import type { StatementState } from './states.js'

/** A part of a bar. `from` and `width` are percentages of the bar's width. */
export interface BarPart {
  readonly state: StatementState
  readonly organisations: number
  readonly from: number
  readonly width: number
}

/** The counts as parts of a bar, in the order of the states. States that no organisation is in are left out. */
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

/** The number of organisations in one state. */
export interface StateCount {
  readonly state: StatementState
  readonly text: string
  readonly organisations: number
}

/** The number of organisations in each state. Zeros are kept, so that failures are as plain as successes. */
export const countsOf = (kind: Kind, counts: PageEvidence['organisationsByState']): readonly StateCount[] =>
  statementKindOn(kind).states.map(state => ({
    state,
    text: stateLabels[state].text,
    organisations: counts[state] ?? 0,
  }))

/** The evidence of a page, as lists and pages show it. */
export interface EvidenceModel {
  readonly tag: EvidenceTag
  readonly organisations: number
  /** `faced by 12 organisations (19 people)`; undefined if there are none. */
  readonly organisationsText: string | undefined
  /** `5 got round it`, `worked at 4 organisations`; undefined if there are no organisations. */
  readonly resolvedText: string | undefined
  /** The day of the newest statement. */
  readonly newest: { readonly iso: string; readonly day: string; readonly ago: string } | undefined
  readonly counts: readonly StateCount[]
  readonly bar: readonly BarPart[]
  /** Says in a sentence what the bar shows. */
  readonly barText: string
}

/**
 * The evidence of a page in words and numbers.
 * @param today `2026-03-04`
 */
export function evidenceModel(kind: Kind, evidence: PageEvidence, today: string): EvidenceModel {
  const { organisations, organisationsByState, resolvedCount, newestOn } = evidence
  const { states, resolvedText, countsText } = statementKindOn(kind)
  const hasOrganisations = organisations > 0
  return {
    tag: evidenceTag(kind, evidence),
    organisations,
    organisationsText: hasOrganisations ? organisationsText(kind, evidence) : undefined,
    resolvedText: hasOrganisations ? resolvedText(resolvedCount, organisationsByState) : undefined,
    newest: newestOn === null ? undefined : newestDay(newestOn, today),
    counts: countsOf(kind, organisationsByState),
    bar: barOf(states, organisationsByState),
    barText: countsText(organisations, organisationsByState),
  }
}

function organisationsText(kind: Kind, { organisations, people, organisationsByState }: PageEvidence): string {
  const counted = statementKindOn(kind).organisationsText(organisations, organisationsByState)
  return people > organisations ? `${counted} (${pluralise(people, 'person', 'people')})` : counted
}

const newestDay = (day: string, today: string) => ({
  iso: day,
  day: formatDate(`${day}T12:00:00.000Z`),
  ago: dateAgo(day, today),
})
