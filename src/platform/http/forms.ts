import { z } from 'zod'
import { Refused } from '../errors.js'
import { collapseWhitespace, characterCount, storageProblem, normaliseLineEndings, truncateText } from '../text.js'

/** An error of a form. */
export interface FieldError {
  /** The field's name, or empty for an error of the whole form. */
  readonly field: string
  readonly message: string
}

/** The submitted text of each field, for the form to show again. A field that was sent more than once has several. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>

/** The result of parsing a form: a valid value, or errors. Both have the submitted `values`. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly values: FormValues }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly values: FormValues }

/** Maximum length of an unknown field's name in a message, in characters. */
const MAX_SHOWN_FIELD_LENGTH = 40

/** The error of `field` that shows why a command refused it. Like all errors of forms, it ends without a full stop. */
export const fieldErrorFrom = ({ message }: Refused, field: string): FieldError => ({
  field,
  message: message.replace(/\.$/, ''),
})

/** Fields that every form may have in addition to its schema. */
const commonFields = new Set(['_csrf'])

/**
 * Parses a posted form with `schema`. Reports all errors at once, each with its field: missing, too long, of the wrong
 * type, sent twice, unknown or impossible to store. Normalises line endings to LF before checking lengths.
 */
export function parseForm<S extends z.ZodObject>(schema: S, body: unknown): Parsed<z.output<S>> {
  const { values, errors } = readFields(schema, body)
  const result = schema.safeParse(values)
  if (result.success && errors.length === 0) return { ok: true, value: result.data, values }
  const allErrors = result.success ? errors : [...errors, ...schemaErrors(result.error, values, errors)]
  return { ok: false, errors: inOrder(allErrors, Object.keys(schema.shape)), values }
}

/** Reads the fields of `schema` from a body, and reports those that it does not know or that cannot be stored. */
function readFields(
  schema: z.ZodObject,
  body: unknown,
): { readonly values: FormValues; readonly errors: readonly FieldError[] } {
  // Without a prototype: a field may have any name.
  const values = Object.create(null) as Record<string, string | readonly string[]>
  const errors: FieldError[] = []
  for (const [field, raw] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (commonFields.has(field)) continue
    if (Object.hasOwn(schema.shape, field)) {
      const value = Array.isArray(raw) ? raw.map(fieldText) : fieldText(raw)
      values[field] = value
      errors.push(...storageErrors(field, value))
    } else errors.push({ field: '', message: unknownFieldMessage(field) })
  }
  return { values, errors }
}

const fieldText = (raw: unknown): string => normaliseLineEndings(String(raw))

function storageErrors(field: string, value: string | readonly string[]): readonly FieldError[] {
  const problem = [value]
    .flat()
    .map(storageProblem)
    .find(reason => reason !== undefined)
  return problem === undefined ? [] : [{ field, message: `The text of this field ${problem}` }]
}

/** The first error of each field that has none yet, and every error of the whole form. */
function schemaErrors(
  { issues }: z.ZodError,
  values: FormValues,
  knownErrors: readonly FieldError[],
): readonly FieldError[] {
  const fieldsWithError = new Set(knownErrors.map(error => error.field))
  return issues.flatMap(issue => {
    const field = String(issue.path[0] ?? '')
    if (fieldsWithError.has(field) && field !== '') return []
    fieldsWithError.add(field)
    const isRepeated = issue.code === 'invalid_type' && Array.isArray(values[field])
    return [{ field, message: isRepeated ? 'This field was sent more than once' : issue.message }]
  })
}

const inOrder = (errors: readonly FieldError[], fields: readonly string[]): readonly FieldError[] =>
  [...errors].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field))

const unknownFieldMessage = (field: string): string => {
  const shown = truncateText(field.toWellFormed(), MAX_SHOWN_FIELD_LENGTH).replaceAll('\0', '')
  return `The form has an unknown field, "${shown}". Load the page again and send it from there`
}

/** Turns `a title` into `The title`. */
const nameFrom = (what: string): string => `The ${what.replace(/^(an?|the|your) /, '')}`

/** `The note must be 300 characters or fewer. You have entered 600` */
export const tooLong = (name: string, text: string, maxLength: number): string =>
  `${name} must be ${maxLength.toLocaleString('en-GB')} characters or fewer. ` +
  `You have entered ${characterCount(text).toLocaleString('en-GB')}`

/** Checks text that lists and links show on one line: it must be visible, and not reverse the order of letters. */
function checkVisible(text: string, context: z.RefinementCtx<string>): void {
  if (/\p{Cc}/u.test(text))
    context.addIssue({
      code: 'custom',
      message: 'This has a character that cannot be shown. Delete it and type it again',
    })
  else if (/[\u202a-\u202e]/.test(text))
    context.addIssue({
      code: 'custom',
      message: 'This has a hidden character that reverses text. Delete it and type it again',
    })
  else if (text !== '' && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text))
    context.addIssue({ code: 'custom', message: 'Enter some visible text' })
}

/** One line of text. Removes white space at its ends and collapses it elsewhere. `what` is as in "Enter a title". */
export const requiredLine = (what: string, maxLength: number, name = nameFrom(what)) =>
  z
    .string({ error: `Enter ${what}` })
    .transform(collapseWhitespace)
    .pipe(
      z
        .string()
        .min(1, `Enter ${what}`)
        .refine(text => characterCount(text) <= maxLength, {
          error: issue => tooLong(name, String(issue.input), maxLength),
        })
        .superRefine(checkVisible),
    )

/** One line of text that may be empty. */
export const optionalLine = (name: string, maxLength: number) =>
  z
    .string()
    .optional()
    .default('')
    .transform(collapseWhitespace)
    .pipe(
      z
        .string()
        .refine(text => characterCount(text) <= maxLength, {
          error: issue => tooLong(name, String(issue.input), maxLength),
        })
        .superRefine(checkVisible),
    )

/** Text of several lines. Keeps it exactly as entered. `what` is as in "Enter a description". */
export const requiredText = (what: string, maxLength: number, name = nameFrom(what)) =>
  z
    .string({ error: `Enter ${what}` })
    .refine(text => text.trim() !== '', `Enter ${what}`)
    .refine(text => characterCount(text) <= maxLength, {
      error: issue => tooLong(name, String(issue.input), maxLength),
    })

/** One of `values`. `message` asks the person to choose. */
export const requiredChoice = (values: readonly string[], message: string) =>
  z.string({ error: message }).refine(value => values.includes(value), message)

/** Any number of values of one field. */
export const stringList = () =>
  z
    .union([z.string().transform(value => [value]), z.array(z.string())])
    .optional()
    .default([])

/**
 * Reads a query parameter. An empty one counts as absent.
 * @throws Refused (400) when it is given more than once or has a character that cannot be stored.
 */
export function queryParam(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw new Refused('Part of this address is repeated.', 400)
  if (storageProblem(value) !== undefined)
    throw new Refused('This address contains a character that we cannot read.', 400)
  return value
}

/**
 * Reads a query parameter that must be one of `allowed` or absent. `formerNames` are values of old links, with what they
 * are called now. @throws Refused (400) for any other value.
 */
export function queryChoice<const T extends string>(
  value: unknown,
  allowed: readonly T[],
  formerNames: Readonly<Record<string, T>> = {},
): T | undefined {
  const text = queryParam(value)
  if (text === undefined) return undefined
  const choice = allowed.find(option => option === text) ?? new Map(Object.entries(formerNames)).get(text)
  if (choice === undefined) throw new Refused('We do not recognise part of this address.', 400)
  return choice
}
