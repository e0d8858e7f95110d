import type { FieldError, FormValues } from '../platform/http/index.js'

/** How to show a form: by default empty, or with values and errors after a failed attempt. */
export interface FormState {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  /** The status of the answer, 200 by default. */
  readonly status?: number
}
