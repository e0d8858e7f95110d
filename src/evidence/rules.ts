import { kindWithArticle, type Actor, type Member, type ShownAs } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import { subtractMonths } from '../platform/dates.js'

/** What a report says of a barrier. */
export const reportStates = ['facing', 'worked-around', 'overcome', 'came-back'] as const
export type ReportState = (typeof reportStates)[number]

/** What a trial says of a solution. */
export const trialStates = ['worked', 'in-part', 'failed', 'not-allowed'] as const
export type TrialState = (typeof trialStates)[number]

export type StatementKind = 'report' | 'trial'
export type StatementState = ReportState | TrialState

/** How a barrier stands, derived from what organisations say. */
export const barrierStates = ['waiting', 'has-workaround', 'proven', 'mostly-overcome'] as const
export type BarrierState = (typeof barrierStates)[number]

/** How a solution stands. */
export const solutionStates = ['untried', 'tried', 'worked', 'proven'] as const
export type SolutionState = (typeof solutionStates)[number]
export type PageState = BarrierState | SolutionState

/** A solution is proven when it worked at this many organisations, its author's own not counted. */
export const ORGANISATIONS_FOR_PROOF = 2

/** A kind of organisation is named beside an anonymous statement when this many organisations of it have accounts. */
export const ORGANISATIONS_FOR_COVER = 3

export const MAX_NOTE_LENGTH = 500
export const MAX_APPROVER_LENGTH = 120
export const MAX_WEEKS = 520
export const MAX_COST = 100_000_000
/** What one person may have said of one page: each statement of theirs is weighed again with the next. */
export const MAX_STATEMENTS_PER_PAGE = 1_000
/** No statement speaks of a day before this one. */
export const EARLIEST_DAY = '1990-01-01'

const resolvedStates: ReadonlySet<StatementState> = new Set<StatementState>(['worked-around', 'overcome'])

/** Whether an organisation that says this of a barrier has got past it. */
export const isResolved = (state: StatementState): boolean => resolvedStates.has(state)

/** A statement, as far as the rules look at it. */
export interface CountableStatement {
  readonly id: string
  readonly memberId: string
  readonly state: StatementState
  readonly linkedPageId: string | null
  /** The day it speaks of, `2026-03-04`. */
  readonly happenedOn: string
  readonly madeAt: Instant
  readonly shownAs: ShownAs
}

/** Oldest first: by the day a statement speaks of, then by when it was made. A correction was made when what it corrects was. */
export const oldestFirst = (
  a: Pick<CountableStatement, 'id' | 'happenedOn' | 'madeAt'>,
  b: Pick<CountableStatement, 'id' | 'happenedOn' | 'madeAt'>,
): number => compareText(a.happenedOn, b.happenedOn) || compareText(a.madeAt, b.madeAt) || compareText(a.id, b.id)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What an organisation says now, from its people's statements on one page; undefined without any. The newest decides. */
export interface Position {
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  /** When it began to say so: its first statement since it last said something else. */
  readonly since: Instant
  readonly people: number
  /** How many of its people say what, each by their newest statement. */
  readonly peopleByState: PeopleByState
}

export type PeopleByState = Readonly<Partial<Record<StatementState, number>>>

export function currentPosition(statements: readonly CountableStatement[]): Position | undefined {
  const sorted = [...statements].sort(oldestFirst)
  const newest = sorted.at(-1)
  if (!newest) return undefined
  let since = newest.madeAt
  for (let at = sorted.length - 1; at >= 0 && sorted[at]!.state === newest.state; at--)
    if (sorted[at]!.madeAt < since) since = sorted[at]!.madeAt
  const byPerson = new Map(sorted.map(one => [one.memberId, one.state]))
  const voices: Partial<Record<StatementState, number>> = {}
  for (const state of [...byPerson.values()].sort()) voices[state] = (voices[state] ?? 0) + 1
  return {
    state: newest.state,
    linkedPageId: newest.linkedPageId,
    happenedOn: newest.happenedOn,
    since,
    people: byPerson.size,
    peopleByState: voices,
  }
}

/** Whether a statement may be shown beside its organisation's name, in any list. */
export const namesOrganisation = (statement: Pick<CountableStatement, 'shownAs'>): boolean =>
  statement.shownAs !== 'kind'

/**
 * Of what an organisation's people say of one page, what counts and is shown: the statements that name it, where there are
 * any, else those that tell its kind alone. Both side by side would tell, by the totals, whose the others are. Of a
 * solution that it wrote itself (`wroteIt`) nothing unnamed counts: that it proves nothing would tell whose it is.
 */
export function publiclyCountable<S extends Pick<CountableStatement, 'shownAs'>>(
  said: readonly S[],
  wroteIt: boolean,
): readonly S[] {
  const named = said.filter(namesOrganisation)
  return named.length > 0 ? named : wroteIt ? [] : said
}

/**
 * The lower bound of the Wilson score interval at 95 %, in millionths: how surely something works that worked `worked`
 * times of `tried`. E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 */
export function wilsonLowerBound(worked: number, tried: number): number {
  if (tried === 0) return 0
  const z = 1.96
  const share = worked / tried
  const bound =
    (share + (z * z) / (2 * tried) - z * Math.sqrt((share * (1 - share) + (z * z) / (4 * tried)) / tried)) /
    (1 + (z * z) / tried)
  return Math.max(0, Math.round(bound * 1_000_000))
}

