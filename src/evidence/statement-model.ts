import type { Actor } from '../accounts/index.js'
import { addressOf, type Kind, type LinkedPage, type PageHead } from '../pages/index.js'
import { dateAgo, formatDate, subtractMonths } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import type { Link, TagColour } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import { compareAddress } from '../revisions/index.js'
import { statementLabelHtml } from './disclosure.js'
import { stateLabels } from './labels.js'
import { namesOrganisation } from './positions.js'
import { actionsOnStatement, type StatementOperation } from './rules.js'
import { statementKinds, statementPath } from './statement-kinds.js'
import type { Statement } from './statement.js'

/** Tells a member that their statement is not counted: see `publiclyCountable`. */
export const UNCOUNTED_NOTICE =
  'We saved your report but will not show or count it. You chose not to name your organisation, but readers could ' +
  'work it out, because a colleague named it here or because it wrote this page.'

/** `approval from IT security, 2 weeks, £500`; undefined if nothing was given. */
export function effortText({
  approvedBy,
  weeks,
  cost,
}: Pick<Statement, 'approvedBy' | 'weeks' | 'cost'>): string | undefined {
  const parts = [
    ...(approvedBy === '' ? [] : [`approval from ${approvedBy}`]),
    ...(weeks === null ? [] : [weeks === 0 ? 'less than a week' : pluralise(weeks, 'week')]),
    ...(cost === null ? [] : [cost === 0 ? 'no cost' : `£${cost.toLocaleString('en-GB')}`]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** What is needed to show statements, beside the statements themselves. */
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
  /** Whether this revision of the page differs a lot from the current one. */
  readonly differsALot?: (revisionNumber: number) => boolean
  /** The page that the statements are about, if they are all about one. */
  readonly about?: { readonly kind: Kind; readonly slug: string; readonly number: number }
}

/** A statement as a table or a list shows it. */
export interface StatementModel {
  readonly id: string
  readonly by: SafeHtml
  readonly byHref: string | undefined
  readonly state: { readonly text: string; readonly colour: TagColour }
  /** The page that the statement names. `proof`: where a proven solution worked. */
  readonly linked: (Link & { readonly proof: string | undefined }) | undefined
  readonly day: string
  readonly dayExact: string
  readonly ago: string
  /** Whether it is so old that it may no longer be true. */
  readonly mayBeOutOfDate: boolean
  readonly note: string
  readonly effort: string | undefined
  /** The address that compares the revision that was tried with the current one, if they differ a lot. */
  readonly compareHref: string | undefined
  readonly href: string
  /** Where a moderator removes the statement whose note is shown. */
  readonly removeHref: string
}

/** `/reports/0198…`: the page on which its author changes a statement. */
export const statementAddress = ({ kind, id }: Pick<Statement, 'kind' | 'id'>): string =>
  `/${statementPath(statementKinds[kind])}/${id}`

/** A statement as the views show it. */
export function statementModel(statement: Statement, context: StatementContext): StatementModel {
  const { coveredKinds, today, pages, config, about } = context
  const linked = pages.get(statement.linkedPageId ?? '')
  const triedAnotherText =
    about !== undefined &&
    statement.revisionNumber !== null &&
    statement.revisionNumber !== about.number &&
    context.differsALot?.(statement.revisionNumber)
  return {
    id: statement.id,
    by: statementLabelHtml(statement, coveredKinds),
    byHref: namesOrganisation(statement)
      ? `/organisations/${encodeURIComponent(statement.organisationSlug)}`
      : undefined,
    state: stateLabels[statement.state],
    linked: linked && { text: linked.title, href: addressOf(linked), proof: linked.proof },
    day: statement.happenedOn,
    dayExact: formatDate(`${statement.happenedOn}T12:00:00.000Z`),
    ago: dateAgo(statement.happenedOn, today),
    mayBeOutOfDate: mayBeOutOfDate(statement.happenedOn, today, config.evidenceAgesAfterMonths),
    note: statement.note,
    effort: effortText(statement),
    compareHref: triedAnotherText ? compareAddress(about, statement.revisionNumber, about.number) : undefined,
    href: statementAddress(statement),
    removeHref: `${statementAddress(statement)}/remove`,
  }
}

/** What a reader may do with a statement, for the views. */
export interface StatementActions {
  /** Leads its author to where they change or withdraw it: see `changeText`. Undefined for anybody else. */
  readonly changeText: string | undefined
  readonly canRemove: boolean
}

/** What `actor` may do with a statement on `page`. */
export function statementActions(
  statement: Statement,
  page: Pick<PageHead, 'archivedAt'>,
  actor: Actor,
): StatementActions {
  const actions = actionsOnStatement(statement, page, actor)
  return { changeText: actions.has('withdraw') ? changeText(actions) : undefined, canRemove: actions.has('remove') }
}

/** The text of the link that leads an author to what they may do with their statement. */
export const changeText = (actions: ReadonlySet<StatementOperation>): string =>
  actions.has('change') ? 'Correct or withdraw' : 'Withdraw'

/** Whether a statement about this day is more than `months` old. */
export const mayBeOutOfDate = (happenedOn: string, today: string, months: number): boolean =>
  happenedOn < subtractMonths(today, months)
