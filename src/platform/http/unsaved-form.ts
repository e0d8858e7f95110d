import type { Request, Response } from 'express'
import { localPath } from './local-path.js'
import { routeOf } from './routes.js'
import { pageSetup } from './page-setup.js'
import type { FieldLabels, HiddenField, UnsavedField } from './page-model.js'

/** A posted form that was not saved, for an error page to show and to send again. */
export interface UnsavedForm {
  readonly action: string
  readonly fields: readonly HiddenField[]
  /** The text that the person entered, to read and copy. */
  readonly unsavedFields: readonly UnsavedField[]
}

/** Maximum total length of the fields, in characters: the longest body and the other fields of its form. */
const MAX_UNSAVED_LENGTH = 210_000

/** Maximum number of fields: more than any of our forms has. */
const MAX_UNSAVED_FIELDS = 100

/** Approximate number of characters on a line of the text area. */
const CHARACTERS_PER_ROW = 70

/** Maximum height of the text area, in lines. Longer text scrolls. */
const MAX_ROWS = 15

const secretFields = /^(_csrf|passphrase.*|.*[Pp]assphrase)$/

/** Returns the posted fields, except passphrases and tokens. Undefined if nothing was posted, or too much. */
export function unsavedForm(req: Request): UnsavedForm | undefined {
  if (req.method !== 'POST') return undefined
  const entries = Object.entries((req.body ?? {}) as Record<string, unknown>).filter(
    ([name]) => !secretFields.test(name),
  )
  const fields = entries.flatMap(([name, value]) => [value].flat().map(text => ({ name, value: String(text) })))
  // The page would hold this text twice, escaped. No form takes that much, so leave it to the browser's Back button.
  const length = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  if (length > MAX_UNSAVED_LENGTH || fields.length > MAX_UNSAVED_FIELDS) return undefined
  return {
    action: localPath(req.originalUrl) ?? '/',
    fields,
    unsavedFields: unsavedFields(fields, pageSetup(req).fieldLabels),
  }
}

/**
 * Tells whether a person may send their form again with one click: only a form in which people write text, and only if we know
 * that it came from our page. Otherwise the text may be that of another site.
 */
export const canSendAgain = (res: Response): boolean =>
  routeOf(res)?.writesText !== undefined && (res.locals['hasValidToken'] === true || res.locals['formOrigin'] === 'own')

/** The fields that carry an unsaved form through the sign-in, and its signature. */
const CARRIED_FORM = 'unsavedForm'
const CARRIED_SIGNATURE = 'unsavedFormSignature'

/** An unsaved form with the address that it was sent to. */
export interface CarriedForm {
  readonly action: string
  readonly fields: readonly HiddenField[]
}

/**
 * Returns hidden fields with which another form can carry an unsaved one. They are signed, so that nobody else can make text
 * look like text that someone had typed. As JSON, unlike separate fields, they keep line endings unchanged.
 */
export function carriedFields(req: Request, { action, fields }: CarriedForm): readonly HiddenField[] {
  const json = JSON.stringify([action, ...fields.map(field => [field.name, field.value])])
  return [
    { name: CARRIED_FORM, value: json },
    { name: CARRIED_SIGNATURE, value: pageSetup(req).signer.sign(CARRIED_FORM, json) },
  ]
}

/** Reads the form that `carriedFields` wrote. Undefined if there is none, or if we did not sign it. */
export function readCarriedForm(req: Request): CarriedForm | undefined {
  const { [CARRIED_FORM]: json, [CARRIED_SIGNATURE]: signature } = (req.body ?? {}) as Record<string, unknown>
  if (typeof json !== 'string' || typeof signature !== 'string') return undefined
  if (!pageSetup(req).signer.verify(CARRIED_FORM, json, signature)) return undefined
  const [action, ...fields] = JSON.parse(json) as [string, ...(readonly [string, string])[]]
  return { action, fields: fields.map(([name, value]) => ({ name, value })) }
}

/** Lists the fields that are not empty, with their labels and the words of their choices. */
export const unsavedFields = (fields: readonly HiddenField[], labels: FieldLabels): readonly UnsavedField[] =>
  fields.flatMap(({ name, value: sent }) => {
    // A field that no form has keeps its text: it may come from a form of an earlier version.
    const field = own(labels, name) ?? (Object.hasOwn(labels, name) ? undefined : { label: name })
    const value = field?.choices ? own(field.choices, sent) : sent
    return field && value?.trim() ? [{ label: field.label, value, rows: rowsFor(value) }] : []
  })

/** Returns a property of the object itself. Someone may send a field called `constructor`. */
const own = <Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined

function rowsFor(text: string): number {
  const rows = Math.max(text.split('\n').length, Math.ceil(text.length / CHARACTERS_PER_ROW))
  return Math.min(rows, MAX_ROWS)
}