/** An organisation's word on a solution, as the rule of proof looks at it. */
export interface TrialPosition {
  readonly organisationId: string
  readonly state: StatementState
  readonly since: Instant
}

export interface Proof {
  readonly isProven: boolean
  /** Wilson's lower bound over the organisations other than the author's, in millionths. */
  readonly score: number
  /** When it came to be proven; null while it is not. */
  readonly since: Instant | null
}

/** Whether a solution is proven: it worked (newest statement) at two or more organisations, its author's own not counted. */
export function assessProof(words: readonly TrialPosition[], authorOrganisationId: string | null): Proof {
  const elsewhere = words.filter(word => word.organisationId !== authorOrganisationId)
  const worked = elsewhere
    .filter(word => word.state === 'worked')
    .map(word => word.since)
    .sort()
  const proven = worked.length >= ORGANISATIONS_FOR_PROOF
  return {
    isProven: proven,
    score: wilsonLowerBound(worked.length, elsewhere.length),
    since: proven ? worked[ORGANISATIONS_FOR_PROOF - 1]! : null,
  }
}

/** How a solution stands, from what organisations say of it. */
export const solutionStateOf = (states: readonly StatementState[], proven: boolean): SolutionState =>
  proven ? 'proven' : states.includes('worked') ? 'worked' : states.length > 0 ? 'tried' : 'untried'

/**
 * How a barrier stands. `states` is what each organisation says; `solutions` how each linked solution stands;
 * `namesSolution` whether an organisation says which solution got it past.
 */
export function barrierStateOf(
  states: readonly StatementState[],
  solutions: readonly PageState[],
  namesSolution: boolean,
): BarrierState {
  if (states.filter(state => state === 'overcome').length * 2 > states.length) return 'mostly-overcome'
  if (solutions.includes('proven')) return 'proven'
  return solutions.includes('worked') || namesSolution ? 'has-workaround' : 'waiting'
}

/** Solutions of a barrier, best proven first: by Wilson's bound, then by how many tried it, then by the newest word. */
export const bestProvenFirst = (
  a: { readonly proofScore: number; readonly organisations: number; readonly newestOn: string | null },
  b: { readonly proofScore: number; readonly organisations: number; readonly newestOn: string | null },
): number =>
  b.proofScore - a.proofScore || b.organisations - a.organisations || (b.newestOn ?? '').localeCompare(a.newestOn ?? '')

/** Whether a statement of that day is old by now, after `months`. */
export const isAgeing = (happenedOn: string, today: string, months: number): boolean =>
  happenedOn < subtractMonths(today, months)

/**
 * Who made a statement, as they chose to be shown. An organisation's kind is said only where enough organisations of
 * that kind have accounts (`coveredKinds`): else it would give the organisation away.
 */
export function statementLabel(
  made: {
    readonly shownAs: ShownAs
    readonly memberName: string
    readonly organisationName: string
    readonly organisationKind: string
  },
  coveredKinds: readonly string[],
): string {
  if (made.shownAs === 'name') return `${made.memberName}, ${made.organisationName}`
  if (made.shownAs === 'organisation') return made.organisationName
  return anonymousLabel(made.organisationKind, coveredKinds)
}

/** `a council` where there are enough of them, else `a public body`. */
export const anonymousLabel = (kind: string, coveredKinds: readonly string[]): string =>
  coveredKinds.includes(kind) ? kindWithArticle(kind) : kindWithArticle(undefined)

/** What somebody may do with a statement now. */
export type StatementOperation = 'change' | 'withdraw' | 'remove'

const none: ReadonlySet<StatementOperation> = new Set()

/** Its author may change it or take it back; a moderator may remove somebody else's. A statement that has ended stays so. */
export function actionsOnStatement(
  statement: { readonly memberId: string; readonly endedAt: Instant | null },
  actor: Actor,
): ReadonlySet<StatementOperation> {
  if (!actor || statement.endedAt !== null) return none
  if (statement.memberId === actor.id) return new Set(['change', 'withdraw'])
  return actor.role === 'member' ? none : new Set(['remove'])
}

export type OrganisationMember = Member & { readonly organisation: NonNullable<Member['organisation']> }

/** Whether this member can speak for an organisation. */
export const canMakeStatements = (actor: Actor): actor is OrganisationMember => actor?.organisation !== undefined

/**
 * Whether a text has changed a lot: more than a quarter of the words of both together are in one of them only.
 * Order is not looked at, so it takes time in proportion to the length.
 */
export function changedALot(before: string, after: string): boolean {
  const bag = new Map<string, number>()
  const [mine, theirs] = [wordsIn(before), wordsIn(after)]
  for (const word of mine) bag.set(word, (bag.get(word) ?? 0) + 1)
  let common = 0
  for (const word of theirs) {
    const left = bag.get(word) ?? 0
    if (left > 0) {
      common++
      bag.set(word, left - 1)
    }
  }
  const all = mine.length + theirs.length
  return all > 0 && 1 - (2 * common) / all > 0.25
}

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Why a moderator removed a statement. */
export const removalReasons = {
  'names-a-person': 'It names or describes a person',
  'not-evidence': 'It is not about this barrier or solution',
  'not-true': 'It is not true, as far as we can tell',
  'asked-to': 'The organisation asked us to',
  conduct: 'It breaks our rules for what may be said here',
} as const
export type RemovalReason = keyof typeof removalReasons
