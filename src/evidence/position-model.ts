import { pluralise } from '../platform/text.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { statementLabelHtml } from './disclosure.js'
import { stateLabels } from './labels.js'
import type { OrganisationPosition } from './position-store.js'
import { namesOrganisation } from './positions.js'
import { statementAddress, type StatementContext, type StatementModel, statementModel } from './statement-model.js'
import { newestFirst } from './statement-order.js'
import type { Statement } from './statement.js'
import type { StatementState } from './states.js'

/** The position of an organisation as a row of a table. */
export interface PositionModel extends StatementModel {
  /** `3 people; latest: came back; earlier: worked around (2 people)`; undefined for one person. */
  readonly people: string | undefined
}

/** The statements of each organisation, newest first, by organisation id. */
export function byOrganisation(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const groups = new Map<string, Statement[]>()
  for (const statement of [...statements].sort(newestFirst)) {
    const group = groups.get(statement.organisationId) ?? []
    group.push(statement)
    groups.set(statement.organisationId, group)
  }
  return groups
}

/**
 * The positions of organisations as rows of a table, in the same order. A row shows the newest statement, with the
 * newest note of the statements in the same state.
 * @param statements the newest few statements of each organisation.
 */
export function positionModels(
  positions: readonly OrganisationPosition[],
  statements: readonly Statement[],
  context: StatementContext,
): readonly PositionModel[] {
  const groups = byOrganisation(statements)
  return positions.flatMap(position => {
    const group = groups.get(position.organisationId) ?? []
    const newest = group[0]
    return newest ? [positionModel(position, newest, group, context)] : []
  })
}

function positionModel(
  position: OrganisationPosition,
  newest: Statement,
  group: readonly Statement[],
  context: StatementContext,
): PositionModel {
  const model = statementModel(newest, context)
  const noted = group.find(statement => statement.note !== '' && statement.state === newest.state) ?? newest
  return {
    ...model,
    by: position.people === 1 ? model.by : organisationLabel(newest, context.coveredKinds),
    note: noted.note,
    people: peopleText(position),
    removeHref: `${statementAddress(noted)}/remove`,
  }
}

/** Labels several people of one organisation: none of them by name, even if the newest statement has one. */
const organisationLabel = (newest: Statement, coveredKinds: readonly string[]): SafeHtml =>
  statementLabelHtml({ ...newest, shownAs: namesOrganisation(newest) ? 'organisation' : 'kind' }, coveredKinds)

/** `3 people; latest: came back; earlier: worked around (2 people)`; undefined for one person. */
function peopleText({
  people,
  peopleByState,
  state,
}: Pick<OrganisationPosition, 'people' | 'peopleByState' | 'state'>): string | undefined {
  if (people === 1) return undefined
  const earlier = (Object.entries(peopleByState) as [StatementState, number][])
    .filter(([otherState]) => otherState !== state)
    .map(([otherState, count]) => `${stateText(otherState)} (${pluralise(count, 'person', 'people')})`)
  if (earlier.length === 0) return `${people} people`
  return `${people} people; latest: ${stateText(state)}; earlier: ${earlier.join(', ')}`
}

const stateText = (state: StatementState): string => stateLabels[state].text.toLowerCase()
