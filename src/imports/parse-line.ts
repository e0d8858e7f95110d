import { z } from 'zod'
import { characterCount, storageProblem } from '../platform/text.js'
import { MAX_BODY_LENGTH } from '../pages/index.js'

/** A line of a history: one change to one file. */
export interface HistoryLine {
  /** Its number in the file, from 1. */
  readonly line: number
  /** The line as it was read. Its hash identifies it. */
  readonly raw: string
  /** A added, M modified, R renamed from `from`, D deleted. */
  readonly op: 'A' | 'M' | 'R' | 'D'
  readonly path: string
  readonly from: string | undefined
  /** UTC. */
  readonly date: string
  readonly author: string
  readonly message: string
  readonly text: string
}

/** Why a line was not imported or could not be verified. */
export interface LineProblem {
  /** Its number in the file, from 1. */
  readonly line: number
  readonly problem: string
}

/** In code units. */
const MAX_PATH_LENGTH = 1_000

/** Instants are stored as text of a fixed width, so the year has four digits. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

const storableText = z.string().refine(text => storageProblem(text) === undefined, {
  error: issue => storageProblem(String(issue.input)) ?? 'cannot be stored',
})

const path = storableText.min(1).max(MAX_PATH_LENGTH)

const lineShape = z.object({
  op: z.enum(['A', 'M', 'R', 'D']),
  path,
  from: path.optional(),
  date: z.string().transform((text, context) => {
    const time = instantOf(text)
    if (Number.isNaN(time) || time < 0 || time > LAST_INSTANT)
      context.addIssue('is not a date such as 2019-02-20T10:17:12+01:00')
    return Number.isNaN(time) ? '' : new Date(time).toISOString()
  }),
  author: storableText,
  message: storableText.optional().default(''),
  text: storableText
    .refine(text => characterCount(text) <= MAX_BODY_LENGTH, `is longer than ${MAX_BODY_LENGTH} characters`)
    .optional()
    .nullable(),
})

/**
 * Reads an ISO 8601 date, with a space or a T before its time. A time without a zone is in UTC, as is the start of a day, so
 * that a file gives the same history on every machine. NaN for anything else.
 */
function instantOf(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(
      text.trim(),
    ) ?? []
  if (day === undefined || !isInCalendar(day)) return NaN
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? []
  return Date.parse(`${day}T${time.replace(',', '.')}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`)
}

/** `Date.parse` takes 30 February for 2 March. */
function isInCalendar(day: string): boolean {
  const time = Date.parse(`${day}T00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

/** Parses line number `line` of a history, or says what is wrong with it. */
export function parseLine(raw: string, line: number): HistoryLine | LineProblem {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    return { line, problem: 'is not JSON' }
  }
  const result = lineShape.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]!
    return { line, problem: `${issue.path.join('.') || 'the line'}: ${issue.message}` }
  }
  const { op, path, from, date, author, message, text } = result.data
  if (op === 'R' && from === undefined) return { line, problem: 'from: is missing. A rename needs the old path' }
  if (op !== 'D' && typeof text !== 'string') return { line, problem: 'text: is missing' }
  return { line, raw, op, path, from, date, author, message, text: text ?? '' }
}
