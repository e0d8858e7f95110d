import { isOrganisationKind, kindHeadings } from '../accounts/index.js'
import { barrierStates, pageStateLabels, solutionStates, type PageState } from '../evidence/index.js'
import { isKind, kinds, type Kind } from '../pages/index.js'
import type { FilterField } from './conditions.js'

/** What a field is called inside a sentence. */
export const fieldNames: Readonly<Record<FilterField, string>> = {
  kind: 'kind of page',
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

/** The states whose filter has other words than their tag. */
const statusLabels: Readonly<Partial<Record<PageState, string>>> = {
  // For a barrier and a solution alike: both are one choice.
  proven: 'Proven',
  worked: 'Worked, not proven yet',
  tried: 'Tried, has not worked yet',
}

/** A state as its filter shows it. */
export const statusLabel = (state: PageState): string => statusLabels[state] ?? pageStateLabels[state].text

/** A value as a filter shows it. Undefined where there is no such value. */
export function labelOf(field: 'kind' | 'status' | 'organisationKind', value: string): string | undefined {
  if (field === 'kind') return isKind(value) ? kinds[value].heading : undefined
  if (field === 'status') return isState(value) ? statusLabel(value) : undefined
  return isOrganisationKind(value) ? kindHeadings[value] : undefined
}
