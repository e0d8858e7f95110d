import { isOrganisationKind, kindHeadings } from '../accounts/index.js'
import { barrierStates, pageStateLabels, solutionStates, type PageState } from '../evidence/index.js'
import { isKind, kinds, type Kind } from '../pages/index.js'
import type { FilterField } from './filters.js'

/** What a field is called inside a sentence. */
export const fieldNames: Readonly<Record<FilterField, string>> = {
  kind: 'page type',
  theme: 'theme',
  tag: 'tag',
  status: 'status',
  organisation: 'organisation',
  organisationKind: 'kind of organisation',
}

/** The states that pages of each kind can have. */
export const statesOfKind: Readonly<Record<Kind, readonly PageState[]>> = {
  barrier: barrierStates,
  solution: solutionStates,
}

/** The states of all kinds, each once. */
export const allStates: readonly PageState[] = [...new Set(Object.values(statesOfKind).flat())]

const isState = (value: string): value is PageState => (allStates as readonly string[]).includes(value)

/** Among pages of all kinds, one choice finds proven solutions and the barriers that have one. */
const PROVEN_OF_ALL_KINDS = `${kinds.solution.statements.provenTag}, or ${kinds.barrier.statements.provenTag.toLowerCase()}`

/** A state as its filter shows it, in the words of its tag. `kind`: of all the pages that are filtered, if they have one. */
export function statusLabel(state: PageState, kind?: Kind): string {
  if (state !== 'proven') return pageStateLabels[state].text
  return kind === undefined ? PROVEN_OF_ALL_KINDS : kinds[kind].statements.provenTag
}

/** A value as a filter shows it. Undefined where there is no such value. */
export function labelOf(field: 'kind' | 'status' | 'organisationKind', value: string, kind?: Kind): string | undefined {
  if (field === 'kind') return isKind(value) ? kinds[value].heading : undefined
  if (field === 'status') return isState(value) ? statusLabel(value, kind) : undefined
  return isOrganisationKind(value) ? kindHeadings[value] : undefined
}
