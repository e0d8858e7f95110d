import { z } from 'zod'
import { Refused } from '../errors.js'
import { collapseWhitespace, characterCount, storageProblem, normaliseLineEndings } from '../text.js'

export interface FieldError {
  /** The field's name; empty for what concerns the whole form. */
  readonly field: string
  readonly message: string
}

/** What was typed, by field, as strings (several where a field allows it): what a form shows again. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>

export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly values: FormValues }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly values: FormValues }

/** Fields that every form may carry, and no schema names. */
const common = new Set(['_csrf'])

/**
 * Reads a posted form by `schema`. Every error at once, each by its field: missing, too long, of a wrong type, sent
 * twice, unknown, unstorable. Line ends become LF before anything is measured.
 */
export function parseForm<S extends z.ZodObject>(schema: S, body: unknown): Parsed<z.output<S>> {
  const errors: FieldError[] = []
  const values: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string>
  for (const [field, raw] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (common.has(field)) continue
    const known = Object.hasOwn(schema.shape, field)
    const value = Array.isArray(raw)
      ? raw.map(item => normaliseLineEndings(String(item)))
      : normaliseLineEndings(String(raw))
    if (!known) {
      errors.push({
        field: '',
        message: `The form has an unknown field, "${printableName(field)}". Load the page again and send it from there`,
      })
      continue
    }
    values[field] = value
    const problem = [value]
      .flat()
      .map(storageProblem)
      .find(reason => reason !== undefined)
    if (problem) errors.push({ field, message: `The text of this field ${problem}` })
  }
  const result = schema.safeParse(values)
  if (!result.success) {
    const faulty = new Set(errors.map(error => error.field))
    for (const issue of result.error.issues) {
      const field = String(issue.path[0] ?? '')
      if (faulty.has(field) && field !== '') continue
      faulty.add(field)
      const twice = issue.code === 'invalid_type' && Array.isArray(values[field])
      errors.push({ field, message: twice ? 'This field was sent more than once' : issue.message })
    }
  }
  if (errors.length > 0 || !result.success)
    return { ok: false, errors: inOrder(errors, Object.keys(schema.shape)), values }
  return { ok: true, value: result.data, values }
}

const inOrder = (errors: readonly FieldError[], fields: readonly string[]): readonly FieldError[] =>
  [...errors].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field))

/** `a title` as `The title`. */
const nameFrom = (what: string): string => `The ${what.replace(/^(an?|the|your) /, '')}`

const tooLong = (name: string, text: string, most: number): string =>
  `${name} is ${characterCount(text).toLocaleString('en-GB')} characters long; it can have at most ${most.toLocaleString('en-GB')}`

/** What is shown in one line, in lists and links, must be visible and in its own order. */
function showable(text: string, context: z.RefinementCtx<string>): void {
  if (/\p{Cc}/u.test(text))
    context.addIssue({
      code: 'custom',
      message: 'This has a control character that cannot be shown in one line. Type it again',
    })
  else if (/[\u202a-\u202e]/.test(text))
    context.addIssue({
      code: 'custom',
      message: 'This has a hidden character that reverses the order of letters. Type it again',
    })
  else if (text !== '' && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text))
    context.addIssue({ code: 'custom', message: 'This has no character that can be seen. Type it again' })
}

/** One line of text, spaces at the ends dropped and runs of white space made one. */
export const requiredLine = (what: string, most: number, name = nameFrom(what)) =>
  z
    .string({ error: `Enter ${what}` })
    .transform(collapseWhitespace)
    .pipe(
      z
        .string()
        .min(1, `Enter ${what}`)
        .refine(text => characterCount(text) <= most, { error: issue => tooLong(name, String(issue.input), most) })
        .superRefine(showable),
    )

/** The same, but it may be left empty. */
export const optionalLine = (name: string, most: number) =>
  z
    .string()
    .optional()
    .default('')
    .transform(collapseWhitespace)
    .pipe(
      z
        .string()
        .refine(text => characterCount(text) <= most, { error: issue => tooLong(name, String(issue.input), most) })
        .superRefine(showable),
    )

/** Text of several lines, kept as typed. */
export const requiredText = (what: string, most: number, name = nameFrom(what)) =>
  z
    .string({ error: `Enter ${what}` })
    .refine(text => text.trim() !== '', `Enter ${what}`)
    .refine(text => characterCount(text) <= most, { error: issue => tooLong(name, String(issue.input), most) })

export const requiredChoice = (values: readonly string[], message: string) =>
  z.string({ error: message }).refine(value => values.includes(value), message)

/** Any number of values under one name. */
export const stringList = () =>
  z
    .union([z.string().transform(one => [one]), z.array(z.string())])
    .optional()
    .default([])

/** A query parameter that can be given once; empty is absent. @throws Refused (400) when it is given twice or cannot be read. */
export function queryParam(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw new Refused('The address gives the same thing more than once.', 400)
  if (storageProblem(value) !== undefined) throw new Refused('The address has a character that cannot be read.', 400)
  return value
}

/** A query parameter that is one of `allowed`, or absent. @throws Refused (400) for any other value. */
export function queryChoice<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const given = queryParam(value)
  const known = allowed.find(one => one === given)
  if (given !== undefined && known === undefined)
    throw new Refused('The address asks for a choice that there is not.', 400)
  return known
}

/** The longest part of an unknown field's name that a message repeats, in characters. */
const MAX_PRINTED_NAME_LENGTH = 40

const printableName = (field: string): string =>
  field.slice(0, MAX_PRINTED_NAME_LENGTH).toWellFormed().replaceAll('\0', '')
