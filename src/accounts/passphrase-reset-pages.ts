import type { Request, Response } from 'express'
import { Refused } from '../platform/errors.js'
import { fieldErrorFrom, parseForm, seeOther, show, view, type PageModel } from '../platform/http/index.js'
import type { FormState } from './form-state.js'
import { rememberDevice } from './known-device.js'
import { findOneTimeLinkBySecret, spentLink } from './one-time-links.js'
import { resetPassphrase } from './change-passphrase.js'
import { passphraseHint } from './registration-pages.js'
import { PASSPHRASE_CHANGED_PATH } from './sign-in-pages.js'
import type { AccountDeps } from './account-deps.js'

interface ResetModel extends PageModel {
  readonly action: string
  readonly passphraseHint: string
}

export const resetView = view<ResetModel>('accounts/reset')

/** Shows the form for a new passphrase. @throws Refused (410) when the link does not exist, was used or has expired. */
export async function showPassphraseReset(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const link = await findOneTimeLinkBySecret(deps, String(req.params['secret']))
  if (link?.purpose !== 'passphrase') throw spentLink('passphrase', deps.config)
  showResetForm(req, res, {})
}

/** Sets the new passphrase. @throws Refused (410) when the link was used or has expired since the form was opened. */
export async function submitPassphraseReset(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const form = parseForm(deps.forms.resetPassphrase, req.body)
  if (!form.ok) return showResetForm(req, res, { ...form, status: 422 })
  try {
    const memberId = await resetPassphrase(deps, String(req.params['secret']), form.value.passphrase)
    // A link from the operator is a way in also while others use up the attempts of the account.
    rememberDevice(deps, req, res, memberId)
    seeOther(res, PASSPHRASE_CHANGED_PATH)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 422) throw error
    showResetForm(req, res, { errors: [fieldErrorFrom(error, 'passphrase')], status: 422 })
  }
}

/** Shows the form again after it was sent without a valid token. The passphrase was not kept. */
export const showPassphraseResetAgain = (req: Request, res: Response): void =>
  showResetForm(req, res, {
    errors: [{ field: 'passphrase', message: 'Enter your new passphrase again' }],
    status: 403,
  })

function showResetForm(req: Request, res: Response, { errors, status = 200 }: FormState): void {
  const model: ResetModel = {
    pageTitle: 'Choose a new passphrase',
    noindex: true,
    errors,
    action: req.path,
    passphraseHint,
  }
  show(req, res, resetView, model, status)
}
