import type { Request, Response } from 'express'
import { Refused } from '../platform/errors.js'
import {
  carriedFields,
  cookieOptions,
  fieldErrorFrom,
  localPath,
  parseForm,
  seeOther,
  sessionCookie,
  show,
  pageSetup,
  postRouteAt,
  queryChoice,
  readCarriedForm,
  routeOfPage,
  sendingAgain,
  unsavedFields,
  view,
  type CarriedForm,
  type FormValues,
  type HiddenField,
  type PageModel,
  type SignedIn,
  type UnsavedField,
} from '../platform/http/index.js'
import { endSession, shownActor, startSession } from './authentication.js'
import type { FormState } from './form-state.js'
import { actorOf } from './guards.js'
import { devicePasses, rememberDevice } from './known-device.js'
import { linkWithReturn, returnPath } from './return-path.js'
import type { AccountDeps } from './account-deps.js'
import type { Member } from './rules.js'
import { signIn, type Credentials } from './sign-in.js'

interface SignInModel extends PageModel {
  readonly heading: string
  readonly values: FormValues
  readonly action: string
  /** The page to return to, or the form that was sent after the session had ended. */
  readonly hiddenFields: readonly HiddenField[]
  readonly carriesText: boolean
  /** Whether the person has just chosen a new passphrase. */
  readonly passphraseIsNew: boolean
  /** Undefined if visitors cannot create an account. */
  readonly registerHref: string | undefined
}

export const signInView = view<SignInModel>('accounts/sign-in')

interface SendAgainModel extends PageModel {
  readonly heading: string
  readonly text: string
  /** Who would do what. */
  readonly consequence: string
  /** The address to send the form to. */
  readonly action: string
  readonly fields: readonly HiddenField[]
  readonly unsavedFields: readonly UnsavedField[]
}

export const sendAgainView = view<SendAgainModel>('accounts/send-again')

export const signOutView = view('accounts/sign-out')

/** The sign-in form for someone who has just chosen a new passphrase. Visitors have no session to keep a message in. */
export const PASSPHRASE_CHANGED_PATH = '/sign-in?changed=passphrase'

export function showSignIn(req: Request, res: Response): void {
  const returnTo = returnPath(req)
  if (actorOf(req)) return seeOther(res, returnTo ?? '/')
  showSignInForm(req, res, { values: returnTo === undefined ? {} : { return: returnTo } })
}

/** Shows the form again after it was sent without a valid token. The passphrase was not kept. */
export function showSignInAgain(req: Request, res: Response): void {
  const { passphrase, ...values } = (req.body ?? {}) as FormValues
  showSignInForm(req, res, {
    values,
    errors: [{ field: 'passphrase', message: passphrase ? 'Enter your passphrase again' : 'Enter your passphrase' }],
    status: 403,
  })
}

function showSignInForm(req: Request, res: Response, { errors, values = {}, status = 200 }: FormState): void {
  const carried = readCarriedForm(req)
  const returnTo = localPath(values['return']) ?? ''
  const purpose = routeOfPage(pageSetup(req).routes, returnTo)?.signInTo
  const heading = purpose === undefined ? 'Sign in' : `Sign in to ${purpose}`
  const model: SignInModel = {
    pageTitle: heading,
    heading,
    noindex: true,
    errors,
    values,
    action: carried ? '/sign-in/with-text' : '/sign-in',
    hiddenFields: carried ? carriedFields(req, carried) : [{ name: 'return', value: returnTo }],
    carriesText: carried !== undefined,
    passphraseIsNew: queryChoice(req.query['changed'], ['passphrase']) !== undefined,
    registerHref: pageSetup(req).site.offersRegistration ? linkWithReturn('/register', returnTo) : undefined,
  }
  show(req, res, signInView, model, status)
}

export async function submitSignIn(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const form = parseForm(deps.forms.signIn, req.body)
  if (!form.ok) return showSignInForm(req, res, { ...form, status: 422 })
  const { values } = form
  const result = await attemptSignIn(deps, req, form.value)
  if (result instanceof Refused) {
    if (result.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(result.retryAfterSeconds))
    const errors = [fieldErrorFrom(result, '')]
    return showSignInForm(req, res, { values, errors, status: result.status })
  }
  if (!result) {
    const errors = [{ field: 'email', message: 'The email address or passphrase is not correct' }]
    return showSignInForm(req, res, { values, errors, status: 422 })
  }
  await startSession(req, result)
  rememberDevice(deps, req, res, result.id)
  const returnTo = localPath(form.value.return) ?? '/'
  const carried = readCarriedForm(req)
  if (!carried) return seeOther(res, returnTo)
  const actor = shownActor(result)
  res.locals['actor'] = actor
  showSendAgain(req, res, actor, carried)
}

/** Signs in. Returns a refusal instead of throwing it, so that the form can show it. */
async function attemptSignIn(
  deps: AccountDeps,
  req: Request,
  credentials: Credentials,
): Promise<Member | Refused | undefined> {
  const passes = devicePasses(req, deps.config.publicUrl)
  try {
    return await signIn(deps, credentials, { ipAddress: req.ip, passes })
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

/** Offers to send a form again whose session had ended. Does not send it automatically: its text may be out of date. */
function showSendAgain(req: Request, res: Response, actor: SignedIn, { action, fields }: CarriedForm): void {
  const { fieldLabels, routes } = pageSetup(req)
  const shownFields = unsavedFields(fields, fieldLabels)
  const hasText = shownFields.length > 0
  const pageTitle = hasText ? 'Send your text' : 'Send this again'
  const model: SendAgainModel = {
    pageTitle,
    noindex: true,
    heading: `You are signed in. ${pageTitle}`,
    text: hasText ? 'We have kept what you typed, but it is not saved yet.' : 'Nothing is saved yet.',
    consequence: sendingAgain(actor, postRouteAt(routes, action)?.writesText),
    action,
    fields,
    unsavedFields: shownFields,
  }
  show(req, res, sendAgainView, model)
}

export function showSignOut(req: Request, res: Response): void {
  show(req, res, signOutView, { pageTitle: 'Sign out', noindex: true })
}

export async function submitSignOut({ config }: AccountDeps, req: Request, res: Response): Promise<void> {
  await endSession(req)
  res.clearCookie(sessionCookie(config.publicUrl), cookieOptions(config.publicUrl))
  // Not `cookies` or `storage`: those would clear other services of this domain, and drafts.
  res.setHeader('Clear-Site-Data', '"cache"')
  seeOther(res, '/')
}
