import { countOfKind, isOrganisationKind, kindHeadings, type Actor, type OrganisationKind } from '../accounts/index.js'
import type { Config } from '../platform/deps.js'
import { dateAgo, formatDate } from '../platform/dates.js'
import { withQuery, type TagColour } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { addressOf, type Kind, type LinkedPage } from '../pages/index.js'
import {
  actionsOnStatement,
  anonymousLabel,
  canMakeStatements,
  oldestFirst,
  isAgeing,
  namesOrganisation,
  trialStates,
  statementLabel,
  reportStates,
  type PageState,
  type StatementState,
  type StatementOperation,
} from './rules.js'
import type { KindCount, PageEvidence, OrganisationPosition, Statement } from './store.js'

/** A state in words and in a tag's colour; beside people, "says it …". */
export const stateLabels: Readonly<
  Record<
    StatementState,
    { readonly text: string; readonly says: string; readonly colour: TagColour; readonly hint: string }
  >
> = {
  facing: { text: 'Facing it', says: 'is still facing it', colour: 'orange', hint: 'It gets in the way now' },
  'worked-around': {
    text: 'Worked around',
    says: 'worked around it',
    colour: 'teal',
    hint: 'It is still there, but there is a way round it',
  },
  overcome: { text: 'Overcome', says: 'overcame it', colour: 'green', hint: 'It does not get in the way any more' },
  'came-back': {
    text: 'Came back',
    says: 'says it came back',
    colour: 'red',
    hint: 'It was gone, and is in the way again',
  },
  worked: { text: 'Worked', says: 'says it worked', colour: 'green', hint: 'It got us round the barrier' },
  'in-part': {
    text: 'Worked in part',
    says: 'says it worked in part',
    colour: 'teal',
    hint: 'It helped, but not for everyone or not for everything',
  },
  failed: { text: 'Failed', says: 'says it failed', colour: 'red', hint: 'We tried it, and it did not help' },
  'not-allowed': {
    text: 'Not allowed',
    says: 'says it was not allowed',
    colour: 'orange',
    hint: 'We were told that we may not do it',
  },
}

/** How a page stands, in the words of a tag. */
export const pageStateLabels: Readonly<Record<PageState, { readonly text: string; readonly colour: TagColour }>> = {
  waiting: { text: 'Waiting for a workaround', colour: 'orange' },
  'has-workaround': { text: 'Has a workaround', colour: 'teal' },
  proven: { text: 'Proven way round', colour: 'green' },
  'mostly-overcome': { text: 'Mostly overcome', colour: 'green' },
  untried: { text: 'Not tried yet', colour: 'grey' },
  tried: { text: 'Tried', colour: 'grey' },
  worked: { text: 'Worked once', colour: 'teal' },
}

/** The tag of a page of this kind: a solution that is proven says so in one word. */
export const evidenceTag = (
  kind: Kind,
  { state, resolvedCount: past }: Pick<PageEvidence, 'state' | 'resolvedCount'>,
): { readonly text: string; readonly colour: TagColour } =>
  kind === 'solution' && state === 'proven'
    ? { text: 'Proven', colour: 'green' }
    : state === 'worked' && past > 1
      ? { text: 'Worked', colour: 'teal' }
      : pageStateLabels[state]

/** What a member reads whose statement counts for nothing beside those of their colleagues: see `countedOf`. */
export const UNCOUNTED_NOTICE =
  'It is kept, but not shown or counted: a colleague names your organisation here, or your organisation wrote this page, so the totals would tell whose it is.'

export interface Link {
  readonly text: string
  readonly href: string
}

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

/** What the person may do with a statement, as links' and buttons' names. */
export const allowedOperations = (
  statement: Statement,
  actor: Actor,
): Readonly<Record<StatementOperation, boolean>> => {
  const actions = actionsOnStatement(statement, actor)
  return { change: actions.has('change'), withdraw: actions.has('withdraw'), remove: actions.has('remove') }
}

/** The way to say something of a page, from a list: a button for who may say it at once, else a link to the form. */
export type StatementAction =
  | { readonly text: string; readonly title: string; readonly href: string }
  | {
      readonly text: string
      readonly title: string
      readonly action: string
      readonly fields: readonly { readonly name: string; readonly value: string }[]
    }

/** @param hasSpoken whether they said something of it before: they are not to change their word by one click. */
export function statementAction(
  actor: Actor,
  page: { readonly kind: Kind; readonly slug: string; readonly title: string },
  hasSpoken: boolean,
  text?: string,
): StatementAction {
  const href = addressOf(page)
  const isBarrier = page.kind === 'barrier'
  const named = {
    text: hasSpoken ? 'Say what changed' : (text ?? (isBarrier ? 'We faced this' : 'We tried this')),
    title: page.title,
  }
  // How a trial went must be told; that a barrier was faced is said in one action.
  return isBarrier && !hasSpoken && canMakeStatements(actor)
    ? { ...named, action: `${href}/reports`, fields: [{ name: 'organisation', value: actor.organisation.id }] }
    : { ...named, href: `${href}/${isBarrier ? 'reports' : 'trials'}/new` }
}

/** What the table of statements about a page calls its columns. */
export interface StatementTableLabels {
  /** The heading of what was said. */
  readonly state: string
  /** Before the other page that a statement names. */
  readonly other: string
}

export const statementTableLabels: Readonly<Record<Kind, StatementTableLabels>> = {
  barrier: { state: 'Situation', other: 'with' },
  solution: { state: 'How it went', other: 'against' },
}
