import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Conflict, NotFound, Unavailable } from '../errors.js'
import type { Log } from '../log.js'
import { TokenMismatch } from './csrf.js'
import { ForeignForm } from './form-origin.js'
import { answerTo, bugAnswer } from './error-answer.js'
import { canSendAgain, carriedFields, unsavedForm, type UnsavedForm } from './unsaved-form.js'
import { show } from './page.js'
import { localPath } from './local-path.js'
import { nearestPage, pageAbove } from './nearest-page.js'
import type { HiddenField, Link, PageModel, SignedIn } from './page-model.js'
import { NoSuchListPage, startOfList } from './paging.js'
import { pageSetup } from './page-setup.js'
import { routeOf } from './routes.js'
import { view } from './views.js'

interface ErrorModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly status: number
  /** The request's id in the log. */
  readonly requestId?: string | undefined
  /** The posted form, so that nothing is lost. */
  readonly unsaved: UnsavedForm | undefined
  readonly offersRetry: boolean
  readonly offersSignIn: boolean
  /** Whether signing in carries the posted form along. */
  readonly carriesText: boolean
  /** The hidden fields of the form to sign in: the page to return to, and the fields to send again, if there are any. */
  readonly signInFields: readonly HiddenField[]
  /** Leads to the page that the form or the address belongs to. */
  readonly link: Link | undefined
}

export const errorView = view<ErrorModel>('error')

/** Answers 404. Runs after all routes, when none had the address. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/**
 * Turns every error into a page that says what happened and what to do, and returns what the person entered. Logs bugs.
 * Shows no stack trace.
 */
export const errorPages =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    res.setHeader('Cache-Control', 'no-store')
    if (error instanceof ForeignForm) showForeignForm(log, req, res)
    else if (error instanceof TokenMismatch) showMismatch(req, res)
    else showError(log, error, req, res)
  }

function showError(log: Log, error: unknown, req: Request, res: Response): void {
  const expected = answerTo(error)
  if (!expected) log.error({ request: req.id, err: error }, 'bug')
  else if (error instanceof Unavailable) log.error({ request: req.id, err: error }, 'unavailable')
  const { status, heading, text, canRetry, retryAfterSeconds } = expected ?? bugAnswer
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds))
  const unsaved = status === 413 ? undefined : unsavedForm(req)
  const model: ErrorModel = {
    pageTitle: heading,
    noindex: true,
    heading,
    text,
    status,
    requestId: status >= 500 ? req.id : undefined,
    unsaved,
    offersRetry: canRetry === true && unsaved !== undefined && canSendAgain(res),
    offersSignIn: false,
    carriesText: false,
    signInFields: [],
    link: linkFrom(req, status, error),
  }
  show(req, res, errorView, model, status)
}

/** Statuses after which the form itself would be refused too. */
const finalStatuses: ReadonlySet<number> = new Set([403, 409, 410])

/**
 * Returns a link to where the error says, or to the page nearest to the refused request. None for 404, whose page has other
 * links, none for 413, since only the browser's Back button brings back a text that is too long, and none for a page that
 * failed itself.
 */
function linkFrom(req: Request, status: number, error: unknown): Link | undefined {
  if (error instanceof Conflict && error.link) return error.link
  const isRead = req.method === 'GET'
  if (status === 404 || status === 413 || (isRead && status >= 500)) return undefined
  const address = localPath(req.originalUrl)
  if (error instanceof NoSuchListPage && address !== undefined)
    return { href: startOfList(address), text: 'Go to the start of the list' }
  const { routes } = pageSetup(req)
  const href = finalStatuses.has(status) ? pageAbove(routes, req.path) : nearestPage(routes, req.path)
  if (href === '/') return { href, text: 'Go to the home page' }
  // The status 400 for an address is about its query string. A form that cannot be read has it too.
  return { href, text: isRead && status === 400 ? 'Open the page without the part after “?”' : 'Back to the page' }
}

/** Answers a form without a valid token. Most often, the session has ended. */
function showMismatch(req: Request, res: Response): void {
  const returnTo = nearestPage(pageSetup(req).routes, req.path)
  const unsaved = unsavedForm(req)
  const carried = canSendAgain(res) ? unsaved : undefined
  const mismatch = mismatchFor(res, carried)
  const model: ErrorModel = {
    ...mismatch,
    pageTitle: mismatch.heading,
    noindex: true,
    status: 403,
    unsaved,
    carriesText: carried !== undefined,
    signInFields: signInFields(req, carried, returnTo),
    link: { href: returnTo, text: 'Back to the page' },
  }
  show(req, res, errorView, model, 403)
}

type Mismatch = Pick<ErrorModel, 'heading' | 'text' | 'offersRetry' | 'offersSignIn'>

/**
 * Says what happened to a form without a valid token, and what the person can do. `carried` is its text, if we know that the
 * person wrote it.
 */
function mismatchFor(res: Response, carried: UnsavedForm | undefined): Mismatch {
  const actor = res.locals['actor'] as SignedIn | undefined
  const isForMembers = routeOf(res)?.guard.opensSession !== true
  if (isForMembers && !actor)
    return {
      heading: 'You have been signed out',
      text: carried
        ? 'Your session ended, or you signed out in another window. We have kept what you typed.'
        : 'Your session has ended, so nothing was changed.',
      offersRetry: false,
      offersSignIn: true,
    }
  if (carried && actor)
    return {
      heading: 'Send this again',
      text: `Nothing is saved yet. ${sendingAgain(actor, routeOf(res)?.writesText)}`,
      offersRetry: true,
      offersSignIn: false,
    }
  return {
    heading: 'Send this from its page',
    text: 'We could not check that you sent this form, so nothing was changed. Open the page and send it from there.',
    offersRetry: false,
    offersSignIn: false,
  }
}

/** Says who would do what by sending a form again. `purpose` is as in `RouteOptions.writesText`. */
export const sendingAgain = ({ name }: SignedIn, purpose: string | undefined): string =>
  `You are signed in as ${name}. If you send this, you will ${purpose ?? 'send the form again'}.`

/** Says that a page of another site sent a form. Keeps and offers nothing: the text is not the reader's. */
function showForeignForm(log: Log, req: Request, res: Response): void {
  log.warn(
    { request: req.id, origin: req.headers.origin, site: req.headers['sec-fetch-site'] },
    'form from another site',
  )
  const heading = 'This form came from another website'
  const model: ErrorModel = {
    pageTitle: heading,
    noindex: true,
    heading,
    text: `We only accept forms from ${pageSetup(req).site.publicUrl}. Nothing was changed.`,
    status: 403,
    unsaved: undefined,
    offersRetry: false,
    offersSignIn: false,
    carriesText: false,
    signInFields: [],
    link: { href: '/', text: 'Go to the home page' },
  }
  show(req, res, errorView, model, 403)
}

const signInFields = (req: Request, carried: UnsavedForm | undefined, returnTo: string): readonly HiddenField[] =>
  carried ? carriedFields(req, carried) : [{ name: 'return', value: returnTo }]
