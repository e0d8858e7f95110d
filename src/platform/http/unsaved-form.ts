import type { Request } from 'express'
import { localPath } from './local-path.js'
import { pageSetup } from './page-setup.js'
import type { FieldLabels, HiddenField, UnsavedField } from './page-model.js'

/** Shown after an unexpected end to a post: what was typed, and a way to send it again. */
export interface UnsavedForm {
  /** The fields as one JSON text: unlike separate fields it comes back with its line ends as they were. */
  readonly json: string
  readonly action: string
  readonly fields: readonly HiddenField[]
  /** What a person typed, to read and copy. */
  readonly unsavedFields: readonly UnsavedField[]
}

/** The longest text that is given back, in characters: the longest body and the other fields of its form. */
const LONGEST_KEPT_TEXT = 210_000

/** About as many characters as a line of the text area holds. */
const CHARACTERS_IN_A_ROW = 70

/** A longer text scrolls. */
const MOST_ROWS = 15

const secrets = /^(_csrf|passphrase.*|.*[Pp]assphrase)$/

/** The fields a person typed, but for passphrases and tokens. Undefined where nothing was posted. */
export function unsavedForm(req: Request): UnsavedForm | undefined {
  if (req.method !== 'POST') return undefined
  const entries = Object.entries((req.body ?? {}) as Record<string, unknown>).filter(([name]) => !secrets.test(name))
  const fields = entries.flatMap(([name, value]) => [value].flat().map(text => ({ name, value: String(text) })))
  // The page holds this text twice, escaped. Beyond what any form can take, the browser's Back button has to do.
  if (fields.reduce((sum, field) => sum + field.value.length, 0) > LONGEST_KEPT_TEXT) return undefined
  return {
    json: JSON.stringify(fields.map(field => [field.name, field.value])),
    action: localPath(req.originalUrl) ?? '/',
    fields,
    unsavedFields: unsavedFields(fields, pageSetup(req).fieldLabels),
  }
}

/** The fields that have a text, under the labels that people know them by. */
export const unsavedFields = (fields: readonly HiddenField[], labels: FieldLabels): readonly UnsavedField[] =>
  fields.flatMap(({ name, value }) => {
    const label = labels[name] === undefined ? name : labels[name]
    return label === null || value.trim() === '' ? [] : [{ label, value, rows: rowsFor(value) }]
  })

function rowsFor(text: string): number {
  const rows = Math.max(text.split('\n').length, Math.ceil(text.length / CHARACTERS_IN_A_ROW))
  return Math.min(rows, MOST_ROWS)
}
