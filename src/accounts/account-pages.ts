import type { Request, Response } from 'express'
import type { z } from 'zod'
import {
  fieldErrorFrom,
  notify,
  parseForm,
  seeOther,
  show,
  view,
  type FieldError,
  type FormValues,
  type HiddenField,
  type Link,
  type Notice,
  type PageModel,
  type Parsed,
  type ShownTime,
  type Tag,
} from '../platform/http/index.js'
import { personalDetailsProblem } from '../platform/passphrases.js'
import { RefusedName } from './allowed-name.js'
import { changePassphrase } from './change-passphrase.js'
import type { FormState } from './form-state.js'
import type { AccountForms } from './forms.js'
import { memberOf } from './guards.js'
import { kindWithArticle } from './organisation-kinds.js'
import { passphraseHint } from './registration-pages.js'
import type { AccountDeps, StatementToConfirm } from './account-deps.js'
import { attribution, attributionText } from './attribution.js'
import { canManageMembers, publishingStatus, type Member } from './rules.js'
import { shownAsChoices, type ShownAsChoice } from './shown-as-choices.js'
import { isOwnPassphrase } from './sign-in.js'
import { updateAccount } from './update-account.js'

interface ShownStatement {
  readonly title: string
  readonly pageHref: string
  readonly state: Tag
  readonly madeOn: ShownTime
  /** The form that confirms that nothing has changed. */
  readonly confirmAction: string
  readonly confirmFields: readonly HiddenField[]
  /** The address of the form to correct it. */
  readonly correctHref: string
}

interface AccountModel extends PageModel {
  readonly values: FormValues
  readonly email: string
  readonly organisation: string
  readonly publishingStatus: string
  readonly links: readonly Link[]
  readonly statementsToConfirm: readonly ShownStatement[]
  readonly shownAsChoices: readonly ShownAsChoice[]
  readonly passphraseHint: string
}

export const accountView = view<AccountModel>('accounts/account')

export async function showAccount(
  deps: AccountDeps,
  req: Request,
  res: Response,
  { errors, values, status = 200 }: FormState = {},
): Promise<void> {
  const actor = memberOf(req)
  const statements = await deps.listStatementsToConfirm(actor)
  const model: AccountModel = {
    pageTitle: 'Your account',
    section: 'account',
    noindex: true,
    errors,
    values: values ?? { name: actor.name, shownAs: actor.shownAs },
    email: actor.email,
    organisation: organisationText(actor),
    publishingStatus: publishingStatus(actor),
    links: accountLinks(actor),
    statementsToConfirm: statements.map(shownStatement),
    shownAsChoices: shownAsChoices(actor),
    passphraseHint,
  }
  show(req, res, accountView, model, status)
}

const organisationText = ({ organisation }: Member): string =>
  organisation
    ? `${organisation.name}, ${kindWithArticle(organisation.kind)}`
    : 'Not listed yet. After we list it, you will join it the next time you sign in.'

const shownStatement = ({ title, pageHref, state, confirmation, ...made }: StatementToConfirm): ShownStatement => ({
  title,
  pageHref,
  state,
  madeOn: { iso: made.day, exact: made.dayExact, day: made.ago },
  confirmAction: confirmation.action,
  confirmFields: [
    { name: 'state', value: confirmation.state },
    { name: 'other', value: confirmation.other },
    { name: 'shownAs', value: confirmation.shownAs },
  ],
  correctHref: `${pageHref}/reports/new`,
})

function accountLinks(actor: Member): readonly Link[] {
  const own = [
    { href: '/account/suggestions', text: 'My suggestions' },
    { href: '/account/evidence', text: 'My reports' },
  ]
  return canManageMembers(actor) ? [...own, { href: '/admin/members', text: 'Members and their roles' }] : own
}

export async function submitAccount(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const form = parseForm(deps.forms.account, req.body)
  if (!form.ok) return showAccount(deps, req, res, { ...form, status: 422 })
  const before = memberOf(req)
  try {
    await updateAccount(deps, before, form.value)
  } catch (error) {
    if (!(error instanceof RefusedName)) throw error
    return showAccount(deps, req, res, { values: form.values, errors: [fieldErrorFrom(error, 'name')], status: 422 })
  }
  notify(req, accountNotice(before, { ...before, ...form.value }))
  seeOther(res, '/account')
}

/** Says which details were saved, and what they apply to. */
function accountNotice(before: Member, after: Member): Notice {
  const changes = [
    ...(before.name === after.name ? [] : [`Your name is now ${after.name}.`]),
    ...(before.shownAs === after.shownAs
      ? []
      : [
          `From now on you are shown as “${attributionText(attribution(after, after.shownAs))}”, unless you choose otherwise.`,
        ]),
  ]
  return changes.length > 0
    ? {
        heading: 'Your details are saved',
        text: [...changes, 'What you have already published stays as it is.'].join(' '),
      }
    : { type: 'neutral', heading: 'Nothing changed', text: 'You have not changed your name or how it appears.' }
}

export async function submitPassphraseChange(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const actor = memberOf(req)
  const form = parseForm(deps.forms.changePassphrase, req.body)
  const currentErrors = await currentPassphraseErrors(deps, req, form)
  const newErrors = form.ok ? newPassphraseErrors(actor, form.value) : form.errors
  if (!form.ok || currentErrors.length + newErrors.length > 0)
    return showAccount(deps, req, res, { errors: [...currentErrors, ...newErrors], status: 422 })
  await changePassphrase(deps, actor, { passphrase: form.value.passphrase, keepSessionId: req.sessionID })
  notify(req, { heading: 'Passphrase changed', text: 'We have signed you out on all other devices.' })
  seeOther(res, '/account')
}

type PassphraseChange = z.output<AccountForms['changePassphrase']>

/** Compares the current passphrase even when the new one is refused, so that both errors are shown at once. */
async function currentPassphraseErrors(
  deps: AccountDeps,
  req: Request,
  form: Parsed<PassphraseChange>,
): Promise<readonly FieldError[]> {
  if (!form.ok && form.errors.some(error => error.field !== 'passphrase')) return []
  const passphrase = String(form.values['currentPassphrase'])
  const verified = await isOwnPassphrase(deps, memberOf(req), passphrase)
  return verified ? [] : [{ field: 'currentPassphrase', message: 'This is not your current passphrase' }]
}

function newPassphraseErrors(
  { name, email }: Member,
  { currentPassphrase, passphrase }: PassphraseChange,
): readonly FieldError[] {
  const message =
    passphrase === currentPassphrase
      ? 'Enter a passphrase that is different from your current one'
      : personalDetailsProblem(passphrase, [name, email])
  return message === undefined ? [] : [{ field: 'passphrase', message }]
}
