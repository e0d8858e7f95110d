import type { TagColour } from '../platform/http/index.js'
import type { Actor } from '../accounts/index.js'
import { addressOf, type Kind, type LinkedPage } from '../pages/index.js'
import { dateAgo, formatDate, subtractMonths } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import { withQuery } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { statementLabel } from './disclosure.js'
import { stateLabels } from './labels.js'
import { namesOrganisation } from './positions.js'
import { actionsOnStatement, type StatementOperation } from './rules.js'
import type { Statement } from './statement-store.js'

/** What a member reads whose statement counts for nothing beside those of their colleagues: see `countedOf`. */
export const UNCOUNTED_NOTICE =
  'We keep this but do not show or count it. A colleague named your organisation here, or your organisation wrote this page, so the totals would reveal that it is yours.'

export interface Link {
  readonly text: string
  readonly href: string
}

/** `IT security’s approval, 2 weeks, £500`; undefined when nobody said. */
export function effortText({
  approvedBy,
  weeks,
  cost,
}: Pick<Statement, 'approvedBy' | 'weeks' | 'cost'>): string | undefined {
  const parts = [
    ...(approvedBy === '' ? [] : [`approval: ${approvedBy}`]),
    ...(weeks === null ? [] : [weeks === 0 ? 'less than a week' : pluralise(weeks, 'week')]),
    ...(cost === null ? [] : [cost === 0 ? 'no cost' : `£${cost.toLocaleString('en-GB')}`]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** What statements are shown by, beside themselves. */
export interface StatementContext {
  readonly config: Pick<Config, 'evidenceAgesAfterMonths'>
  readonly coveredKinds: readonly string[]
  /** `2026-03-04` */
  readonly today: string
  /** The pages that statements name, by id. */
  readonly pages: ReadonlyMap<
    string,
    Pick<LinkedPage, 'kind' | 'slug' | 'title'> & { readonly proof?: string | undefined }
  >
  /** Whether this revision of the solution is much unlike today's. */
  readonly isEarlier?: (revisionNumber: number) => boolean
  /** The page they are about. */
  readonly about?: { readonly kind: Kind; readonly slug: string; readonly number: number }
}

export interface StatementModel {
  readonly id: string
  readonly by: string
  readonly byHref: string | undefined
  readonly state: { readonly text: string; readonly colour: TagColour }
  /** `proof` says at how many and which organisations a solution worked, where it is proven. */
  readonly other: (Link & { readonly proof: string | undefined }) | undefined
  readonly day: string
  readonly dayExact: string
  readonly ago: string
  readonly ageing: boolean
  readonly note: string
  readonly effort: string | undefined
  /** Where the revision that was tried can be compared with today’s, when it is much unlike it. */
  readonly earlier: string | undefined
  /** `3 people, 1 says it came back`; undefined for one person alone. */
  readonly people: string | undefined
  readonly href: string
  /** Where a moderator removes it: the statement whose note is shown. */
  readonly removeHref: string
}

export const statementAddress = (statement: Pick<Statement, 'kind' | 'id'>): string =>
  `/${statement.kind === 'report' ? 'reports' : 'trials'}/${statement.id}`

export function statementModel(statement: Statement, showing: StatementContext): StatementModel {
  const { coveredKinds, today, pages, config, about } = showing
  const other = pages.get(statement.linkedPageId ?? '')
  const isEarlier =
    about !== undefined &&
    statement.revisionNumber !== null &&
    statement.revisionNumber !== about.number &&
    showing.isEarlier?.(statement.revisionNumber)
  return {
    id: statement.id,
    by: statementLabel(statement, coveredKinds),
    byHref: namesOrganisation(statement)
      ? `/organisations/${encodeURIComponent(statement.organisationSlug)}`
      : undefined,
    state: stateLabels[statement.state],
    other: other && { text: other.title, href: addressOf(other), proof: other.proof },
    day: statement.happenedOn,
    dayExact: formatDate(`${statement.happenedOn}T12:00:00.000Z`),
    ago: dateAgo(statement.happenedOn, today),
    ageing: isAgeing(statement.happenedOn, today, config.evidenceAgesAfterMonths),
    note: statement.note,
    effort: effortText(statement),
    earlier: isEarlier
      ? withQuery(`${addressOf(about)}/compare`, { from: String(statement.revisionNumber), to: String(about.number) })
      : undefined,
    people: undefined,
    href: statementAddress(statement),
    removeHref: `${statementAddress(statement)}/remove`,
  }
}

/** What the person may do with a statement, as links' and buttons' names. */
export const allowedOperations = (
  statement: Statement,
  actor: Actor,
): Readonly<Record<StatementOperation, boolean>> => {
  const actions = actionsOnStatement(statement, actor)
  return { change: actions.has('change'), withdraw: actions.has('withdraw'), remove: actions.has('remove') }
}

/** Whether a statement of that day is old by now, after `months`. */
export const isAgeing = (happenedOn: string, today: string, months: number): boolean =>
  happenedOn < subtractMonths(today, months)
