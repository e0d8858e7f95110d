import { countOfKind, isOrganisationKind, kindHeadings, type OrganisationKind } from '../accounts/index.js'
import type { KindCount } from './position-store.js'
import { trialStates } from './states.js'

/**
 * `2 councils and 1 NHS body`: most organisations first. Those whose kind is not disclosed or not known are counted last.
 */
export function kindsText(counts: readonly Pick<KindCount, 'kind' | 'organisations'>[]): string {
  const byKind = new Map<OrganisationKind | 'not-given', number>()
  for (const { kind, organisations } of counts) {
    const shownKind = givenKind(kind)
    byKind.set(shownKind, (byKind.get(shownKind) ?? 0) + organisations)
  }
  return inSentence([...byKind].sort(mostFirst).map(([kind, organisations]) => countedKind(kind, organisations)))
}

const countedKind = (kind: OrganisationKind | 'not-given', organisations: number): string =>
  kind === 'not-given'
    ? `${organisations.toLocaleString('en-GB')} of a kind not shown`
    : countOfKind(kind, organisations)

const inSentence = (parts: readonly string[]): string => new Intl.ListFormat('en-GB').format(parts)

function mostFirst([kindA, countA]: readonly [string, number], [kindB, countB]: readonly [string, number]): number {
  if (kindA === 'not-given') return 1
  if (kindB === 'not-given') return -1
  return countB - countA || kindA.localeCompare(kindB)
}

/** The heading of the organisations of a kind in a table. */
export const kindHeading = (kind: OrganisationKind | 'not-given'): string =>
  kind === 'not-given' ? 'Kind not shown' : kindHeadings[kind]

/** The kind of organisation in tables: `not-given` if it is not disclosed or not known. */
export const givenKind = (kind: string | null): OrganisationKind | 'not-given' =>
  kind === null || !isOrganisationKind(kind) ? 'not-given' : kind

/** All kinds in the order of tables. */
export const kindsInOrder: readonly (OrganisationKind | 'not-given')[] = [
  ...(Object.keys(kindHeadings) as OrganisationKind[]),
  'not-given',
]

/** How a solution went at the organisations of one kind. */
export interface KindOutcomes {
  /** The heading of the kind. */
  readonly kind: string
  /** The number of organisations in each state of a trial, in the order of `trialStates`. */
  readonly organisations: readonly number[]
}

/** How a solution went, by kind of organisation. Kinds without organisations are left out. */
export const outcomesByKind = (counts: readonly KindCount[]): readonly KindOutcomes[] =>
  kindsInOrder.flatMap(kind => {
    const ofKind = counts.filter(count => givenKind(count.kind) === kind)
    if (ofKind.length === 0) return []
    const organisations = trialStates.map(state => sumOrganisations(ofKind.filter(count => count.state === state)))
    return [{ kind: kindHeading(kind), organisations }]
  })

/** The number of organisations in all of these counts. */
export const sumOrganisations = (counts: readonly Pick<KindCount, 'organisations'>[]): number =>
  counts.reduce((sum, count) => sum + count.organisations, 0)
