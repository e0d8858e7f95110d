import type { Request } from 'express'
import { localPath } from './local-path.js'
import { pageSetup } from './page-setup.js'
import type { FieldLabels, HiddenField, UnsavedField } from './page-model.js'

/** A posted form that was not saved, for an error page to show and to send again. */
export interface UnsavedForm {
  /** The fields as JSON text. Unlike separate fields, it keeps line endings unchanged. */
  readonly json: string
  readonly action: string
  readonly fields: readonly HiddenField[]
  /** The text that the person entered, to read and copy. */
  readonly unsavedFields: readonly UnsavedField[]
}

/** Maximum total length of the fields, in characters: the longest body and the other fields of its form. */
const MAX_UNSAVED_LENGTH = 210_000

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
  if (fields.reduce((sum, field) => sum + field.value.length, 0) > MAX_UNSAVED_LENGTH) return undefined
  return {
    json: JSON.stringify(fields.map(field => [field.name, field.value])),
    action: localPath(req.originalUrl) ?? '/',
    fields,
    unsavedFields: unsavedFields(fields, pageSetup(req).fieldLabels),
  }
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
