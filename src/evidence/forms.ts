import { z } from 'zod'
import { shownAsOptions, type Member, type ShownAs } from '../accounts/index.js'
import { parseDate } from '../platform/dates.js'
import { optionalLine, parseForm, requiredChoice, type Parsed } from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { characterCount } from '../platform/text.js'
import { removalReasons, type RemovalReason } from './rules.js'
import { EARLIEST_DAY, MAX_APPROVER_LENGTH, MAX_NOTE_LENGTH, MAX_COST, MAX_WEEKS } from './limits.js'
import {
  trialStates,
  isResolved,
  reportStates,
  type StatementKind,
  type TrialState,
  type StatementState,
  type ReportState,
} from './states.js'

/** The day that a statement is about: today if it is left empty. */
const day = (today: string) =>
  z
    .string()
    .optional()
    .default('')
    .transform((text, context) => {
      if (text.trim() === '') return today
      const date = parseDate(text)
      const problem = dateProblem(date, today)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
      return date ?? today
    })

/** A day as the form shows it, in the order in which people type it: `2026-03-04` as `4 3 2026`. */
export const typedDay = (day: string): string => day.split('-').map(Number).reverse().join(' ')

function dateProblem(date: string | undefined, today: string): string | undefined {
  if (date === undefined) return 'Date must be a real date, like 27 3 2025, or a month, like March 2025'
  if (date > today) return 'Date must be today or in the past'
  return date < EARLIEST_DAY ? 'Date must be in 1990 or later' : undefined
}

const note = z
  .string()
  .optional()
  .default('')
  .transform(text => text.trim())
  .refine(text => characterCount(text) <= MAX_NOTE_LENGTH, { error: issue => noteTooLong(String(issue.input)) })

function noteTooLong(text: string): string {
  const length = characterCount(text).toLocaleString('en-GB')
  return `The note must be ${MAX_NOTE_LENGTH} characters or fewer. You have entered ${length}`
}

/** The id of a linked page, or null if none is chosen. */
const pageOrNone = (message: string) =>
  z
    .string()
    .optional()
    .default('')
    .refine(id => id === '' || isId(id), message)
    .transform(id => (id === '' ? null : id))

/** A whole number that may be left empty. Reads `£1,500` and `1500.00` too. */
const optionalWholeNumber = (max: number, name: string) =>
  z
    .string()
    .optional()
    .default('')
    .transform((input, context) => {
      const text = input.replace(/[£,\s]/g, '').replace(/\.0+$/, '')
      if (text === '') return null
      if (!/^\d{1,12}$/.test(text) || Number(text) > max) {
        context.addIssue({
          code: 'custom',
          message: `${name} must be a whole number from 0 to ${max.toLocaleString('en-GB')}`,
        })
        return null
      }
      return Number(text)
    })

const shownAs = (actor: Member) =>
  z
    .string()
    .optional()
    .default(actor.shownAs)
    .refine(value => (shownAsOptions as readonly string[]).includes(value), 'Choose how your name appears')
    .transform(value => value as ShownAs)

/** The organisation that the form was shown for. It is not the member's if they moved since, or if it was forged. */
const organisation = (actor: Member) =>
  z
    .string()
    .optional()
    .refine(
      id => id === undefined || id === actor.organisation?.id,
      'You can only report for the organisation that you belong to. Reload the page',
    )

/** A report on a barrier. It names a solution only if the barrier is resolved. */
const reportForm = (actor: Member, today: string) =>
  z
    .strictObject({
      state: requiredChoice(reportStates, 'Choose what the situation is now').transform(value => value as ReportState),
      other: pageOrNone('Choose a solution from the list'),
      day: day(today),
      note,
      shownAs: shownAs(actor),
      organisation: organisation(actor),
    })
    .superRefine(({ state, other }, context) => {
      if (other === null || isResolved(state)) return
      const message = 'If a solution helped, choose “Worked around” or “Overcome”. If not, choose “None of these” here'
      context.addIssue({ code: 'custom', path: ['other'], message })
    })

/** A trial of a solution. */
const trialForm = (actor: Member, today: string) =>
  z.strictObject({
    state: requiredChoice(trialStates, 'Choose how it went').transform(value => value as TrialState),
    other: pageOrNone('Choose a barrier from the list'),
    approvedBy: optionalLine('Who approved it', MAX_APPROVER_LENGTH),
    weeks: optionalWholeNumber(MAX_WEEKS, 'How many weeks it took'),
    cost: optionalWholeNumber(MAX_COST, 'Cost in pounds'),
    day: day(today),
    note,
    shownAs: shownAs(actor),
    organisation: organisation(actor),
  })

/** The input of a statement, from either form. */
export interface StatementInput {
  readonly state: StatementState
  /** The id of the solution that helped with a barrier, or of the barrier that a solution was tried against. */
  readonly other: string | null
  readonly approvedBy: string
  readonly weeks: number | null
  /** Whole pounds. */
  readonly cost: number | null
  /** `2026-03-04` */
  readonly day: string
  readonly note: string
  readonly shownAs: ShownAs
}

/** The input of a report. It says nothing about effort. */
const reportInput = (form: z.output<ReturnType<typeof reportForm>>): StatementInput => ({
  ...form,
  approvedBy: '',
  weeks: null,
  cost: null,
})

/** Reads a statement that was posted, by the form of its kind. A statement without a day is about `today`. */
export const statementParsers: Readonly<
  Record<StatementKind, (actor: Member, today: string, body: unknown) => Parsed<StatementInput>>
> = {
  report: (actor, today, body) => {
    const parsed = parseForm(reportForm(actor, today), body)
    return parsed.ok ? { ...parsed, value: reportInput(parsed.value) } : parsed
  },
  trial: (actor, today, body) => parseForm(trialForm(actor, today), body),
}

/** The reason for which a moderator removes a statement. */
export const removalForm = z.strictObject({
  reason: requiredChoice(Object.keys(removalReasons), 'Choose a reason').transform(code => code as RemovalReason),
})
