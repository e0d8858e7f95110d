import { countOfKind, isOrganisationKind, kindHeadings, type OrganisationKind } from '../accounts/index.js'
import type { KindCount } from './position-store.js'
import { trialStates } from './states.js'

/** `2 councils, 1 NHS body`; what is not told is counted last, with public bodies. */
export function kindsText(counts: readonly Pick<KindCount, 'kind' | 'organisations'>[]): string {
  const byKind = new Map<string, number>()
  for (const { kind, organisations } of counts) {
    const told = kind === null || kind === 'other' ? 'public-body' : kind
    byKind.set(told, (byKind.get(told) ?? 0) + organisations)
  }
  const last = (kind: string): number => (kind === 'public-body' ? 1 : 0)
  return [...byKind]
    .sort(([a, n], [b, m]) => last(a) - last(b) || m - n || a.localeCompare(b))
    .map(([kind, n]) => countOfKind(kind, n))
    .join(', ')
}

/** The heading of what is counted of a kind; `untold` is where it may not be told. */
export const kindHeading = (kind: OrganisationKind | 'untold'): string =>
  kind === 'untold' ? 'Kind not told' : kindHeadings[kind]

/** A kind as tables have it: what may not be told, or is not known, is `untold`. */
export const toldKind = (kind: string | null): OrganisationKind | 'untold' =>
  kind === null || !isOrganisationKind(kind) ? 'untold' : kind

/** Every kind in the order of tables, what is not told last. */
export const kindsInOrder: readonly (OrganisationKind | 'untold')[] = [
  ...(Object.keys(kindHeadings) as OrganisationKind[]),
  'untold',
]

/** How a solution went at the organisations of one kind: how many say what, in the order of the outcomes. */
export interface KindOutcomes {
  readonly kind: string
  readonly organisations: readonly number[]
}

/** How a solution went, by kind of organisation, as far as their kind may be told. */
export const outcomesByKind = (counts: readonly KindCount[]): readonly KindOutcomes[] =>
  kindsInOrder.flatMap(kind => {
    const ofKind = counts.filter(one => toldKind(one.kind) === kind)
    return ofKind.length === 0
      ? []
      : [
          {
            kind: kindHeading(kind),
            organisations: trialStates.map(state =>
              ofKind.filter(one => one.state === state).reduce((sum, one) => sum + one.organisations, 0),
            ),
          },
        ]
  })
