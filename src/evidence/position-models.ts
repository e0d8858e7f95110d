import { anonymousLabel } from './disclosure.js'
import { stateLabels } from './labels.js'
import type { OrganisationPosition } from './position-store.js'
import { namesOrganisation, oldestFirst } from './positions.js'
import { statementAddress, type StatementContext, type StatementModel, statementModel } from './statement-model.js'
import type { Statement } from './statement-store.js'
import type { StatementState } from './states.js'

/** The statements of each organisation, newest first, by organisation. */
export function byOrganisation(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const groups = new Map<string, Statement[]>()
  for (const one of [...statements].sort((a, b) => oldestFirst(b, a)))
    groups.set(one.organisationId, [...(groups.get(one.organisationId) ?? []), one])
  return groups
}

/**
 * What organisations say, one row each, in the order of `standings`: the newest decides, the note is the newest that says
 * the same. `statements` are the newest few of each.
 */
export function positionModels(
  standings: readonly OrganisationPosition[],
  statements: readonly Statement[],
  showing: StatementContext,
): readonly StatementModel[] {
  const groups = byOrganisation(statements)
  return standings.flatMap(standing => {
    const group = groups.get(standing.organisationId) ?? []
    const newest = group[0]
    if (!newest) return []
    const shown = statementModel(newest, showing)
    // Several people of one organisation are shown as that organisation, whoever of them gave a name.
    const by =
      standing.people === 1
        ? shown.by
        : namesOrganisation(newest)
          ? newest.organisationName
          : anonymousLabel(newest.organisationKind, showing.coveredKinds)
    const noted = group.find(one => one.note !== '' && one.state === newest.state) ?? newest
    return [
      { ...shown, by, note: noted.note, people: peopleText(standing), removeHref: `${statementAddress(noted)}/remove` },
    ]
  })
}

/** `3 people; 1 of 3 people says it came back`; undefined for one person alone. */
function peopleText({
  people,
  peopleByState: voices,
  state,
}: Pick<OrganisationPosition, 'people' | 'peopleByState' | 'state'>): string | undefined {
  if (people === 1) return undefined
  const others = (Object.entries(voices) as [StatementState, number][])
    .filter(([other]) => other !== state)
    .map(([other, n]) => `${n} of ${people} people ${saysOf(other, n)}`)
  return [`${people} people`, ...others].join('; ')
}

const saysOf = (state: StatementState, people: number): string =>
  people === 1 ? stateLabels[state].says : stateLabels[state].says.replace(/^is /, 'are ').replace(/^says /, 'say ')
