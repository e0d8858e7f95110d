import type { Request, Response } from 'express'
import { CONFIRMATION_FIELD, confirmationError } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { show, view, type FormValues, type HiddenField, type PageModel } from '../platform/http/index.js'

interface ConfirmModel extends PageModel {
  readonly heading: string
  readonly action: string
  readonly hiddenFields: readonly HiddenField[]
  readonly cancelHref: string
}

export const confirmView = view<ConfirmModel>('admin/confirm')

/** A form that an admin has sent, and what it would do: `Change the role of Ada Byron`. */
interface FormToConfirm {
  readonly heading: string
  readonly values: FormValues
  readonly cancelHref: string
}

/**
 * Asks an admin for their passphrase unless they have entered it within the last 15 minutes. Returns whether to go on. Otherwise it has
 * shown a page that sends the same form with the passphrase.
 */
export async function confirmOrAsk(
  deps: Deps,
  req: Request,
  res: Response,
  { heading, values, cancelHref }: FormToConfirm,
): Promise<boolean> {
  const passphrase = values[CONFIRMATION_FIELD]
  const error = await confirmationError(deps, req, typeof passphrase === 'string' ? passphrase : undefined)
  if (!error) return true
  const fields = Object.entries(values).filter(([name]) => name !== CONFIRMATION_FIELD)
  const isFirst = passphrase === undefined
  show(
    req,
    res,
    confirmView,
    {
      pageTitle: heading,
      section: 'account',
      noindex: true,
      heading,
      action: req.path,
      hiddenFields: fields.map(([name, value]) => ({ name, value: String(value) })),
      cancelHref,
      errors: isFirst ? undefined : [error],
    },
    isFirst ? 200 : 422,
  )
  return false
}
