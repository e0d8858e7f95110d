import type { FieldError, FormValues } from '../platform/http/index.js'

/** How a form is shown: by default empty and without errors, or again after an attempt failed. */
export interface FormState {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  /** The status of the answer, 200 by default. */
  readonly status?: number
}
