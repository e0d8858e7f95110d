import { z } from 'zod'
import { shownAsOptions, type Member, type ShownAs } from '../accounts/index.js'
import { parseDate } from '../platform/dates.js'
import { requiredChoice, optionalLine } from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { characterCount } from '../platform/text.js'
import { removalReasons, type RemovalReason } from './rules.js'
import { EARLIEST_DAY, MAX_APPROVER_LENGTH, MAX_NOTE_LENGTH, MAX_COST, MAX_WEEKS } from './limits.js'
import {
  trialStates,
  isResolved,
  reportStates,
  type TrialState,
  type StatementState,
  type ReportState,
} from './states.js'

/** The day a statement speaks of; left empty, today. */
const day = (today: string) =>
  z
    .string()
    .optional()
    .default('')
    .transform((typed, context) => {
      if (typed.trim() === '') return today
      const found = parseDate(typed)
      if (found === undefined)
        context.addIssue({ code: 'custom', message: 'Enter a date, like 27 3 2025, or a month, like March 2025' })
      else if (found > today) context.addIssue({ code: 'custom', message: 'The date must be today or in the past' })
      else if (found < EARLIEST_DAY) context.addIssue({ code: 'custom', message: 'The date must be in 1990 or later' })
      return found ?? today
    })

const note = z
  .string()
  .optional()
  .default('')
  .transform(text => text.trim())
  .refine(text => characterCount(text) <= MAX_NOTE_LENGTH, {
    error: issue =>
      `The note is ${characterCount(String(issue.input)).toLocaleString('en-GB')} characters long; it can have at most ${MAX_NOTE_LENGTH}`,
  })

const pageOrNone = (message: string) =>
  z
    .string()
    .optional()
    .default('')
    .refine(id => id === '' || isId(id), message)
    .transform(id => (id === '' ? null : id))

/** A whole number that may be left empty; `£1,500` and `1500.00` are read as people write them. */
const optionalWhole = (most: number, name: string) =>
  z
    .string()
    .optional()
    .default('')
    .transform((typed, context) => {
      const text = typed.replace(/[£,\s]/g, '').replace(/\.0+$/, '')
      if (text === '') return null
      if (!/^\d{1,12}$/.test(text) || Number(text) > most) {
        context.addIssue({
          code: 'custom',
          message: `${name} must be a whole number from 0 to ${most.toLocaleString('en-GB')}`,
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
    .refine(value => (shownAsOptions as readonly string[]).includes(value), 'Choose how to be shown')
    .transform(value => value as ShownAs)

/** The organisation that the person was told they speak for; the same as theirs, unless that changed or the form was forged. */
const organisation = (actor: Member) =>
  z
    .string()
    .optional()
    .refine(
      id => id === undefined || id === actor.organisation?.id,
      'You can only report for the organisation that you belong to. Reload the page',
    )

/** "We faced this": sent with nothing filled in, it says that the organisation faces the barrier today. */
export const reportForm = (actor: Member, today: string) =>
  z.strictObject({
    state: requiredChoice(reportStates, 'Choose what the situation is now')
      .optional()
      .default('facing')
      .transform(value => value as ReportState),
    other: pageOrNone('Choose a solution from the list'),
    day: day(today),
    note,
    shownAs: shownAs(actor),
    organisation: organisation(actor),
  })

/** "We tried this". */
export const trialForm = (actor: Member, today: string) =>
  z.strictObject({
    state: requiredChoice(trialStates, 'Choose how it went').transform(value => value as TrialState),
    other: pageOrNone('Choose a barrier from the list'),
    approvedBy: optionalLine('Whose approval it took', MAX_APPROVER_LENGTH),
    weeks: optionalWhole(MAX_WEEKS, 'The number of weeks'),
    cost: optionalWhole(MAX_COST, 'The cost in pounds'),
    day: day(today),
    note,
    shownAs: shownAs(actor),
    organisation: organisation(actor),
  })

/** What a statement says, read from either form. */
export interface StatementInput {
  readonly state: StatementState
  /** The solution that got a barrier past, the barrier that a solution was tried against. */
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

/** A report has no solution while the barrier is faced, and never says what a solution took. */
export const reportInput = (read: z.output<ReturnType<typeof reportForm>>): StatementInput => ({
  ...read,
  other: isResolved(read.state) ? read.other : null,
  approvedBy: '',
  weeks: null,
  cost: null,
})

export const removalForm = z.strictObject({
  reason: requiredChoice(Object.keys(removalReasons), 'Choose a reason').transform(code => code as RemovalReason),
})
