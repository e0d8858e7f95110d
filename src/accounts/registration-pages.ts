import type { Request, Response } from 'express'
import { Refused } from '../platform/errors.js'
import {
  fieldErrorFrom,
  localPath,
  notify,
  parseForm,
  seeOther,
  show,
  view,
  type FormValues,
  type HiddenField,
  type Notice,
  type PageModel,
} from '../platform/http/index.js'
import { MIN_PASSPHRASE_LENGTH } from '../platform/passphrases.js'
import { startSession } from './authentication.js'
import type { FormState } from './form-state.js'
import { RefusedName } from './allowed-name.js'
import { actorOf } from './guards.js'
import { rememberDevice } from './known-device.js'
import { findOneTimeLinkBySecret, spentLink } from './one-time-links.js'
import { isInvitation } from './invitations.js'
import { registerFirstAdmin, registerInvited, registerVisitor, type NewAccount } from './register.js'
import { linkWithReturn, returnPath } from './return-path.js'
import type { AccountDeps } from './account-deps.js'
import { whyRegistrationIsClosed, type Member } from './rules.js'

interface RegisterModel extends PageModel {
  readonly heading: string
  readonly action: string
  readonly values: FormValues
  readonly hiddenFields: readonly HiddenField[]
  readonly passphraseHint: string
  /** The link for people who have an account. Undefined for the first admin, when nobody has one. */
  readonly signInHref: string | undefined
}

export const registerView = view<RegisterModel>('accounts/register')

interface RegistrationClosedModel extends PageModel {
  readonly text: string
}

export const registrationClosedView = view<RegistrationClosedModel>('accounts/registration-closed')

/** Which account the form creates. */
interface Registration {
  readonly action: string
  readonly heading: string
  readonly offersSignIn: boolean
}

const memberRegistration: Registration = { action: '/register', heading: 'Create an account', offersSignIn: true }

const firstAdminRegistration = (secret: string): Registration => ({
  action: `/first-admin/${encodeURIComponent(secret)}`,
  heading: 'Create the first admin account',
  offersSignIn: false,
})

const invitedRegistration = (secret: string): Registration => ({
  action: `/invitation/${encodeURIComponent(secret)}`,
  heading: 'Create an account with your invitation',
  offersSignIn: true,
})

/** The hint below every field for a new passphrase. */
export const passphraseHint = `At least ${MIN_PASSPHRASE_LENGTH} characters, for example four random words.`

export function showRegistration({ config }: AccountDeps, req: Request, res: Response): void {
  if (actorOf(req)) return seeOther(res, '/account')
  const closed = whyRegistrationIsClosed(config)
  if (closed !== undefined) return showRegistrationClosed(req, res, closed)
  const returnTo = returnPath(req)
  showRegistrationForm(req, res, memberRegistration, { values: returnTo === undefined ? {} : { return: returnTo } })
}

export const submitRegistration = (deps: AccountDeps, req: Request, res: Response): Promise<void> =>
  createAccount(deps, req, res, memberRegistration, account => registerVisitor(deps, account))

/** Shows the form again after it was sent without a valid token. The passphrase was not kept. */
export const showRegistrationAgain = (req: Request, res: Response): void => showFormAgain(req, res, memberRegistration)

/** The same for the form of the first admin. */
export const showFirstAdminAgain = (req: Request, res: Response): void =>
  showFormAgain(req, res, firstAdminRegistration(String(req.params['secret'])))

function showFormAgain(req: Request, res: Response, registration: Registration): void {
  const { passphrase, ...values } = (req.body ?? {}) as FormValues
  const message = passphrase ? 'Enter your passphrase again' : 'Enter a passphrase'
  showRegistrationForm(req, res, registration, { values, errors: [{ field: 'passphrase', message }], status: 403 })
}

/** Shows the form for the first admin. @throws Refused (410) when the link does not exist, was used or has expired. */
export async function showFirstAdmin(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const secret = String(req.params['secret'])
  const link = await findOneTimeLinkBySecret(deps, secret)
  if (link?.purpose !== 'first-admin') throw spentLink('first-admin', deps.config)
  showRegistrationForm(req, res, firstAdminRegistration(secret), {})
}

export function submitFirstAdmin(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const secret = String(req.params['secret'])
  return createAccount(deps, req, res, firstAdminRegistration(secret), account =>
    registerFirstAdmin(deps, secret, account),
  )
}

/** Says who can create an account, if visitors cannot. */
function showRegistrationClosed(req: Request, res: Response, text: string): void {
  show(req, res, registrationClosedView, { pageTitle: 'Create an account', noindex: true, section: 'register', text })
}

/** Shows the form for someone with an invitation. @throws Refused (410) when it cannot be used any more. */
export async function showInvitation(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const secret = String(req.params['secret'])
  if (!(await isInvitation(deps, deps.db, secret))) throw spentLink('invitation', deps.config)
  if (actorOf(req)) return seeOther(res, '/account')
  showRegistrationForm(req, res, invitedRegistration(secret), {})
}

export function submitInvitation(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const secret = String(req.params['secret'])
  return createAccount(deps, req, res, invitedRegistration(secret), account => registerInvited(deps, secret, account))
}

/** Shows the form again after it was sent without a valid token. The passphrase was not kept. */
export const showInvitationAgain = (req: Request, res: Response): void =>
  showFormAgain(req, res, invitedRegistration(String(req.params['secret'])))

function showRegistrationForm(
  req: Request,
  res: Response,
  { action, heading, offersSignIn }: Registration,
  { errors, values = {}, status = 200 }: FormState,
): void {
  const returnTo = localPath(values['return']) ?? ''
  const model: RegisterModel = {
    pageTitle: heading,
    noindex: true,
    heading,
    action,
    errors,
    values,
    hiddenFields: returnTo === '' ? [] : [{ name: 'return', value: returnTo }],
    passphraseHint,
    signInHref: offersSignIn ? linkWithReturn('/sign-in', returnTo) : undefined,
  }
  show(req, res, registerView, model, status)
}

/** Creates an account with `command` and signs the person in. Shows on the form why the account cannot be created. */
async function createAccount(
  deps: AccountDeps,
  req: Request,
  res: Response,
  registration: Registration,
  command: (account: NewAccount) => Promise<Member>,
): Promise<void> {
  const form = parseForm(deps.forms.register, req.body)
  if (!form.ok) return showRegistrationForm(req, res, registration, { ...form, status: 422 })
  try {
    const member = await command(form.value)
    await startSession(req, member)
    rememberDevice(deps, req, res, member.id)
    const returnTo = localPath(form.value.return)
    notify(req, welcomeNotice(member, returnTo))
    seeOther(res, returnTo ?? '/account')
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 422) throw error
    const errors = [fieldErrorFrom(error, error instanceof RefusedName ? 'name' : 'email')]
    showRegistrationForm(req, res, registration, { values: form.values, errors, status: 422 })
  }
}

function welcomeNotice({ organisation }: Member, returnTo: string | undefined): Notice {
  const membership = organisation
    ? `You have joined ${organisation.name}.`
    : 'Your organisation is not listed yet. You can suggest pages and changes now. ' +
      'To report for your organisation, ask us to list it.'
  const nextStep =
    returnTo === undefined
      ? 'Choose below how your name appears.'
      : 'You can carry on where you were. To choose how your name appears, select it at the top of the page.'
  const links = organisation ? [] : [{ text: 'Contact us', href: '/contact' }]
  return { heading: 'Your account is ready', text: `${membership} ${nextStep}`, links }
}
